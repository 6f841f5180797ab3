#include "libagent/database/odbc/postgres_catalog.h"

#include "libagent/base/text.h"
#include "libagent/database/odbc/catalog_cells.h"

#include <map>
#include <string>
#include <unordered_map>
#include <utility>

namespace askdb::database {

// A schema is left out of a table's name when the search path leads to it without. Partitions are
// left out: their table shows all of their rows. -1 as an estimate means that nobody counted yet.
const std::string_view postgres_relations_sql = R"(
SELECT c.oid::bigint,
       CASE WHEN pg_catalog.pg_table_is_visible(c.oid) THEN '' ELSE n.nspname::text END,
       c.relname::text, c.relkind::text,
       CASE WHEN c.reltuples >= 0 AND c.relkind IN ('r', 'm', 'p', 'f')
            THEN c.reltuples::bigint END,
       d.description, n.nspname::text
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.objsubid = 0
          AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
  AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')
ORDER BY 2, 3)";

// A join, because col_description() is a search for each column. A key may point at a partition.
const std::string_view postgres_columns_sql = R"(
SELECT a.attrelid::bigint, a.attname::text,
       pg_catalog.format_type(a.atttypid, a.atttypmod),
       (NOT a.attnotnull)::int, d.description, a.attnum::int
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_description d ON d.objoid = a.attrelid AND d.objsubid = a.attnum
          AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
WHERE a.attnum > 0 AND NOT a.attisdropped
  AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
  AND (NOT c.relispartition
       OR c.oid IN (SELECT confrelid FROM pg_catalog.pg_constraint
                    WHERE contype = 'f' AND conparentid = 0))
  AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%'
ORDER BY a.attrelid, a.attnum)";

// The columns' names are known by then: to join them here takes longer than all the rest.
const std::string_view postgres_keys_sql = R"(
SELECT k.conrelid::bigint, k.contype::text, pg_catalog.array_to_string(k.conkey, ' '),
       CASE WHEN r.oid IS NULL OR pg_catalog.pg_table_is_visible(r.oid) THEN ''
            ELSE n.nspname::text END,
       r.relname::text, k.confrelid::bigint, pg_catalog.array_to_string(k.confkey, ' ')
FROM pg_catalog.pg_constraint k
     LEFT JOIN pg_catalog.pg_class r ON r.oid = k.confrelid
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
WHERE k.contype IN ('p', 'f') AND k.conrelid <> 0 AND k.conparentid = 0
ORDER BY k.conrelid, k.contype DESC, k.conname)";

// A snapshot N:N:, in which nothing is under way, is the same again only when no transaction that
// writes has ended since: then every row of PostgreSQL's own tables is the same, too. On a standby
// only such a snapshot tells that. No number does after a restart, which may have lost some; the
// hour bounds how long a recovery from a crash without a restart could mislead. What vacuuming
// counts is written past all transactions, and what a session is set to is its own. YugabyteDB and
// Greenplum write their tables without PostgreSQL's transactions.
const std::string_view postgres_moment_sql = R"(
SELECT pg_catalog.concat_ws(' ', pg_catalog.version(), pg_catalog.current_database(),
           current_user, session_user, pg_catalog.current_setting('search_path'),
           pg_catalog.array_to_string(pg_catalog.current_schemas(false), ','),
           (SELECT oid FROM pg_catalog.pg_database
            WHERE datname = pg_catalog.current_database())),
       CASE WHEN pg_catalog.txid_snapshot_xmin(s.now) = pg_catalog.txid_snapshot_xmax(s.now)
                 AND pg_catalog.version() NOT LIKE '%-YB-%'
                 AND pg_catalog.version() NOT LIKE '%Greenplum%'
            THEN pg_catalog.concat_ws('/', pg_catalog.txid_snapshot_xmax(s.now),
                     extract(epoch FROM pg_catalog.pg_postmaster_start_time()),
                     extract(epoch FROM pg_catalog.date_trunc('hour', pg_catalog.now()))) END,
       (SELECT sum(reltuples::float8) || '/' || sum(relpages::bigint)
        FROM pg_catalog.pg_class
        WHERE oid >= 16384 AND relkind IN ('r', 'v', 'm', 'p', 'f') AND relpersistence <> 't')
FROM (SELECT pg_catalog.txid_current_snapshot() AS now) s)";

// Only the numbers together tell: a row that takes another's place was written later, so that the
// sum grows where the count stays. Oids below 16384 are the system's own; temporary tables come and
// go all day; row types of tables change with their tables. Of roles, only what they may do is
// there for everybody to see. The age of a row's transaction is a number, which its xmin is only by
// way of a text; the system's own rows have none. To leave out indices and the like among the
// columns takes longer than to count them.
const std::string_view postgres_stamp_sql = R"(
WITH temporary AS (SELECT oid FROM pg_catalog.pg_class WHERE relpersistence = 't'),
     first AS (SELECT pg_catalog.age('3'::xid)::bigint AS age)
SELECT pg_catalog.concat_ws(' ', c.stamp, a.stamp, k.stamp, d.stamp, t.stamp, n.stamp, m.stamp,
                            r.stamp)
