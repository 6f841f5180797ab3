#pragma once

#include "libagent/database/sql_tokens.h"

namespace askdb::cli::repl {

/// What a text is by its first words. `possible`: an end (`;`) makes SQL of it, "show tables";
/// `certain`: nobody writes so who does not mean SQL, "select name, city".
enum class SqlLook { none, possible, certain };

/// Of one statement or question, comments dropped; what comes later may still be missing. Linear;
/// pure.
SqlLook sql_look(database::SqlTokens tokens);

/// Whether words stand in it as they only do in a sentence: "show me the sales". Pure.
bool reads_as_prose(database::SqlTokens tokens);

}
