#include "libagent/database/sqlite/sqlite_watch.h"

#include "libagent/base/error.h"
#include "libagent/base/stop.h"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace askdb::database {
namespace {

using std::chrono::milliseconds;

constexpr int steps_between_looks = 200;  // A few microseconds of work, under 1 % of the time.
constexpr milliseconds lock_patience{5'000};
constexpr milliseconds longest_lock_nap{25};
constexpr std::chrono::hours longest_timeout{24 * 365};  // More would overflow the clock.

int on_sqlite_progress(void* watch) {
    return static_cast<SqliteWatch*>(watch)->verdict() == SqliteWatch::Verdict::go_on ? 0 : 1;
}

int on_sqlite_busy(void* watch, int earlier_calls) {
    return static_cast<SqliteWatch*>(watch)->wait_for_lock(earlier_calls) ? 1 : 0;
}

}

SqliteWatch::SqliteWatch(sqlite3* db) : db_(db) {
    sqlite3_progress_handler(db, steps_between_looks, on_sqlite_progress, this);
    sqlite3_busy_handler(db, on_sqlite_busy, this);
}

SqliteWatch::~SqliteWatch() {
    sqlite3_progress_handler(db_, 0, nullptr, nullptr);
    sqlite3_busy_handler(db_, nullptr, nullptr);
}

SqliteWatch::Verdict SqliteWatch::verdict() const {
    if (!turn_) return Verdict::go_on;
    if (turn_->stop_.stop_requested()) return Verdict::stopped;
    return Clock::now() >= turn_->deadline_ ? Verdict::timed_out : Verdict::go_on;
}

milliseconds SqliteWatch::timeout() const {
    return turn_ ? turn_->timeout_ : milliseconds::zero();
}

bool SqliteWatch::wait_for_lock(int earlier_tries) {
    if (earlier_tries == 0) lock_deadline_ = Clock::now() + lock_patience;
    if (verdict() != Verdict::go_on || Clock::now() >= lock_deadline_) return false;
    try {
        sleep_or_stop(std::min(milliseconds(1 + earlier_tries), longest_lock_nap),
                      turn_ ? turn_->stop_ : std::stop_token());
    } catch (const Stopped&) {
        return false;  // No exception may cross SQLite; verdict() tells why it ended.
    }
    return true;
}

SqliteWatch::Turn::Turn(SqliteWatch& watch, milliseconds timeout, std::stop_token stop)
    : watch_(watch),
      stop_(std::move(stop)),
      timeout_(timeout),
      deadline_(Clock::now() + std::min<milliseconds>(timeout, longest_timeout)),
      outer_(watch.turn_) {
    watch.turn_ = this;
}

SqliteWatch::Turn::~Turn() {
    watch_.turn_ = outer_;
}

}
