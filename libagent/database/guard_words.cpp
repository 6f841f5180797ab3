#include "libagent/database/guard_words.h"

#include "libagent/base/text.h"
#include "libagent/database/guard_names.h"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace askdb::database {
namespace {

// Never a name without quotes in a reading statement.
constexpr std::string_view writing_words[] = {"insert", "update", "delete", "into",     "merge",
                                              "create", "drop",   "alter",  "truncate", "grant",
                                              "revoke", "attach", "detach", "vacuum",   "reindex"};

// Names as well as verbs: only where a statement begins are they verbs.
constexpr std::string_view soft_writing_words[] = {
    "replace", "call", "exec",  "execute",   "copy",    "do",      "begin",  "commit", "rollback",
    "set",     "lock", "start", "savepoint", "release", "analyze", "pragma", "load"};

class WordJudge : TokenReader {
  public:
    WordJudge(SqlTokens tokens, const Dialect& dialect) : TokenReader(tokens), dialect_(dialect) {}

    std::optional<Error> judge_word(std::size_t i) const {
        if (is_label(i)) return std::nullopt;
        const std::string word = lower_ascii(tokens_[i].text);
        if (writes(i, word) || begins_writing(i, word) || begins_statement(i, word)) {
            return not_allowed(upper_ascii(word));
        }
        if (locks(i, word)) return not_allowed("locking rows");
        return std::nullopt;
    }

    /// What is no single word: a sequence that moves on, an assignment, a setting.
    std::optional<Error> judge_phrase(std::size_t i) const {
        const bool is_sequence = (is(i, "next") && is(i + 1, "value") && is(i + 2, "for")) ||
                                 (is(i, "nextval") && is_symbol(i - 1, "."));
        if (is_sequence) return not_allowed("advancing a sequence");
        const bool is_assignment = is_symbol(i, ":") && is_symbol(i + 1, "=");
        if (is_assignment) return not_allowed("an assignment");
        const bool is_setting = is(i, "settings") && is_name(i + 1) && is_symbol(i + 2, "=");
        if (is_setting && dialect_.quoting_unknown) return not_allowed("changing settings");
        if (dialect_.quoting_unknown && hides_name(i)) return not_allowed("a name in U&\"…\"");
        return std::nullopt;
    }

    std::optional<Error> judge_call(std::size_t i) const {
        if (!is_name(i)) return std::nullopt;
        if (is_symbol(i + 1, ".")) {
            const std::string package = tokens_[i].identifier();
            if (!is_denied_package(package, dialect_)) return std::nullopt;
            return not_allowed("package '" + package + "'");
        }
        if (!is_symbol(i + 1, "(") || is_cte(i)) return std::nullopt;
        constexpr std::size_t most_parts = 4;
        std::vector<std::string> parts{tokens_[i].identifier()};
        for (std::size_t at = i; parts.size() < most_parts; at -= 2) {
            if (!is_symbol(at - 1, ".") || !is_name(at - 2)) break;
            parts.insert(parts.begin(), tokens_[at - 2].identifier());
        }
        return judge_function(parts, dialect_);
    }

  private:
    /// `t.update`, `AS update`: names. Where they are not allowed, the database says so.
    bool is_label(std::size_t i) const {
        const bool is_part = is_symbol(i - 1, ".") && (is_name(i - 2) || is_symbol(i - 2, "."));
        return is_part || is(i - 1, "as");
    }

    bool writes(std::size_t i, const std::string& word) const {
        if (!is_writing_word(word)) return false;
        const bool is_function = is_symbol(i + 1, "(") && among(dialect_.reading_functions, word);
        const bool is_join_hint = word == "merge" && (is(i + 1, "join") || is(i + 1, "union"));
        return !is_function && !is_join_hint;
    }

    /// `(COPY t`.
    bool begins_writing(std::size_t i, const std::string& word) const {
        return among(soft_writing_words, word) && (i == 0 || is_symbol(i - 1, "(")) &&
               is_name(i + 1);
    }

