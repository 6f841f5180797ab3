#pragma once

#include "libagent/database/rows.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// A statement that gives columns of one table, row by row: it can be read in pages by the table's
/// key, in the order of which the rows then come. Texts are parts of the statement.
struct MysqlPlainSelect {
    std::string items;   ///< Between SELECT and FROM.
    std::string schema;  ///< As the server stores it; empty: the session's database.
    std::string table;   ///< Likewise.
    std::string source;  ///< The table as FROM has it, its alias included.
    std::string name;    ///< What its columns may be qualified by, quoted.
    std::string where;   ///< The condition; empty when there is none.
};

/// Nothing unless we are sure: columns or `*` only, one table, and at most a WHERE that asks
/// nothing but columns, values, operators and functions known to give the same on every page.
/// `text` is what mysql_statement_text() gives. Pure.
std::optional<MysqlPlainSelect> mysql_plain_select(std::string_view text);

/// A column of a primary key.
struct MysqlKeyColumn {
    std::string name;
    bool is_number = false;          ///< Its values are written without quotes.
    std::string character_set = {};  ///< Of texts: those of the column, as the server calls them.
    std::string collation = {};
};

/// A statement that gives the primary key of such a table, a row for each column in order: name,
/// type, whether we can order and compare by it, character set and collation. No row when the table
/// is a view, or is not of an engine whose snapshots hold. Pure.
std::string mysql_key_sql(const MysqlPlainSelect& select);

/// The key from these rows; none when a column of it will not do. Pure.
std::vector<MysqlKeyColumn> mysql_key(const Rows& rows);

/// The next page: the statement's rows behind the one whose key is `last` (one row of the key's
/// columns; none: the first page), with the key's columns added at the end. Pure.
std::string mysql_page_sql(const MysqlPlainSelect& select, const std::vector<MysqlKeyColumn>& key,
                           const Rows& last, std::size_t rows);

}
