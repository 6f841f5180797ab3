#include "libagent/database/guard_verbs.h"

#include "libagent/base/text.h"
#include "libagent/database/guard_names.h"
#include "libagent/database/guard_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace askdb::database {
namespace {

// Verbs of the dialect that need no query behind them.
constexpr std::string_view showing_verbs[] = {"show", "describe", "desc", "exists"};

constexpr std::string_view explain_options[] = {"analyze", "analyse",    "verbose", "extended",
                                                "ast",     "partitions", "syntax",  "formatted",
                                                "logical", "pipeline",   "estimate"};

// What may stand between two queries of one statement.
constexpr std::string_view set_operators[] = {"union", "except", "intersect",
                                              "minus", "all",    "distinct"};

std::string lower_word(const SqlToken& token) {
    return token.kind == TokenKind::word ? lower_ascii(token.text) : std::string();
}

bool is_verb(const SqlToken& token, const Dialect& dialect) {
    return among(dialect.reading_verbs, lower_word(token));
}

bool begins_query(const SqlToken& token, const Dialect& dialect) {
    return is_verb(token, dialect) && !among(showing_verbs, lower_word(token));
}

Error not_allowed_verb(SqlTokens tokens) {
    const auto first = std::find_if(tokens.begin(), tokens.end(),
                                    [](const SqlToken& token) { return !token.is_symbol("("); });
    if (first == tokens.end()) return not_allowed("this statement");
    return not_allowed(visible(upper_ascii(first->text)));
}

/// A misspelt verb is a mistake; any other is taken for one that writes.
Error unknown_beginning(SqlTokens tokens, const Dialect& dialect) {
    const std::string word = lower_word(tokens.front());
    const std::vector<std::string> verbs(dialect.reading_verbs.begin(),
                                         dialect.reading_verbs.end());
    const std::vector<std::string> near = nearest(word, verbs, 1);
    const bool writes = among(dialect.statement_words, word) || is_statement_word(word);
    if (word.empty() || writes || near.empty()) return not_allowed_verb(tokens);
    return {.code = Errc::bad_input,
            .message = fmt::format("'{}' begins no statement", visible(tokens.front().text)),
            .hint = fmt::format("did you mean {}?", near.front())};
}

/// The tokens behind the parenthesis that opens at the front; none when it never closes.
SqlTokens behind_parenthesis(SqlTokens tokens) {
    std::size_t depth = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].is_symbol("(")) ++depth;
        if (tokens[i].is_symbol(")") && --depth == 0) return tokens.subspan(i + 1);
    }
    return {};
}

/// What is left without the one option of EXPLAIN at the front, if there is one.
SqlTokens without_option(SqlTokens tokens, const Dialect& dialect) {
    const SqlToken& first = tokens.front();
    if (among(explain_options, lower_word(first))) return tokens.subspan(1);
    if (first.is("query") && tokens.size() > 1 && tokens[1].is("plan")) return tokens.subspan(2);
    constexpr std::size_t format_tokens = 3;  // FORMAT = JSON
    if (first.is("format") && tokens.size() > format_tokens && tokens[1].is_symbol("=")) {
        return tokens.subspan(format_tokens);
    }
    const bool is_list = first.is_symbol("(") && tokens.size() > 1 && !tokens[1].is_symbol("(") &&
                         !begins_query(tokens[1], dialect);
    return is_list ? behind_parenthesis(tokens) : tokens;
}

SqlTokens without_options(SqlTokens tokens, const Dialect& dialect) {
    while (!tokens.empty()) {
        const SqlTokens rest = without_option(tokens, dialect);
        if (rest.size() == tokens.size()) break;
        tokens = rest;
    }
    return tokens;
}

/// Past the definitions of WITH there must be a query: `WITH x AS (…) DELETE`, and in some
/// databases a call that has no verb, are statements too.
std::optional<Error> judge_with(SqlTokens tokens, const Dialect& dialect) {
    std::size_t depth = 0;
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        if (tokens[i].is_symbol("(")) ++depth;
        if (tokens[i].is_symbol(")")) {
            if (depth == 0) break;
            if (--depth > 0 || i + 1 == tokens.size()) continue;
            const SqlToken& next = tokens[i + 1];
            const bool goes_on = next.is_symbol(",") || next.is_symbol("(") || next.is("as") ||
                                 next.is("search") || next.is("cycle") ||
                                 begins_query(next, dialect);
            if (!goes_on) return not_allowed_verb(tokens.subspan(i + 1));
            if (next.is_symbol("(") || begins_query(next, dialect)) return std::nullopt;
        }
        const bool is_query =
            depth == 0 && begins_query(tokens[i], dialect) && !tokens[i].is("with");
        if (is_query) return std::nullopt;
    }
    return not_allowed("this statement");
}

