#include "libagent/tools/extra_queries.h"

#include "libagent/base/error.h"

#include <utility>

namespace askdb::tools {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds shortest_wait{5};
constexpr std::size_t most_bytes = 1u << 20;

/// Bad news of an extra query is no news: what was asked for has its rows.
Result<database::Rows> rows_or_error(database::Database& database, std::string_view sql,
                                     const database::Limits& limits, const std::stop_token& stop) {
    try {
        return database.query(sql, limits, stop);
    } catch (const Failure& failure) {
        return failure.error();
    }
}

}

ExtraQueries::ExtraQueries(database::Database& database, Budget budget, std::stop_token stop)
    : database_(database), left_(budget), stop_(std::move(stop)) {}

bool ExtraQueries::is_used_up() const {
    return left_.queries == 0 || left_.time < shortest_wait;
}

std::optional<database::Rows> ExtraQueries::run(std::string_view sql, std::size_t max_rows) {
    if (is_used_up()) return {};
    --left_.queries;
    const database::Limits limits{.rows = max_rows, .bytes = most_bytes, .timeout = left_.time};
    const auto begin = steady_clock::now();
    Result<database::Rows> rows = rows_or_error(database_, sql, limits, stop_);
    const auto took = steady_clock::now() - begin;
    milliseconds_ += std::chrono::duration<double, std::milli>(took).count();
    left_.time -= std::chrono::ceil<milliseconds>(took);
    if (!rows) return {};
    return std::move(rows).value();
}

}
