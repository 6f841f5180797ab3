#pragma once

#include "libagent/database/odbc/odbc_session.h"
#include "libagent/database/reaper.h"

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <stop_token>

namespace askdb::database {

/// One piece of work on a session, on a thread of its own.
struct OdbcCall {
    std::function<void()> work;  ///< Owns what it touches; throws as it likes.
    /// After `work`, however it ended, on the same thread. Owns what it touches; must not throw.
    std::function<void()> tidy;
    std::chrono::milliseconds timeout;
    std::stop_token stop = {};
    std::size_t most_growth = 0;  ///< Of the process's memory, in bytes; 0: not looked at.
    /// See Reaper::Call; is given what tells that memory is too much.
    std::function<bool(const std::function<bool()>& is_too_much)> meanwhile = {};
};

/// How it ended.
struct OdbcCallEnd {
    Reaper::End how;
    bool is_too_much;                ///< Of memory: what it was told to end for.
    std::exception_ptr thrown = {};  ///< By `work`; null also when it was left alone.
};

/// Runs a call, which a stop, its time and its memory end where the driver can be interrupted, and
/// which is left alone where it does not end. Throws only what Reaper::run() throws: what `work`
/// threw, and a stop, are for the caller to weigh.
OdbcCallEnd run_odbc_call(Reaper& reaper, const std::shared_ptr<OdbcSession>& session,
                          const OdbcCall& call);

/// What opens a connection, and is its first owner.
using OpenOdbc = std::function<std::shared_ptr<void>(const OdbcRoute& route)>;

/// Opens a connection within OdbcRoute::connect_timeout. Throws what `open` throws, Stopped, and
/// Failure(unavailable) when the time is over.
std::shared_ptr<void> open_odbc_in_time(Reaper& reaper, const OdbcRoute& route, OpenOdbc open,
                                        const std::stop_token& stop);

/// The same for a Link that is made of a route.
template <class Link>
std::shared_ptr<Link> open_odbc_link(Reaper& reaper, const OdbcRoute& route,
                                     const std::stop_token& stop) {
    const auto open = [](const OdbcRoute& to) { return std::make_shared<Link>(to); };
    return std::static_pointer_cast<Link>(open_odbc_in_time(reaper, route, open, stop));
}

/// A statement that has a time limit of ours.
struct TimedStatement {
    std::chrono::milliseconds limit;
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();

    double milliseconds() const;  ///< Since it began.
};

/// What to say of a statement that failed with `error`. The server's own limit and our cancel call
/// a statement at our limit the same in many words; those of a tighter limit, of the role or the
/// database, stay. Throws Stopped when a stop ended it.
Error in_words_of_limit(const TimedStatement& statement, Error error, const std::stop_token& stop);

}
