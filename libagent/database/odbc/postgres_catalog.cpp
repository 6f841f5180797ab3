#include "libagent/database/odbc/postgres_catalog.h"

#include "libagent/database/odbc/catalog_cells.h"

#include <charconv>
#include <map>
#include <string>

namespace askdb::database {

// A schema is left out of a table's name when the search path leads to it without. Partitions are
// left out: their table shows all of their rows. -1 as an estimate means that nobody counted yet.
const std::string_view postgres_relations_sql = R"(
SELECT c.oid::bigint,
       CASE WHEN pg_catalog.pg_table_is_visible(c.oid) THEN '' ELSE n.nspname::text END,
       c.relname::text, c.relkind::text,
       CASE WHEN c.reltuples >= 0 AND c.relkind IN ('r', 'm', 'p', 'f')
            THEN c.reltuples::bigint END,
       pg_catalog.obj_description(c.oid, 'pg_class')
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
  AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')
ORDER BY 2, 3)";

const std::string_view postgres_columns_sql = R"(
SELECT a.attrelid::bigint, a.attname::text,
       pg_catalog.format_type(a.atttypid, a.atttypmod),
       (NOT a.attnotnull)::int, pg_catalog.col_description(a.attrelid, a.attnum)
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE a.attnum > 0 AND NOT a.attisdropped
  AND c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
ORDER BY a.attrelid, a.attnum)";

const std::string_view postgres_keys_sql = R"(
SELECT k.conrelid::bigint, k.oid::bigint, k.contype::text, a.attname::text,
       CASE WHEN r.oid IS NULL OR pg_catalog.pg_table_is_visible(r.oid) THEN ''
            ELSE n.nspname::text END,
       r.relname::text, f.attname::text
FROM pg_catalog.pg_constraint k
     CROSS JOIN LATERAL pg_catalog.generate_subscripts(k.conkey, 1) AS i
     JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[i]
     LEFT JOIN pg_catalog.pg_class r ON r.oid = k.confrelid
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
     LEFT JOIN pg_catalog.pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = k.confkey[i]
WHERE k.contype IN ('p', 'f') AND k.conrelid <> 0 AND k.conparentid = 0
ORDER BY k.conrelid, k.contype DESC, k.conname, i)";

namespace {

Kind postgres_kind(std::string_view type) {
    struct Rule {
        std::string_view prefix;
        Kind kind;
    };
    static constexpr Rule rules[] = {{"boolean", Kind::boolean}, {"smallint", Kind::integer},
                                     {"integer", Kind::integer}, {"bigint", Kind::integer},
                                     {"oid", Kind::integer},     {"numeric", Kind::decimal},
                                     {"real", Kind::real},       {"double precision", Kind::real},
                                     {"date", Kind::date},       {"timestamp", Kind::timestamp},
                                     {"time", Kind::time},       {"bytea", Kind::bytes}};
    if (type.ends_with("[]")) return Kind::text;
    for (const Rule& rule : rules) {
        const bool ends = type.size() == rule.prefix.size() ||
                          (type.starts_with(rule.prefix) &&
                           (type[rule.prefix.size()] == '(' || type[rule.prefix.size()] == ' '));
        if (type.starts_with(rule.prefix) && ends) return rule.kind;
    }
    return Kind::text;
}

using TablesByOid = std::map<std::string_view, Table*>;

void add_postgres_columns(const Rows& rows, const TablesByOid& tables) {
    enum { table_oid, name, type, nullable, comment };
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        const auto table = tables.find(rows.cell(row, table_oid).text);
        if (table == tables.end()) continue;
        table->second->columns.push_back({.name = catalog_text(rows, row, name),
                                          .type = catalog_text(rows, row, type),
                                          .kind = postgres_kind(rows.cell(row, type).text),
                                          .nullable = rows.cell(row, nullable).text == "1",
                                          .comment = catalog_text(rows, row, comment)});
    }
}

void add_postgres_keys(const Rows& rows, const TablesByOid& tables) {
    enum { table_oid, key_oid, kind, column, schema, target, target_column };
    std::string_view last_key;
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        const auto found = tables.find(rows.cell(row, table_oid).text);
        if (found == tables.end()) continue;
        Table& table = *found->second;
        if (rows.cell(row, kind).text == "p") {
            table.primary_key.push_back(catalog_text(rows, row, column));
            continue;
        }
        const std::string_view key = rows.cell(row, key_oid).text;
        if (key != last_key) {
            table.foreign_keys.push_back({.table = catalog_qualified(rows.cell(row, schema).text,
                                                                     rows.cell(row, target).text)});
        }
        last_key = key;
        table.foreign_keys.back().columns.push_back(catalog_text(rows, row, column));
        table.foreign_keys.back().referenced.push_back(catalog_text(rows, row, target_column));
    }
}

}

Catalog postgres_catalog(const PostgresCatalogRows& rows) {
    enum { oid, schema, name, kind, estimate, comment };
    Catalog catalog;
    const Rows& relations = rows.relations;
    catalog.tables.reserve(relations.row_count());  // So that pointers to them stay.
    TablesByOid tables;
    for (std::size_t row = 0; row < relations.row_count(); ++row) {
        const std::string_view relation_kind = relations.cell(row, kind).text;
        catalog.tables.push_back({.schema = catalog_text(relations, row, schema),
                                  .name = catalog_text(relations, row, name),
                                  .is_view = relation_kind == "v" || relation_kind == "m",
                                  .row_estimate = catalog_number(relations, row, estimate),
                                  .comment = catalog_text(relations, row, comment)});
        tables[relations.cell(row, oid).text] = &catalog.tables.back();
    }
    add_postgres_columns(rows.columns, tables);
    add_postgres_keys(rows.keys, tables);
    return catalog;
}

}
