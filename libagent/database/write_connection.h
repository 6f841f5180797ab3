#pragma once

#include "libagent/base/result.h"
#include "libagent/database/connection.h"
#include "libagent/database/write_summary.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace askdb::database {

/// What a statement did.
struct Written {
    /// Rows that the statement itself changed; nothing when the database does not say.
    std::optional<std::uint64_t> affected = {};
    std::uint64_t indirectly = 0;  ///< Rows that triggers and cascades changed, where that is told.
    Rows rows = {};                ///< What RETURNING or a SELECT gave, within the limits.
};

/// A connection that may write, for one statement that somebody approves: run it, look at what it
/// did, then commit or roll back. Used by one thread at a time. Destroying it rolls back; so does
/// any error, a stop, and the loss of the connection.
class WriteConnection {
  public:
    virtual ~WriteConnection() = default;

    /// Why nothing of the statement could be taken back (a table without transactions), beside
    /// what its text says; empty when it could. Throws like run().
    virtual std::string no_way_back(const WriteSummary& summary, std::stop_token stop) = 0;

    /// Begins a transaction and runs the statement, judged by judge_write(), in it. What the
    /// database refuses is a value, as for Connection::query(), and the transaction is over then.
    /// Throws Failure(unavailable) when the connection is gone, Stopped within 200 ms of a stop.
    virtual Result<Written> run(std::string_view sql, const Limits& limits,
                                std::stop_token stop) = 0;

    /// Runs it outside of any transaction: what it does stays. Bad news as for run(); when they
    /// come late, nobody knows whether it was done.
    virtual Result<Written> run_at_once(std::string_view sql, const Limits& limits,
                                        std::stop_token stop) = 0;

    /// Makes what run() did stay. Nothing when it did; else an error, and nothing of it stayed,
    /// unless the message says that nobody knows. Takes no stop: it is short, and half of it would
    /// help nobody.
    virtual std::optional<Error> commit() = 0;

    /// Takes back what run() did. Never throws; when the database cannot be told, it notices that
    /// we are gone.
    virtual void roll_back() noexcept = 0;
};

/// The longest that a commit may take.
inline constexpr std::chrono::seconds longest_commit{30};
/// How long a server keeps a transaction that waits for a decision: longer than anybody may think.
inline constexpr std::chrono::seconds longest_undecided{360};

}
