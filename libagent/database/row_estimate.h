#pragma once

#include "libagent/database/database.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace askdb::database {

/// What an engine expects of a statement before it runs.
struct RowEstimate {
    /// The most rows that one step of its plan has: before they are grouped, counted or cut.
    /// Nothing where the engine does not say.
    std::optional<std::uint64_t> rows = {};
    /// There is nothing to plan: the statement is wrong, and running it tells why, or it reads no
    /// tables (SHOW, EXPLAIN). False also where a plan should be but is not, say not in time.
    bool is_refused = false;
    double milliseconds = 0;  ///< That asking for it took.
};

/// Asks the engine for the plan of a reading statement, by a statement of its own (EXPLAIN, never
/// EXPLAIN ANALYZE) that goes through the same guard and the same connections; `sql` does not run.
/// Of EXPLAIN ANALYZE, which runs what it explains, that is what counts (see explained_query()).
/// `limits.timeout` bounds it. Throws Failure(unavailable) and Stopped.
RowEstimate estimate_rows(Database& database, std::string_view sql, const Limits& limits,
                          std::stop_token stop);

/// The query behind `EXPLAIN ANALYZE`, `EXPLAIN (ANALYZE, …)` or MariaDB's `ANALYZE`: verbs that
/// run it. Any other statement as it is. Borrows `sql`. Pure.
std::string_view explained_query(std::string_view sql, const Dialect& dialect);

/// "the database expects about 1,200,000 rows in one step of the statement, and max_estimated_rows
/// is 10,000": why it must not run, or nothing when it may. `most` is
/// TurnLimits::max_estimated_rows; 0: any number.
std::optional<std::string> why_too_many(const RowEstimate& estimate, std::uint64_t most);

/// That the limit cannot hold for that database: "max_estimated_rows cannot limit …".
std::string no_estimate_words(const Database& database);

}