    /// Where statements need no semicolon between them.
    bool begins_statement(std::size_t i, const std::string& word) const {
        if (!among(dialect_.statement_words, word)) return false;
        const bool is_row_limit = word == "fetch" && (is(i - 1, "rows") || is(i - 1, "row"));
        const bool is_hint = word == "use" && (is(i + 1, "hint") || is(i + 1, "plan"));
        return !is_row_limit && !is_hint;
    }

    bool locks(std::size_t i, const std::string& word) const {
        const bool is_for = word == "for" && (is(i + 1, "share") || is(i + 1, "key") ||
                                              is(i + 1, "no") || is(i + 1, "update"));
        const bool is_mode = word == "lock" && is(i + 1, "in");
        return is_for || is_mode || among(dialect_.locking_hints, word);
    }

    /// `WITH delete_log (a, b) AS (…)`: a name with columns, no call.
    bool is_cte(std::size_t i) const {
        if (!is(i - 1, "with") && !is(i - 1, "recursive") && !is_symbol(i - 1, ",")) return false;
        std::size_t end = i + 2;
        while (is_name(end) || is_symbol(end, ",")) ++end;
        return is_symbol(end, ")") && is(end + 1, "as") &&
               (is_symbol(end + 2, "(") || is(end + 2, "not") || is(end + 2, "materialized")) &&
               !is_denied_as_cte(i);
    }

    /// `FROM t, crosstab(a) AS (b int)` looks the same; behind WITH there is no call.
    bool is_denied_as_cte(std::size_t i) const {
        const std::string name = tokens_[i].identifier();
        if (among(dialect_.denied_functions, name)) return true;
        const std::string parts[] = {name};
        return dialect_.quoting_unknown && is_symbol(i - 1, ",") &&
               is_denied_function(parts, dialect_);
    }

    /// U&"…" hides the letters of a name behind their numbers, where the server knows it.
    bool hides_name(std::size_t i) const {
        return is(i, "u") && is_symbol(i + 1, "&") && i + 2 < tokens_.size() &&
               tokens_[i + 2].kind == TokenKind::quoted_name &&
               tokens_[i].text.data() + 2 == tokens_[i + 2].text.data();
    }

    const Dialect& dialect_;
};

}

std::optional<Error> judge_braces(SqlTokens tokens) {
    static constexpr std::string_view values[] = {"d", "t", "ts", "guid", "escape"};
    static constexpr std::string_view others[] = {"fn", "oj", "interval"};
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!tokens[i].is_symbol("{")) continue;
        const bool has_word = i + 1 < tokens.size() && tokens[i + 1].kind == TokenKind::word;
        const std::string word = has_word ? lower_ascii(tokens[i + 1].text) : std::string();
        const bool is_value = among(values, word) && i + 3 < tokens.size() &&
                              tokens[i + 2].kind == TokenKind::string &&
                              tokens[i + 3].is_symbol("}");
        const bool is_other =
            among(others, word) && i + 2 < tokens.size() && !tokens[i + 2].is_symbol("{");
        if (!is_value && !is_other) return not_allowed("the escape '{" + word + " …}'");
    }
    return std::nullopt;
}

bool is_writing_word(std::string_view word) {
    return among(writing_words, word);
}

bool is_statement_word(std::string_view word) {
    return is_writing_word(word) || among(soft_writing_words, word);
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
        if (token.is_symbol(";")) {
            return Error{Errc::refused, "more than one statement is not allowed"};
        }
    }
    return std::nullopt;
}

std::optional<Error> judge_query_words(SqlTokens tokens, const Dialect& dialect) {
    if (auto error = judge_braces(tokens)) return error;
    const WordJudge judge(tokens, dialect);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (auto error = judge.judge_call(i)) return error;
        if (auto error = judge.judge_phrase(i)) return error;
        if (tokens[i].kind != TokenKind::word) continue;
        if (auto error = judge.judge_word(i)) return error;
    }
    return std::nullopt;
}

std::optional<Error> judge_calls(SqlTokens tokens, const Dialect& dialect) {
    const WordJudge judge(tokens, dialect);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (auto error = judge.judge_call(i)) return error;
    }
    return std::nullopt;
}

}
