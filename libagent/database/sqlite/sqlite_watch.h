#pragma once

#include <chrono>
#include <stop_token>

struct sqlite3;

namespace askdb::database {

/// Ends what a handle is doing when a stop is asked for or its time is up: by the progress handler,
/// between steps of SQLite's virtual machine, and by the busy handler, while it waits for a lock.
/// What neither sees is the matter of SqliteLane. Used by the handle's thread only.
class SqliteWatch {
  public:
    using Clock = std::chrono::steady_clock;
    enum class Verdict { go_on, stopped, timed_out };

    /// Installs the handlers on `db`. Must be destroyed before `db` is closed.
    explicit SqliteWatch(sqlite3* db);
    ~SqliteWatch();
    SqliteWatch(const SqliteWatch&) = delete;
    SqliteWatch& operator=(const SqliteWatch&) = delete;

    /// While it lives, the handle's work ends at a stop and after `timeout`. A turn within another
    /// one takes its place for a while.
    class Turn {
      public:
        Turn(SqliteWatch& watch, std::chrono::milliseconds timeout, std::stop_token stop);
        ~Turn();
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

      private:
        friend class SqliteWatch;
        SqliteWatch& watch_;
        std::stop_token stop_;
        std::chrono::milliseconds timeout_;
        Clock::time_point deadline_;
        const Turn* outer_;
    };

    /// What the current turn has come to; go_on outside of any.
    Verdict verdict() const;
    /// The current turn's; 0 outside of any.
    std::chrono::milliseconds timeout() const;

    /// Called by SQLite: whether to try again.
    bool wait_for_lock(int earlier_tries);

  private:
    sqlite3* db_;
    const Turn* turn_ = nullptr;
    Clock::time_point lock_deadline_{};
};

}
