#pragma once

#include "libagent/base/time_text.h"
#include "libagent/database/connection.h"
#include "libagent/database/rows.h"

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace askdb::database {
class SqliteScratch;
}

namespace askdb::results {

/// A result that stays here; the model knows it by its handle.
struct StoredResult {
    std::string handle;    ///< "r1", "r2", …
    std::string database;  ///< Where it came from; empty for one made of other handles.
    std::string sql;
    database::Rows rows;
    WallTime as_of = {};  ///< When they were read; WallTime(): nobody knows.
    /// It got another handle, as others may have: those in its statement may mean other results
    /// now.
    bool was_renamed = false;
};

/// The results of one conversation. add() belongs to the turn's thread; the others may be called
/// by several tool threads at once while nobody adds.
class ResultStore {
  public:
    ResultStore();
    ~ResultStore();

    const StoredResult& add(std::string database, std::string sql, database::Rows rows,
                            WallTime as_of = {});
    /// One that was kept elsewhere, under the number that it had; nothing where that one is here.
    void put_back(std::size_t number, StoredResult result);
    const StoredResult* find(
        std::string_view handle) const;  ///< Ignores case; nullptr: no such handle.
    const std::deque<StoredResult>& all() const { return results_; }

    /// The number of the last handle, whether its result is still here or not; 0: there was none.
    std::size_t last_number() const { return last_number_; }
    /// Counts on from there: the handles up to that number are of results that are no longer kept.
    void skip_to(std::size_t number);
    /// Gives the results with numbers above `after`, up to `last`, new handles behind all that were
    /// given away: theirs belong to others now. Tells which: what each was called, and is called.
    std::vector<std::pair<std::string, std::string>> rename(std::size_t after, std::size_t last);

    /// Guarded SQL (SQLite's dialect) over the handles as tables, each loaded when SQL first names
    /// it; one query at a time. See Connection::query(): loading counts into the time and its
    /// limit. Errc::bad_input says so where a handle's result is no longer kept.
    Result<database::Rows> query(std::string_view sql, const database::Limits& limits,
                                 std::stop_token stop) const;

  private:
    /// Puts the handles that the SQL mentions into the scratch database. Needs `mutex_`.
    std::optional<Error> load_named_in(std::string_view sql,
                                       std::chrono::steady_clock::time_point deadline,
                                       const std::stop_token& stop) const;

    /// Whether the handle was given away once, and has no result here.
    bool is_gone(std::string_view handle) const;

    std::deque<StoredResult> results_;
    std::size_t last_number_ = 0;
    mutable std::mutex mutex_;  ///< Guards the two below.
    mutable std::unique_ptr<database::SqliteScratch> scratch_;
    mutable std::vector<bool> loaded_;  ///< Which of `results_` the scratch database has.
};

}
