#pragma once

#include "libagent/database/sql_tokens.h"

namespace askdb::cli::repl {

/// What may stand at a place in a statement.
enum class SqlPlace {
    nothing,  ///< A new name, a value.
    verb,     ///< A statement, or a query in parentheses.
    table,
    column,          ///< An expression.
    target_columns,  ///< Columns of the table behind INTO.
    keyword,         ///< An expression or a table has just ended.
    by,              ///< GROUP and ORDER have just begun.
};

/// Behind these tokens (without comments), of one statement from its beginning. Linear; pure.
SqlPlace sql_place(database::SqlTokens before);

}
