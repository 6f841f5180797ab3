#pragma once

#include "libagent/base/result.h"
#include "libagent/database/guard_words.h"

#include <string>
#include <vector>

namespace askdb::database {

/// A name that stands where a table may stand.
struct TablePlace {
    std::vector<std::string> parts;  ///< As the database looks it up, in lower case; never empty.
    std::string text;                ///< As it was typed.
};

/// Every name in place of a table in one statement of a tokenizer's dialect (comments and final
/// semicolons dropped): behind FROM, JOIN, USING, INTO, UPDATE, TABLE, DESCRIBE, behind a comma of
/// such a list, also inside parentheses. What a WITH defines is left out where it is in sight of
/// it. Errc::refused for what is not understood there: a text, a variable, a function other than a
/// few that only make rows, a name with dots in its quotes. Where a word may be an alias or the
/// beginning of a clause, both are looked at. Pure, linear.
Result<std::vector<TablePlace>> table_places(SqlTokens tokens);

}
