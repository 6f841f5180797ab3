#include "libagent/database/guard.h"

#include "libagent/base/text.h"
#include "libagent/database/guard_names.h"
#include "libagent/database/guard_verbs.h"
#include "libagent/database/guard_words.h"

#include <string>
#include <vector>

namespace askdb::database {
namespace {

/// `PRAGMA [schema.]name` or `PRAGMA [schema.]name(value)`; `name = value` always sets.
std::optional<Error> judge_pragma(SqlTokens tokens, const Dialect& dialect) {
    SqlTokens rest = tokens.subspan(1);
    if (rest.size() >= 3 && rest[1].is_symbol(".")) rest = rest.subspan(2);
    if (rest.empty() || !rest.front().is_name()) return not_allowed("this PRAGMA");
    const std::string name = rest.front().identifier();
    const bool is_bare = rest.size() == 1;
    const bool is_call = rest.size() == 4 && rest[1].is_symbol("(") && rest[3].is_symbol(")");
    const bool reads = among(dialect.reading_pragmas, name) && (is_bare || is_call);
    const bool reads_bare = among(dialect.reading_pragmas_without_argument, name) && is_bare;
    if (reads || reads_bare) return std::nullopt;
    return not_allowed("PRAGMA " + name + (is_bare ? "" : " with a value"));
}

}

std::optional<Error> judge_read_only(std::string_view sql, const Dialect& dialect) {
    if (sql.find('\0') != std::string_view::npos) {
        return Error{Errc::refused, "the statement holds a NUL byte"};
    }
    if (!is_valid_utf8(sql)) return Error{Errc::refused, "the statement is not valid UTF-8"};
    if (dialect.judge != nullptr) return dialect.judge(sql, dialect);
    std::vector<SqlToken> tokens = sql_tokens_without_comments(sql, dialect);
    while (!tokens.empty() && tokens.back().is_symbol(";")) tokens.pop_back();
    if (tokens.empty()) return Error{Errc::bad_input, "the statement is empty"};
    if (auto error = judge_token_kinds(tokens)) return error;

    if (tokens.front().is("pragma") && !dialect.reading_pragmas.empty()) {
        return judge_pragma(tokens, dialect);
    }
    return judge_statement(tokens, dialect);
}

}
