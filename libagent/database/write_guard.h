#pragma once

#include "libagent/base/error.h"
#include "libagent/base/result.h"
#include "libagent/database/dialect.h"
#include "libagent/database/sql_tokens.h"

#include <string_view>
#include <vector>

namespace askdb::database {

/// The wall that stays where writing was allowed: exactly one statement, of a kind that changes
/// data (INSERT, UPDATE, DELETE, MERGE, REPLACE, also behind WITH), tables, indexes, views and the
/// like, or reads by a way that the reading guard refuses. No transaction statement, setting, file,
/// program, other server, other user's right or procedure, and nothing that cannot run inside a
/// transaction. Gives the statement's tokens, without comments and final semicolons. Pure, linear;
/// any thread. Errc::refused says why not; a text that is no SQL, or has parameters without values,
/// is Errc::bad_input.
Result<std::vector<SqlToken>> judge_write(std::string_view sql, const Dialect& dialect);

/// The index of the word that says what the statement does: behind the definitions of WITH, else 0.
std::size_t main_verb(const std::vector<SqlToken>& tokens);

/// Where the words that stand between CREATE, ALTER, DROP or REFRESH (at `verb`) and the kind of
/// thing end: the index of TABLE in `CREATE OR REPLACE TEMP TABLE`.
std::size_t object_word(const std::vector<SqlToken>& tokens, std::size_t verb);

}
