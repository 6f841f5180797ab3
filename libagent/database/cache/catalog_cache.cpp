#include "libagent/database/cache/catalog_cache.h"

#include "libagent/base/stable_hash.h"
#include "libagent/database/cache/catalog_codec.h"
#include "libagent/database/cache/table_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace askdb::database {
namespace {

using Statement = CacheFile::Statement;

/// Of the tables below and what is in them; the catalog's bytes have their own beside it.
constexpr int cache_format = 200 + catalog_format;

// `looked` is apart from `kept`, so that a new moment does not write the whole catalog again.
// `words` and `value_words` are indices only: their rowid is that of `place`. They are empty until
// somebody searches.
constexpr const char* cache_tables = R"(
CREATE TABLE kept(id INTEGER PRIMARY KEY CHECK (id = 1), schema_stamp BLOB, contents_stamp BLOB,
                  is_exact INTEGER, saved_at INTEGER, hash BLOB, catalog BLOB);
CREATE TABLE looked(id INTEGER PRIMARY KEY CHECK (id = 1), moment BLOB);
CREATE TABLE place(id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE);
CREATE TABLE sample(name BLOB PRIMARY KEY, vals BLOB NOT NULL, read_at INTEGER) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(name, columns, comments, content='',
    tokenize='porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE value_words USING fts5(vals, content='',
    tokenize='porter unicode61 remove_diacritics 2');
)";

/// With another catalog, the index begins anew.
constexpr const char* forget_index[] = {
    "DELETE FROM place", "INSERT INTO words(words) VALUES ('delete-all')",
    "INSERT INTO value_words(value_words) VALUES ('delete-all')"};

bool run_all(sqlite3* db, std::span<const char* const> statements) {
    return std::all_of(statements.begin(), statements.end(),
                       [db](const char* sql) { return Statement(db, sql).run(); });
}

bool is_indexed(sqlite3* db) {
    return Statement(db, "SELECT 1 FROM place LIMIT 1").next();
}

bool make_index(sqlite3* db, const Catalog& catalog) {
    if (is_indexed(db)) return true;
    std::unordered_map<std::string, std::string> values;
    Statement samples(db, "SELECT name, vals FROM sample");
    while (samples.next()) values[std::string(samples.bytes(0))] = samples.bytes(1);
    Statement place(db, "INSERT OR IGNORE INTO place(id, name) VALUES (?1, CAST(?2 AS BLOB))");
    Statement word(db, "INSERT INTO words(rowid, name, columns, comments) VALUES (?1, ?2, ?3, ?4)");
    Statement value(db, "INSERT INTO value_words(rowid, vals) VALUES (?1, ?2)");
    std::int64_t id = 0;
    for (const Table& table : catalog.tables) {
        const std::string name = table.qualified_name();
        const TableWords words = words_of_table(table);
        ++id;
        if (!place.bind(1, id).bind(2, name).run()) return false;
        word.bind(1, id).bind(2, words.name).bind(3, words.columns).bind(4, words.comments);
        if (!word.run()) return false;
        const auto found = values.find(name);
        if (found == values.end() || found->second.empty()) continue;
        if (!value.bind(1, id).bind(2, found->second).run()) return false;
    }
    return true;
}

/// Only beside the schema that it is the moment of.
bool write_moment(sqlite3* db, const CatalogStamp& stamp) {
    Statement row(db,
                  "INSERT OR REPLACE INTO looked SELECT 1, CAST(?1 AS BLOB) FROM kept "
                  "WHERE schema_stamp = CAST(?2 AS BLOB)");
    return row.bind(1, stamp.moment).bind(2, stamp.schema).run();
}

constexpr const char* search_words =
    "SELECT place.name, bm25(words, 6.0, 2.0, 1.5) FROM words JOIN place ON place.id = words.rowid "
    "WHERE words MATCH ?1";
constexpr const char* search_values =
    "SELECT place.name, bm25(value_words) FROM value_words "
    "JOIN place ON place.id = value_words.rowid WHERE value_words MATCH ?1";

using HitPoints = std::unordered_map<std::string, double>;

/// Adds to `hits` what one of the two indices finds; a name and a value count alike. The function
/// bm25() gives less for better.
bool add_hits(sqlite3* db, const char* sql, const std::string& query, HitPoints& hits) {
    Statement found(db, sql);
    found.bind(1, query);
    while (found.next()) hits[std::string(found.bytes(0))] -= found.real(1);
    return found.ok();
}

constexpr std::chrono::seconds values_last = std::chrono::hours(24 * 7);

}

CatalogCache::CatalogCache(std::string path)
    : file_({.path = std::move(path), .format = cache_format, .tables = cache_tables}) {}

std::optional<CatalogCache::Kept> CatalogCache::load_stamp() {
    return load(false);
}

std::optional<CatalogCache::Kept> CatalogCache::load() {
    return load(true);
}

