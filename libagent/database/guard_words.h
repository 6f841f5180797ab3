#pragma once

#include "libagent/base/error.h"
#include "libagent/database/sql_tokens.h"

#include <optional>

namespace askdb::database {

/// What no statement may hold, whatever it does: a piece that is not understood, a parameter
/// without a value, a second statement.
std::optional<Error> judge_token_kinds(SqlTokens tokens);

/// Judges a query (from its first verb on, comments dropped) word by word, wherever the word
/// stands: no writing verb, lock, sequence, assignment or function that does more than read.
std::optional<Error> judge_query_words(SqlTokens tokens, const Dialect& dialect);

/// The escapes of ODBC, which drivers and some databases rewrite before they read the rest: only
/// `{fn …}`, `{d '…'}`, `{t '…'}`, `{ts '…'}`, `{guid '…'}`, `{escape '…'}`, `{interval …}` and
/// `{oj …}` read alone; what they hold is judged like the rest.
std::optional<Error> judge_braces(SqlTokens tokens);

/// The functions alone: for statements in which the names of verbs are harmless (SHOW CREATE …).
std::optional<Error> judge_calls(SqlTokens tokens, const Dialect& dialect);

/// Whether the word writes wherever it stands in a reading statement, `word` in lower case.
bool is_writing_word(std::string_view word);

/// Whether a statement that begins with the word does more than read, `word` in lower case.
bool is_statement_word(std::string_view word);

}
