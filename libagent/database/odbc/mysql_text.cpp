#include "libagent/database/odbc/mysql_text.h"

#include "libagent/base/text.h"
#include "libagent/database/odbc/odbc_server.h"
#include "libagent/database/sql_tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

namespace askdb::database {
namespace {

constexpr std::string_view mysql_row_verbs[] = {"select", "with",    "show",   "describe",
                                                "desc",   "explain", "analyze"};

bool is_mysql_symbol(const SqlToken& token, std::string_view symbol) {
    return token.kind == TokenKind::symbol && token.text == symbol;
}

/// Comments that the server runs, or may run.
bool is_executed_comment(const SqlToken& token) {
    return token.text.starts_with("/*!") || token.text.starts_with("/*M!");
}

/// `5--1` is 6 for the server and a comment for others: the driver is not asked what it thinks.
bool is_double_minus(const SqlToken& token, const SqlToken& next) {
    return is_mysql_symbol(token, "-") && is_mysql_symbol(next, "-") &&
           next.text.data() == token.text.data() + 1;
}

std::optional<Error> judge_first_word(std::span<const SqlToken> tokens) {
    const auto first = std::find_if(tokens.begin(), tokens.end(), [](const SqlToken& token) {
        return !is_mysql_symbol(token, "(");
    });
    if (first == tokens.end()) return Error{Errc::bad_input, "the statement is empty"};
    const bool is_known = std::any_of(std::begin(mysql_row_verbs), std::end(mysql_row_verbs),
                                      [&](std::string_view verb) { return first->is(verb); });
    if (is_known) return std::nullopt;
    if (first->is("values")) {
        return Error{.code = Errc::bad_input,
                     .message = "the driver gives no rows of a VALUES statement",
                     .hint = "SELECT * FROM (VALUES …) AS v"};
    }
    constexpr std::size_t longest_shown = 40;
    return Error{Errc::refused, "a statement that begins with '" +
                                    clipped(visible(first->text), longest_shown) +
                                    "' is not allowed: askdb only reads"};
}

}

const std::string_view mysql_mode_sql =
    "SET SESSION sql_mode = "
    "'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";

std::string mysql_literal(std::string_view text) {
    return fmt::format("CONVERT(X'{}' USING utf8mb4)", hexadecimal(text));
}

std::string mysql_time_limit(bool is_mariadb, std::chrono::milliseconds limit) {
    if (!is_mariadb) return fmt::format("max_execution_time = {}", limit.count());
    return fmt::format("max_statement_time = {:.3f}", std::chrono::duration<double>(limit).count());
}

Result<std::string> mysql_bare_text(std::string_view sql) {
    std::vector<SqlToken> tokens = sql_tokens(sql, *find_dialect("mysql"));
    for (const SqlToken& token : tokens) {
        if (token.kind == TokenKind::comment && is_executed_comment(token)) {
            return Error{Errc::refused, "a comment that the server runs is not allowed"};
        }
        if (token.kind == TokenKind::bad) {
            return Error{Errc::bad_input, "a text, name or comment of the statement never ends"};
        }
    }
    if (std::adjacent_find(tokens.begin(), tokens.end(), is_double_minus) != tokens.end()) {
        return Error{Errc::bad_input,
                     "after '--' there must be a blank: a comment begins with '-- ', and minus "
                     "minus is written '- -'"};
    }
    std::erase_if(tokens, [](const SqlToken& token) { return token.kind == TokenKind::comment; });
    while (!tokens.empty() && is_mysql_symbol(tokens.back(), ";")) tokens.pop_back();
    std::string out;
    const char* end = tokens.empty() ? nullptr : tokens.front().text.data();
    for (const SqlToken& token : tokens) {
        if (is_mysql_symbol(token, ";")) {
            return Error{Errc::refused, "more than one statement is not allowed"};
        }
        // Blanks and comments between two tokens become one blank; no gap stays no gap.
        if (token.text.data() != end) out += ' ';
        out += token.text;
        end = token.text.data() + token.text.size();
    }
    return out;
}

Result<std::string> mysql_statement_text(std::string_view sql) {
    Result<std::string> text = mysql_bare_text(sql);
    if (!text) return text;
    if (auto error = judge_first_word(sql_tokens(text.value(), *find_dialect("mysql")))) {
        return std::move(*error);
    }
    return text;
}

}
