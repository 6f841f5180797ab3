#include "libagent/database/sqlite/sqlite_catalog.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/database/sqlite/sqlite_values.h"

#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <unordered_map>
#include <utility>

namespace askdb::database {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds counting_budget{200};  ///< For all tables together.

/// A statement of ours that is run again and again, over one table's name each time.
class SqliteLoop {
  public:
    SqliteLoop(SqliteHandle& handle, std::string_view sql) : handle_(handle) {
        statement_ = handle.compile(sql).value_or_throw();
    }

    void bind(std::string_view name) {
        sqlite3_reset(statement_.get());
        sqlite3_bind_text64(statement_.get(), 1, name.data(), name.size(), SQLITE_STATIC,
                            SQLITE_UTF8);
    }

    bool next() {
        code_ = sqlite3_step(statement_.get());
        return code_ == SQLITE_ROW;
    }

    std::string text(int column) const {
        const auto* bytes = sqlite3_column_text(statement_.get(), column);
        return bytes ? reinterpret_cast<const char*>(bytes) : "";
    }
    int integer(int column) const { return sqlite3_column_int(statement_.get(), column); }
    bool is_null(int column) const {
        return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
    }

    /// Throws when the loop ended for more than a fault of the one table: that is left as it is.
    void forgive_schema_fault() {
        if (code_ == SQLITE_DONE) return;
        Error error = handle_.error(code_);
        if (error.code != Errc::bad_input) throw Failure(std::move(error));
    }
    void demand_end() {
        if (code_ != SQLITE_DONE) throw Failure(handle_.error(code_));
    }