FROM (SELECT count(*) || '/' || count(*) * (SELECT age FROM first)
             - coalesce(sum(pg_catalog.age(xmin)), 0) AS stamp
      FROM pg_catalog.pg_class
      WHERE oid >= 16384 AND relkind IN ('r', 'v', 'm', 'p', 'f') AND relpersistence <> 't') c,
     (SELECT count(*) || '/' || count(*) * (SELECT age FROM first)
             - coalesce(sum(pg_catalog.age(xmin)), 0) AS stamp
      FROM pg_catalog.pg_attribute
      WHERE attnum > 0 AND attrelid >= 16384
        AND attrelid NOT IN (SELECT oid FROM temporary)) a,
     (SELECT count(*) || '/' || count(*) * (SELECT age FROM first)
             - coalesce(sum(pg_catalog.age(xmin)), 0) AS stamp
      FROM pg_catalog.pg_constraint
      WHERE conrelid >= 16384 AND conrelid NOT IN (SELECT oid FROM temporary)) k,
     (SELECT count(*) || '/' || count(*) * (SELECT age FROM first)
             - coalesce(sum(pg_catalog.age(xmin)), 0) AS stamp
      FROM pg_catalog.pg_description
      WHERE classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND objoid >= 16384) d,
     (SELECT count(*) || '/' || coalesce(sum(xmin::text::bigint), 0) AS stamp
      FROM pg_catalog.pg_type
      WHERE oid >= 16384 AND typtype IN ('b', 'd', 'e', 'r') AND typelem = 0) t,
     (SELECT count(*) || '/' || coalesce(sum(xmin::text::bigint), 0) AS stamp
      FROM pg_catalog.pg_namespace WHERE nspname NOT LIKE 'pg\_%') n,
     (SELECT count(*) || '/' || coalesce(sum(xmin::text::bigint), 0) AS stamp
      FROM pg_catalog.pg_auth_members) m,
     (SELECT count(*) || '/' || coalesce(sum(rolsuper::int + 2 * rolinherit::int), 0) AS stamp
      FROM pg_catalog.pg_roles) r)";

// Numbers and dates have no letters. A column without frequent values has some all the same, at
// even distances.
const std::string_view postgres_samples_sql = R"(
SELECT CASE WHEN pg_catalog.pg_table_is_visible(c.oid) THEN '' ELSE n.nspname::text END,
       c.relname::text, pg_catalog.left(pg_catalog.string_agg(v.words, ' '), 4000)
FROM pg_catalog.pg_stats s
     JOIN pg_catalog.pg_namespace n ON n.nspname = s.schemaname
     JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = s.tablename
     CROSS JOIN LATERAL (SELECT pg_catalog.left(pg_catalog.concat_ws(
         ' ', s.most_common_vals::text, s.histogram_bounds::text), 1000) AS words) v
WHERE s.schemaname <> 'information_schema' AND s.schemaname NOT LIKE 'pg\_%'
  AND v.words ~ '[[:alpha:]]'
GROUP BY 1, 2)";

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

/// Finds the names of columns by the numbers that keys have for them.
class PostgresColumnNames {
  public:
    explicit PostgresColumnNames(const Rows& rows) : rows_(rows) {
        for (std::size_t row = 0; row < rows.row_count(); ++row)
            first_rows_.emplace(rows.cell(row, table_oid).text, row);
    }

    /// Of numbers with blanks between them. Empty when one is not known: added meanwhile, perhaps.
    std::vector<std::string> names(std::string_view table, std::string_view numbers) const {
        std::vector<std::string> found;
        const auto first = first_rows_.find(table);
        if (first == first_rows_.end()) return found;
        for (const std::string& wanted : split(numbers, ' ')) {
            std::size_t row = first->second;
            while (is_of(row, table) && rows_.cell(row, number).text != wanted) ++row;
            if (!is_of(row, table)) return {};
            found.push_back(catalog_text(rows_, row, name));
        }
        return found;
    }

  private:
    enum { table_oid, name, number = 5 };

    bool is_of(std::size_t row, std::string_view table) const {
        return row < rows_.row_count() && rows_.cell(row, table_oid).text == table;
    }

    const Rows& rows_;
    std::unordered_map<std::string_view, std::size_t> first_rows_;
};

void add_postgres_keys(const Rows& rows, const PostgresColumnNames& columns,
                       const TablesByOid& tables) {
    enum { table_oid, kind, numbers, schema, target, target_oid, target_numbers };
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        const std::string_view oid = rows.cell(row, table_oid).text;
        const auto found = tables.find(oid);
        if (found == tables.end()) continue;
        Table& table = *found->second;
        std::vector<std::string> own = columns.names(oid, rows.cell(row, numbers).text);
        if (rows.cell(row, kind).text == "p") {
            table.primary_key = std::move(own);
            continue;
        }
        std::vector<std::string> referenced =
            columns.names(rows.cell(row, target_oid).text, rows.cell(row, target_numbers).text);
        if (own.empty() || referenced.size() != own.size()) continue;
        table.foreign_keys.push_back(
            {.columns = std::move(own),
             .table = catalog_qualified(rows.cell(row, schema).text, rows.cell(row, target).text),
             .referenced = std::move(referenced)});
    }
}

}

std::vector<TableSample> postgres_samples(const Rows& rows) {
    enum { schema, name, words };
    std::vector<TableSample> samples;
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        samples.push_back(
            {.table = catalog_qualified(rows.cell(row, schema).text, rows.cell(row, name).text),
             .values = catalog_text(rows, row, words)});
    }
    return samples;
}

Catalog postgres_catalog(const PostgresCatalogRows& rows) {
    enum { oid, schema, name, kind, estimate, comment, home };
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
                                  .comment = catalog_text(relations, row, comment),
                                  .home = catalog_text(relations, row, home)});
        tables[relations.cell(row, oid).text] = &catalog.tables.back();
    }
    add_postgres_columns(rows.columns, tables);
    add_postgres_keys(rows.keys, PostgresColumnNames(rows.columns), tables);
    return catalog;
}

}
