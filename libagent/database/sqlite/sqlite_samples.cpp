#include "libagent/database/sqlite/sqlite_samples.h"

#include "libagent/base/stop.h"
#include "libagent/database/dialect.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <unordered_set>

namespace askdb::database {
namespace {

constexpr int sampled_rows = 200;
constexpr int longest_sampled_bytes = 80;
constexpr std::size_t most_sample_bytes = 4'000;  ///< Of one table.
constexpr std::chrono::milliseconds one_table_budget{50};

std::string sampling_sql(const SampledTable& table) {
    const Dialect& dialect = *find_dialect("sqlite");
    std::string columns;
    for (const std::string& column : table.columns)
        columns += (columns.empty() ? "" : ", ") + quoted(dialect, column);
    return fmt::format("SELECT {} FROM main.{} LIMIT {}", columns, quoted(dialect, table.name),
                       sampled_rows);
}

std::string sampled_values(sqlite3_stmt* statement, int columns) {
    std::unordered_set<std::string> seen;
    std::string values;
    while (sqlite3_step(statement) == SQLITE_ROW && values.size() < most_sample_bytes) {
        for (int column = 0; column < columns; ++column) {
            if (sqlite3_column_type(statement, column) != SQLITE_TEXT) continue;
            const int size = sqlite3_column_bytes(statement, column);
            if (size == 0 || size > longest_sampled_bytes) continue;
            std::string value(reinterpret_cast<const char*>(sqlite3_column_text(statement, column)),
                              static_cast<std::size_t>(size));
            if (seen.insert(value).second) values += value + '\n';
        }
    }
    return values;
}

}

std::vector<TableSample> sample_sqlite_values(SqliteHandle& handle,
                                              const std::vector<SampledTable>& tables,
                                              std::chrono::milliseconds budget,
                                              const std::stop_token& stop) {
    const auto until = std::chrono::steady_clock::now() + budget;
    std::vector<TableSample> samples;
    for (const SampledTable& table : tables) {
        if (!samples.empty() && std::chrono::steady_clock::now() >= until) break;
        samples.push_back({.table = table.name});
        if (table.columns.empty()) continue;
        const SqliteWatch::Turn turn(handle.watch(), one_table_budget, stop);
        const Result<SqliteStatement> statement = handle.compile(sampling_sql(table));
        if (!statement) continue;
        samples.back().values =
            sampled_values(statement.value().get(), static_cast<int>(table.columns.size()));
    }
    throw_if_stopped(stop);
    return samples;
}

}