/// A query at the outer level that no UNION ties to the one before it.
bool holds_second_query(SqlTokens tokens) {
    std::size_t depth = 0;
    bool has_query = false;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].is_symbol("(")) ++depth;
        if (tokens[i].is_symbol(")") && depth > 0) --depth;
        if (depth > 0 || !tokens[i].is("select")) continue;
        const bool is_tied = i > 0 && among(set_operators, lower_word(tokens[i - 1]));
        if (has_query && !is_tied) return true;
        has_query = true;
    }
    return false;
}

std::optional<Error> judge_query(SqlTokens tokens, const Dialect& dialect) {
    const auto first = std::find_if(tokens.begin(), tokens.end(),
                                    [](const SqlToken& token) { return !token.is_symbol("("); });
    const SqlTokens query = tokens.subspan(static_cast<std::size_t>(first - tokens.begin()));
    if (query.front().is("with")) {
        if (auto error = judge_with(query, dialect)) return error;
    }
    if (auto error = judge_query_words(tokens, dialect)) return error;
    if (dialect.statements_without_semicolon && holds_second_query(tokens)) {
        return Error{Errc::refused, "more than one statement is not allowed"};
    }
    return dialect.tables_may_be_files ? judge_tables(tokens) : std::nullopt;
}

/// `DESCRIBE t`, `EXPLAIN s.t c`, `DESC t '%x'`, `EXPLAIN FOR CONNECTION 5`, `EXISTS TABLE t`. No
/// table has the name of an option that is a reserved word: `EXPLAIN ANALYZE` describes nothing.
std::optional<Error> judge_description(SqlTokens tokens, const Dialect& dialect) {
    const bool is_plain = std::all_of(tokens.begin(), tokens.end(), [](const SqlToken& token) {
        return token.kind != TokenKind::symbol || token.is_symbol(".");
    });
    if (tokens.size() < 2 || !is_plain) return not_allowed_verb(tokens.subspan(1));
    const std::string name = lower_word(tokens[1]);
    if (among(explain_options, name) && among(dialect.reserved_words, name)) {
        return not_allowed(upper_ascii(tokens[0].text) + " " + upper_ascii(name));
    }
    if (auto error = judge_query_words(tokens.subspan(1), dialect)) return error;
    return dialect.tables_may_be_files ? judge_tables(tokens) : std::nullopt;
}

/// SHOW names what it shows by verbs (SHOW CREATE TABLE), and may have a WHERE.
std::optional<Error> judge_show(SqlTokens tokens, const Dialect& dialect) {
    for (const SqlToken& token : tokens) {
        // SHOW PLUGINS SONAME loads the library.
        if (token.is("into") || token.is("soname")) return not_allowed_verb({&token, 1});
    }
    return judge_calls(tokens, dialect);
}

/// MariaDB's `ANALYZE [FORMAT=JSON] SELECT`, and not `ANALYZE TABLE`.
bool is_analyzed_query(SqlTokens tokens) {
    const SqlTokens rest = tokens.subspan(1);
    return !rest.empty() && (rest[0].is("select") || rest[0].is("with") || rest[0].is("format"));
}

}

std::optional<Error> judge_statement(SqlTokens tokens, const Dialect& dialect) {
    const SqlToken& front = tokens.front();
    const bool shows = is_verb(front, dialect) && among(showing_verbs, lower_word(front));
    if (shows && front.is("show")) return judge_show(tokens, dialect);

    const bool analyzes =
        front.is("analyze") && is_verb(front, dialect) && is_analyzed_query(tokens);
    const bool explains = front.is("explain") || shows || analyzes;
    const SqlTokens query = explains ? without_options(tokens.subspan(1), dialect) : tokens;
    const auto first = std::find_if(query.begin(), query.end(),
                                    [](const SqlToken& token) { return !token.is_symbol("("); });
    const bool is_query =
        first != query.end() && begins_query(*first, dialect) && !first->is("analyze");
    if (is_query && !front.is("exists")) return judge_query(query, dialect);
    const bool explains_table = front.is("explain") && is_verb(front, dialect);
    if (shows || explains_table) return judge_description(tokens, dialect);
    return explains ? not_allowed_verb(query.empty() ? tokens : query)
                    : unknown_beginning(tokens, dialect);
}

}
