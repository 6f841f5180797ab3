#include "libagent/database/guard.h"

#include "libagent/base/text.h"
#include "libagent/database/sql_tokens.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <span>
#include <string>
#include <vector>

namespace askdb::database {
namespace {

using SqlTokens = std::span<const SqlToken>;

constexpr std::string_view reading_verbs[] = {"select", "with", "values"};

// Never a name without quotes in a reading statement.
constexpr std::string_view writing_words[] = {"insert", "update", "delete", "into",     "merge",
                                              "create", "drop",   "alter",  "truncate", "grant",
                                              "revoke", "attach", "detach", "vacuum",   "reindex"};

// Names as well as verbs: only where a statement begins are they verbs.
constexpr std::string_view soft_writing_words[] = {
    "replace", "call", "exec",  "execute",   "copy",    "do",      "begin",  "commit", "rollback",
    "set",     "lock", "start", "savepoint", "release", "analyze", "pragma", "load"};

bool among(std::span<const std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_symbol(const SqlToken& token, std::string_view symbol) {
    return token.kind == TokenKind::symbol && token.text == symbol;
}

bool is_name(const SqlToken& token) {
    return token.kind == TokenKind::word || token.kind == TokenKind::quoted_name;
}

/// A name as the database looks it up: without its quotes, in lower case.
std::string plain_identifier(const SqlToken& token) {
    if (token.kind != TokenKind::quoted_name) return lower_ascii(token.text);
    std::string out;
    const std::string_view inside = token.text.substr(1, token.text.size() - 2);
    const char close = token.text.back();
    for (std::size_t i = 0; i < inside.size(); ++i) {
        out += inside[i];
        if (inside[i] == close) ++i;
    }
    return lower_ascii(out);
}

Error not_allowed(std::string_view what) {
    constexpr std::size_t longest_shown = 40;
    return {Errc::refused,
            fmt::format("{} is not allowed: askdb only reads", clipped(what, longest_shown))};
}

std::string upper_word(const SqlToken& token) {
    std::string out(token.text);
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return out;
}

/// A misspelt verb is a mistake; any other is taken for one that writes.
Error unknown_beginning(const SqlToken& token) {
    const std::string word = lower_ascii(token.text);
    const bool writes = among(writing_words, word) || among(soft_writing_words, word);
    const std::vector<std::string> verbs(std::begin(reading_verbs), std::end(reading_verbs));
    const std::vector<std::string> near = nearest(word, verbs, 1);
    if (writes || near.empty()) return not_allowed(visible(upper_word(token)));
    return {.code = Errc::bad_input,
            .message = fmt::format("'{}' begins no statement", visible(token.text)),
            .hint = fmt::format("did you mean {}?", near.front())};
}

/// Whether a statement could begin with token `i`: `(DELETE …`, `WITH x AS (…) DELETE …`.
bool may_begin_statement(SqlTokens tokens, std::size_t i) {
    return i == 0 || is_symbol(tokens[i - 1], "(") || is_symbol(tokens[i - 1], ")");
}

std::optional<Error> judge_word(SqlTokens tokens, std::size_t i) {
    const std::string word = lower_ascii(tokens[i].text);
    // `t.update` and `AS update` are names; where they are not allowed, the database says so.
    const bool is_label = i > 0 && (is_symbol(tokens[i - 1], ".") || tokens[i - 1].is("as"));
    if (is_label) return std::nullopt;
    const bool has_next = i + 1 < tokens.size();
    const bool writes = among(writing_words, word) && !(has_next && is_symbol(tokens[i + 1], "("));
    const bool begins = among(soft_writing_words, word) && may_begin_statement(tokens, i) &&
                        has_next && is_name(tokens[i + 1]);
    if (writes || begins) return not_allowed(upper_word(tokens[i]));
    const bool locks = word == "for" && has_next &&
                       (tokens[i + 1].is("share") || tokens[i + 1].is("key") ||
                        tokens[i + 1].is("no") || tokens[i + 1].is("update"));
    const bool locks_in = word == "lock" && has_next && tokens[i + 1].is("in");
    if (locks || locks_in) return not_allowed("locking rows");
    return std::nullopt;
}

std::optional<Error> judge_reading(SqlTokens tokens, const Dialect& dialect) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const bool is_call =
            is_name(tokens[i]) && i + 1 < tokens.size() && is_symbol(tokens[i + 1], "(");
        if (is_call) {
            const std::string function = plain_identifier(tokens[i]);
            if (among(dialect.denied_functions, function)) {
                return not_allowed("function '" + function + "'");
            }
        }
        if (tokens[i].kind != TokenKind::word) continue;
        if (auto error = judge_word(tokens, i)) return error;
    }
    return std::nullopt;
}

/// `PRAGMA [schema.]name` or `PRAGMA [schema.]name(value)`; `name = value` always sets.
std::optional<Error> judge_pragma(SqlTokens tokens, const Dialect& dialect) {
    SqlTokens rest = tokens.subspan(1);
    if (rest.size() >= 3 && is_symbol(rest[1], ".")) rest = rest.subspan(2);
    if (rest.empty() || !is_name(rest.front())) return not_allowed("this PRAGMA");
    const std::string name = plain_identifier(rest.front());
    const bool is_bare = rest.size() == 1;
    const bool is_call = rest.size() == 4 && is_symbol(rest[1], "(") && is_symbol(rest[3], ")");
    const bool reads = among(dialect.reading_pragmas, name) && (is_bare || is_call);
    const bool reads_bare = among(dialect.reading_pragmas_without_argument, name) && is_bare;
    if (reads || reads_bare) return std::nullopt;
    return not_allowed("PRAGMA " + name + (is_bare ? "" : " with a value"));
}

/// What stands behind EXPLAIN or EXPLAIN QUERY PLAN; all of it when there is none.
SqlTokens without_explain(SqlTokens tokens) {
    if (!tokens.front().is("explain")) return tokens;
    tokens = tokens.subspan(1);
    const bool is_plan = tokens.size() >= 2 && tokens[0].is("query") && tokens[1].is("plan");
    return is_plan ? tokens.subspan(2) : tokens;
}

std::optional<Error> judge_token_kinds(SqlTokens tokens) {
    for (const SqlToken& token : tokens) {
        if (token.kind == TokenKind::bad) {
            constexpr std::size_t longest_shown = 40;
            return Error{Errc::refused,
                         fmt::format("the statement is not understood from here on: {}",
                                     clipped(visible(token.text), longest_shown))};
        }
        if (token.kind == TokenKind::parameter) {
            return Error{Errc::bad_input,
                         fmt::format("the statement has the parameter '{}', but there is no value "
                                     "for it",
                                     token.text)};
        }
        if (is_symbol(token, ";")) {
            return Error{Errc::refused, "more than one statement is not allowed"};
        }
    }
    return std::nullopt;
}

}

std::optional<Error> judge_read_only(std::string_view sql, const Dialect& dialect) {
    if (sql.find('\0') != std::string_view::npos) {
        return Error{Errc::refused, "the statement holds a NUL byte"};
    }
    std::vector<SqlToken> tokens = sql_tokens(sql, dialect);
    std::erase_if(tokens, [](const SqlToken& token) { return token.kind == TokenKind::comment; });
    while (!tokens.empty() && is_symbol(tokens.back(), ";")) tokens.pop_back();
    if (tokens.empty()) return Error{Errc::bad_input, "the statement is empty"};
    if (auto error = judge_token_kinds(tokens)) return error;

    if (tokens.front().is("pragma") && !dialect.reading_pragmas.empty()) {
        return judge_pragma(tokens, dialect);
    }
    const SqlTokens statement = without_explain(tokens);
    const auto first = std::find_if(statement.begin(), statement.end(),
                                    [](const SqlToken& token) { return !is_symbol(token, "("); });
    if (first == statement.end()) return not_allowed("this statement");
    const bool reads =
        first->kind == TokenKind::word && among(reading_verbs, lower_ascii(first->text));
    if (!reads) return unknown_beginning(*first);
    return judge_reading(statement, dialect);
}

}
