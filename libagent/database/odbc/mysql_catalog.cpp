#include "libagent/database/odbc/mysql_catalog.h"

#include "libagent/base/text.h"
#include "libagent/database/odbc/catalog_cells.h"

#include <map>
#include <string>
#include <utility>

namespace askdb::database {

// With a database in the session only that one is listed: a server's other databases are often
// other customers.
const std::string_view mysql_tables_sql = R"(
SELECT IF(TABLE_SCHEMA = DATABASE(), '', TABLE_SCHEMA), TABLE_NAME, TABLE_TYPE, TABLE_ROWS,
       IF(TABLE_TYPE LIKE '%VIEW', '', TABLE_COMMENT), TABLE_SCHEMA
FROM information_schema.TABLES
WHERE TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
  AND (DATABASE() IS NULL OR TABLE_SCHEMA = DATABASE())
  AND TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
ORDER BY 1, CAST(TABLE_NAME AS BINARY))";

const std::string_view mysql_columns_sql = R"(
SELECT IF(TABLE_SCHEMA = DATABASE(), '', TABLE_SCHEMA), TABLE_NAME, COLUMN_NAME, COLUMN_TYPE,
       IS_NULLABLE, COLUMN_COMMENT
FROM information_schema.COLUMNS
WHERE TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
  AND (DATABASE() IS NULL OR TABLE_SCHEMA = DATABASE())
ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION)";

const std::string_view mysql_keys_sql = R"(
SELECT IF(TABLE_SCHEMA = DATABASE(), '', TABLE_SCHEMA), TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME,
       IF(REFERENCED_TABLE_SCHEMA = DATABASE(), '', REFERENCED_TABLE_SCHEMA),
       REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
FROM information_schema.KEY_COLUMN_USAGE
WHERE TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
  AND (DATABASE() IS NULL OR TABLE_SCHEMA = DATABASE())
  AND (CONSTRAINT_NAME = 'PRIMARY' OR REFERENCED_TABLE_NAME IS NOT NULL)
ORDER BY TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION)";

const std::string_view mysql_stamp_sql = R"(
SELECT CONCAT_WS(' ', VERSION(), DATABASE(), CURRENT_USER(), COUNT(*),
                 SUM(CRC32(CONCAT_WS('/', TABLE_SCHEMA, TABLE_NAME))))
FROM information_schema.TABLES
WHERE TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
  AND (DATABASE() IS NULL OR TABLE_SCHEMA = DATABASE()))";

namespace {

Kind mysql_kind(std::string_view declared) {
    const std::string type = lower_ascii(declared.substr(0, declared.find_first_of("( ")));
    static const std::map<std::string_view, Kind> kinds = {
        {"tinyint", Kind::integer}, {"smallint", Kind::integer},   {"mediumint", Kind::integer},
        {"int", Kind::integer},     {"bigint", Kind::integer},     {"year", Kind::integer},
        {"decimal", Kind::decimal}, {"float", Kind::real},         {"double", Kind::real},
        {"date", Kind::date},       {"datetime", Kind::timestamp}, {"timestamp", Kind::timestamp},
        {"time", Kind::time},       {"binary", Kind::bytes},       {"varbinary", Kind::bytes},
        {"tinyblob", Kind::bytes},  {"blob", Kind::bytes},         {"mediumblob", Kind::bytes},
        {"longblob", Kind::bytes},  {"bit", Kind::integer}};
    const auto found = kinds.find(type);
    return found == kinds.end() ? Kind::text : found->second;
}

using TablesByName = std::map<std::pair<std::string_view, std::string_view>, Table*>;

Table* find_in(const TablesByName& tables, const Rows& rows, std::size_t row) {
    enum { schema, name };
    const auto found = tables.find({rows.cell(row, schema).text, rows.cell(row, name).text});
    return found == tables.end() ? nullptr : found->second;
}

void add_mysql_columns(const Rows& rows, const TablesByName& tables) {
    enum { schema, table, name, type, is_nullable, comment };
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        Table* const found = find_in(tables, rows, row);
        if (found == nullptr) continue;
        // A view declares nothing: whether a value may be missing is a guess of the server there.
        const bool nullable = found->is_view || rows.cell(row, is_nullable).text == "YES";
        found->columns.push_back({.name = catalog_text(rows, row, name),
                                  .type = catalog_text(rows, row, type),
                                  .kind = mysql_kind(rows.cell(row, type).text),
                                  .nullable = nullable,
                                  .comment = catalog_text(rows, row, comment)});
    }
}

void add_mysql_keys(const Rows& rows, const TablesByName& tables) {
    enum { schema, table, key, column, target_schema, target, target_column };
    const Table* last_table = nullptr;
    std::string_view last_key;
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        Table* const found = find_in(tables, rows, row);
        if (found == nullptr) continue;
        const std::string_view name = rows.cell(row, key).text;
        if (rows.cell(row, target).is_null()) {
            found->primary_key.push_back(catalog_text(rows, row, column));
            continue;
        }
        if (found != last_table || name != last_key) {
            found->foreign_keys.push_back(
                {.table = catalog_qualified(rows.cell(row, target_schema).text,
                                            rows.cell(row, target).text)});
        }
        last_table = found;
        last_key = name;
        found->foreign_keys.back().columns.push_back(catalog_text(rows, row, column));
        found->foreign_keys.back().referenced.push_back(catalog_text(rows, row, target_column));
    }
}

}

Catalog mysql_catalog(const MysqlCatalogRows& rows) {
    enum { schema, name, type, estimate, comment, home };
    Catalog catalog;
    catalog.tables.reserve(rows.tables.row_count());  // So that pointers to them stay.
    TablesByName tables;
    for (std::size_t row = 0; row < rows.tables.row_count(); ++row) {
        catalog.tables.push_back({.schema = catalog_text(rows.tables, row, schema),
                                  .name = catalog_text(rows.tables, row, name),
                                  .is_view = rows.tables.cell(row, type).text.ends_with("VIEW"),
                                  .row_estimate = catalog_number(rows.tables, row, estimate),
                                  .comment = catalog_text(rows.tables, row, comment),
                                  .home = catalog_text(rows.tables, row, home)});
        tables[{rows.tables.cell(row, schema).text, rows.tables.cell(row, name).text}] =
            &catalog.tables.back();
    }
    add_mysql_columns(rows.columns, tables);
    add_mysql_keys(rows.keys, tables);
    return catalog;
}

}