  private:
    SqliteHandle& handle_;
    SqliteStatement statement_;
    int code_ = SQLITE_OK;
};

std::vector<Table> sqlite_tables(SqliteHandle& handle) {
    SqliteLoop list(handle,
                    "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN "
                    "('table', 'view', 'virtual') AND lower(substr(name, 1, 7)) <> 'sqlite_' "
                    "ORDER BY name");
    std::vector<Table> tables;
    while (list.next()) {
        Table table;
        table.name = list.text(0);
        table.is_view = list.text(1) == "view";
        table.home = "main";
        tables.push_back(std::move(table));
    }
    list.demand_end();
    return tables;
}

void read_sqlite_columns(SqliteLoop& loop, Table& table) {
    constexpr int hidden_in_virtual_table = 1;
    std::map<int, std::string> key;
    loop.bind(table.name);
    while (loop.next()) {
        if (loop.integer(4) == hidden_in_virtual_table) continue;
        Column column;
        column.name = loop.text(0);
        column.type = loop.text(1);
        column.kind = sqlite_declared_kind(column.type);
        const int place_in_key = loop.integer(3);
        column.nullable = loop.integer(2) == 0 && place_in_key == 0;
        if (place_in_key > 0) key[place_in_key] = column.name;
        table.columns.push_back(std::move(column));
    }
    loop.forgive_schema_fault();
    for (auto& [place, name] : key) table.primary_key.push_back(std::move(name));
}

/// A key that names no columns over there means the primary key; `referenced` stays empty.
void read_sqlite_foreign_keys(SqliteLoop& loop, Table& table) {
    int current = -1;
    loop.bind(table.name);
    while (loop.next()) {
        if (loop.integer(0) != current) {
            current = loop.integer(0);
            table.foreign_keys.push_back({{}, loop.text(1), {}});
        }
        ForeignKey& key = table.foreign_keys.back();
        key.columns.push_back(loop.text(2));
        if (!loop.is_null(3)) key.referenced.push_back(loop.text(3));
    }
    loop.forgive_schema_fault();
}

/// Spells each key as the table it points at does; one that points nowhere is dropped.
void settle_sqlite_foreign_keys(std::vector<Table>& tables) {
    std::unordered_map<std::string, const Table*> by_name;
    for (const Table& table : tables) by_name.emplace(lower_ascii(table.name), &table);
    for (Table& table : tables) {
        std::erase_if(table.foreign_keys, [&by_name](ForeignKey& key) {
            const auto found = by_name.find(lower_ascii(key.table));
            if (found == by_name.end()) return true;
            const Table& target = *found->second;
            key.table = target.name;
            if (key.referenced.empty()) key.referenced = target.primary_key;
            return key.referenced.size() != key.columns.size();
        });
    }
}

/// By table in lower case: the first number of what ANALYZE has stored is the row count.
std::unordered_map<std::string, std::int64_t> analyzed_row_counts(SqliteHandle& handle) {
    std::unordered_map<std::string, std::int64_t> counts;
    const Result<SqliteStatement> there =
        handle.compile("SELECT tbl, stat FROM sqlite_stat1 LIMIT 0");
    if (!there) return counts;  // Never analysed.
    SqliteLoop loop(handle, "SELECT tbl, stat FROM sqlite_stat1");
    while (loop.next()) {
        const std::string stat = loop.text(1);
        std::int64_t count = 0;
        const auto [end, fault] = std::from_chars(stat.data(), stat.data() + stat.size(), count);
        if (fault != std::errc()) continue;
        std::int64_t& kept = counts[lower_ascii(loop.text(0))];
        kept = std::max(kept, count);
    }
    loop.forgive_schema_fault();
    return counts;
}

/// Counts the rows of each table that ANALYZE says nothing about, for as long as the budget lasts.
void count_sqlite_rows(SqliteHandle& handle, std::vector<Table>& tables,
                       const std::stop_token& stop) {
    const auto until = steady_clock::now() + counting_budget;
    for (Table& table : tables) {
        if (table.is_view || table.row_estimate || table.columns.empty()) continue;
        const auto left = std::chrono::ceil<milliseconds>(until - steady_clock::now());
        if (left <= milliseconds::zero()) return;
        const SqliteWatch::Turn turn(handle.watch(), left, stop);
        // count(1) is a loop, which ends in time; count(*) would be one long step.
        const Result<SqliteStatement> statement = handle.compile(
            "SELECT count(1) FROM main." + quoted(*find_dialect("sqlite"), table.name));
        if (!statement) continue;
        if (sqlite3_step(statement.value().get()) != SQLITE_ROW) continue;
        table.row_estimate = sqlite3_column_int64(statement.value().get(), 0);
    }
}

}

Catalog load_sqlite_catalog(SqliteHandle& handle, const std::stop_token& stop) {
    Catalog catalog;
    handle.connect_virtual_tables();
    const SqliteHandle::Untold untold(handle);
    catalog.tables = sqlite_tables(handle);
    SqliteLoop columns(handle,
                       "SELECT name, type, \"notnull\", pk, hidden FROM "
                       "pragma_table_xinfo(?1, 'main') ORDER BY cid");
    SqliteLoop keys(handle,
                    "SELECT id, \"table\", \"from\", \"to\" FROM "
                    "pragma_foreign_key_list(?1, 'main') ORDER BY id DESC, seq");
    for (Table& table : catalog.tables) {
        read_sqlite_columns(columns, table);
        if (!table.is_view) read_sqlite_foreign_keys(keys, table);
    }
    settle_sqlite_foreign_keys(catalog.tables);
    refresh_sqlite_row_counts(handle, catalog, stop);
    return catalog;
}

void refresh_sqlite_row_counts(SqliteHandle& handle, Catalog& catalog,
                               const std::stop_token& stop) {
    const auto counts = analyzed_row_counts(handle);
    for (Table& table : catalog.tables) {
        const auto found = counts.find(lower_ascii(table.name));
        table.row_estimate =
            found == counts.end() ? std::nullopt : std::optional<std::int64_t>(found->second);
    }
    count_sqlite_rows(handle, catalog.tables, stop);
    throw_if_stopped(stop);
}

}
