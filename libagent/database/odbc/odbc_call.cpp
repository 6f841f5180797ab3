#include "libagent/database/odbc/odbc_call.h"

#include "libagent/base/stop.h"
#include "libagent/database/odbc/memory_fuse.h"
#include "libagent/database/statement_timeout.h"

#include <algorithm>
#include <utility>

namespace askdb::database {
namespace {

using CallClock = std::chrono::steady_clock;

/// Catches everything: whoever waits for this thread throws it again.
template <class Function>
std::exception_ptr thrown_by(const Function& function) {
    try {
        function();
    } catch (...) {
        return std::current_exception();
    }
    return nullptr;
}

}

OdbcCallEnd run_odbc_call(Reaper& reaper, const std::shared_ptr<OdbcSession>& session,
                          const OdbcCall& call) {
    const auto thrown = std::make_shared<std::exception_ptr>();
    MemoryFuse fuse(call.most_growth);
    const std::uint64_t turn = session->begin_turn();
    Reaper::Call run{.work =
                         [thrown, work = call.work, tidy = call.tidy] {
                             *thrown = thrown_by(work);
                             tidy();
                         },
                     .deadline = CallClock::now() + call.timeout};
    if (session->quirks().cancel != CancelBy::never) {
        run.interrupt = [session, turn] { session->interrupt(turn); };
    }
    if (call.most_growth > 0) run.is_too_much = [&fuse] { return fuse.is_blown(); };
    if (call.meanwhile) run.meanwhile = [&] { return call.meanwhile(run.is_too_much); };
    const Reaper::End how = reaper.run(run, call.stop);
    return {.how = how,
            .is_too_much = fuse.was_blown(),
            .thrown = how == Reaper::End::abandoned ? nullptr : *thrown};
}

std::shared_ptr<void> open_odbc_in_time(Reaper& reaper, const OdbcRoute& route, OpenOdbc open,
                                        const std::stop_token& stop) {
    struct Opening {
        OdbcRoute route;
        OpenOdbc open;
        std::shared_ptr<void> link = {};
        std::exception_ptr thrown = {};
    };
    throw_if_stopped(stop);
    odbc_api();  // Throws here, where it can be caught.
    const auto opening = std::make_shared<Opening>(Opening{route, std::move(open)});
    const auto work = [opening] {
        opening->thrown = thrown_by([&] { opening->link = opening->open(opening->route); });
    };
    const auto patience = std::min(route.connect_timeout, longest_odbc_connect);
    const Reaper::End end =
        reaper.run({.work = work, .deadline = CallClock::now() + patience}, stop);
    if (end == Reaper::End::abandoned) {
        throw_if_stopped(stop);
        throw Failure({.code = Errc::unavailable,
                       .message = "cannot connect to '" + route.name + "': it did not answer for " +
                                  limit_text(patience),
                       .retryable = true});
    }
    if (stop.stop_requested()) reaper.dispose(std::move(opening->link));
    throw_if_stopped(stop);
    if (opening->thrown) std::rethrow_exception(opening->thrown);
    return std::move(opening->link);
}

double TimedStatement::milliseconds() const {
    return std::chrono::duration<double, std::milli>(CallClock::now() - began).count();
}

Error in_words_of_limit(const TimedStatement& statement, Error error, const std::stop_token& stop) {
    if (error.code != Errc::timeout) return error;
    throw_if_stopped(stop);
    if (CallClock::now() - statement.began < statement.limit) return error;
    return statement_timeout(statement.limit);
}

}