std::optional<CatalogCache::Kept> CatalogCache::load(bool with_catalog) {
    Kept kept;
    const bool is_there = file_.read([&](sqlite3* db) {
        Statement row(db, with_catalog
                              ? "SELECT schema_stamp, contents_stamp, is_exact, saved_at, moment, "
                                "hash, catalog FROM kept LEFT JOIN looked USING (id)"
                              : "SELECT schema_stamp, contents_stamp, is_exact, saved_at, moment "
                                "FROM kept LEFT JOIN looked USING (id)");
        if (!row.next()) return false;
        kept.stamp.schema = row.bytes(0);
        kept.stamp.contents = row.bytes(1);
        kept.stamp.is_exact = row.integer(2) != 0;
        kept.saved_at = row.integer(3);
        kept.stamp.moment = row.bytes(4);
        if (!with_catalog) return true;
        const std::string hash(row.bytes(5));
        const std::string_view bytes = row.bytes(6);
        if (stable_hash(bytes) != hash) return false;
        std::optional<Catalog> catalog = decode_catalog(bytes);
        if (!catalog) return false;
        kept.catalog = std::move(*catalog);
        return true;
    });
    if (!is_there) return std::nullopt;
    return kept;
}

bool CatalogCache::save(const Catalog& catalog, const CatalogStamp& stamp, std::int64_t now) {
    const std::string bytes = encode_catalog(catalog);
    const std::string hash = stable_hash(bytes);
    return file_.write([&](sqlite3* db) {
        Statement same(db, "SELECT 1 FROM kept WHERE hash = CAST(?1 AS BLOB)");
        const bool is_same = same.bind(1, hash).next();
        same.reset();
        if (!is_same && !run_all(db, forget_index)) return false;
        Statement row(db,
                      "INSERT OR REPLACE INTO kept VALUES (1, CAST(?1 AS BLOB), CAST(?2 AS BLOB), "
                      "?3, ?4, CAST(?5 AS BLOB), CAST(?6 AS BLOB))");
        row.bind(1, stamp.schema).bind(2, stamp.contents);
        row.bind(3, std::int64_t{stamp.is_exact}).bind(4, now).bind(5, hash).bind(6, bytes);
        return row.run() && write_moment(db, stamp);
    });
}

bool CatalogCache::save_moment(const CatalogStamp& stamp) {
    return file_.write([&](sqlite3* db) { return write_moment(db, stamp); });
}

std::vector<const Table*> CatalogCache::without_values(const Catalog& catalog, std::int64_t now) {
    std::unordered_set<std::string> known;
    file_.read([&](sqlite3* db) {
        Statement rows(db, "SELECT name FROM sample WHERE read_at BETWEEN ?1 AND ?2");
        rows.bind(1, now - values_last.count()).bind(2, now);
        while (rows.next()) known.emplace(rows.bytes(0));
        return rows.ok();
    });
    std::vector<const Table*> tables;
    for (const Table& table : catalog.tables) {
        if (!known.contains(table.qualified_name())) tables.push_back(&table);
    }
    return tables;
}

bool CatalogCache::add_values(std::span<const TableSample> samples, std::int64_t now) {
    return file_.write([&](sqlite3* db) {
        // Such an index forgets what it is told the exact words of.
        Statement forget(db,
                         "INSERT INTO value_words(value_words, rowid, vals) SELECT 'delete', id, "
                         "vals FROM sample JOIN place USING (name) WHERE name = CAST(?1 AS BLOB) "
                         "AND vals <> x''");
        Statement keep(db,
                       "INSERT OR REPLACE INTO sample VALUES (CAST(?1 AS BLOB), CAST(?2 AS BLOB), "
                       "?3)");
        Statement index(db,
                        "INSERT INTO value_words(rowid, vals) SELECT id, ?2 FROM place "
                        "WHERE name = CAST(?1 AS BLOB) AND ?2 <> ''");
        return std::all_of(samples.begin(), samples.end(), [&](const TableSample& sample) {
            return forget.bind(1, sample.table).run() &&
                   keep.bind(1, sample.table).bind(2, sample.values).bind(3, now).run() &&
                   index.bind(1, sample.table).bind(2, sample.values).run();
        });
    });
}

std::vector<TableHit> CatalogCache::search(std::string_view question, const Catalog& catalog,
                                           std::size_t most) {
    const std::string query = any_of_words(words_of_question(question));
    if (query.empty()) return {};
    HitPoints found;
    const auto look_up = [&](sqlite3* db) {
        found.clear();
        return is_indexed(db) && add_hits(db, search_words, query, found) &&
               add_hits(db, search_values, query, found);
    };
    if (!file_.read(look_up) &&
        !(file_.write([&](sqlite3* db) { return make_index(db, catalog); }) && file_.read(look_up)))
        return {};
    std::vector<TableHit> hits;
    for (auto& [table, points] : found) hits.push_back({table, points});
    std::sort(hits.begin(), hits.end(), [](const TableHit& a, const TableHit& b) {
        return a.points != b.points ? a.points > b.points : a.table < b.table;
    });
    if (hits.size() > most) hits.resize(most);
    return hits;
}

std::string catalog_cache_path(std::string_view folder, std::string_view identity) {
    return fmt::format("{}/catalog-{}.db", folder, stable_hash(identity));
}

}
