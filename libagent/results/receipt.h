#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/dialect.h"
#include "libagent/database/rows.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::results {

// What a result can be compared with when its statement runs again. All of it is pure, the same on
// every machine and in every version, and no defence against somebody who wants two things to look
// alike (see stable_hash()).

/// The tables and views of the catalog that one statement names in place of a table, each once, in
/// the catalog's order. Where the statement is not understood, all whose names stand anywhere in
/// it. Linear in the statement and in the number of tables.
std::vector<const database::Table*> named_tables(std::string_view sql,
                                                 const database::Dialect& dialect,
                                                 const database::Catalog& catalog);

/// 32 hexadecimal digits of the tables' names, columns (name, declared type, whether NULL is
/// allowed, in order) and declared keys. Comments, row estimates and inferred keys do not count.
std::string schema_hash(std::span<const database::Table* const> tables);

/// What the declared types of a result's columns come from.
enum class TypesFrom {
    database,  ///< The catalog: they count.
    rows,      ///< The values themselves, as of a statement over other results: they do not.
};

/// 32 hexadecimal digits of the columns' names, in order, and of their declared types.
std::string shape_hash(std::span<const database::ResultColumn> columns, TypesFrom types);

/// Whether the rows of a statement come in an order that it asks for: an ORDER BY that stands in no
/// parentheses.
bool asks_for_order(std::string_view sql, const database::Dialect& dialect);

/// 32 hexadecimal digits of the values: their texts, and which are NULL; neither names nor types.
/// The order of the rows counts only where the statement asks for one; how often the same row is
/// there always does. 1,000 rows of ten values take about 0.2 ms.
std::string result_hash(const database::Rows& rows, bool order_counts);

/// How two results differ, by their hashes.
enum class Difference { none, order, values };
Difference difference_of(std::string_view kept_hash, std::string_view hash);

}
