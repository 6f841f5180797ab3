#include "libagent/database/odbc/odbc_write_connection.h"

#include "libagent/base/stop.h"
#include "libagent/database/odbc/memory_fuse.h"
#include "libagent/database/odbc/odbc_writer.h"
#include "libagent/database/statement_timeout.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <string>
#include <utility>

namespace askdb::database {
namespace {

using WriteClock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::chrono::seconds longest_write_connect{15};
constexpr std::chrono::seconds longest_roll_back{5};

/// Shared by the connection and by the thread of a call that was left alone.
struct OdbcWriteLink {
    explicit OdbcWriteLink(const OdbcRoute& route)
        : session(route), writer(make_odbc_writer(route.quirks->server)) {
        session.begin_turn();
        writer->prepare(session);
        session.end_turn({});
    }

    OdbcSession session;
    std::unique_ptr<OdbcWriter> writer;
};

enum class WriteEnd { done, late, too_much };

struct WriteWork {
    /// Owns what it touches; throws as it likes. False: what was begun is rolled back.
    std::function<bool(OdbcWriteLink&)> run;
    milliseconds timeout;
    std::stop_token stop = {};
    std::size_t most_growth = 0;  ///< Of the process's memory, in bytes; 0: not looked at.
};

class OdbcWriteConnection : public WriteConnection {
  public:
    OdbcWriteConnection(OdbcRoute route, std::shared_ptr<Reaper> reaper,
                        const std::stop_token& stop)
        : route_(std::move(route)), reaper_(std::move(reaper)) {
        connect(stop);
    }

    ~OdbcWriteConnection() override {
        roll_back();
        reaper_->dispose(std::move(link_));
    }

    std::string no_way_back(const WriteSummary& summary, std::stop_token stop) override {
        auto out = std::make_shared<std::string>();
        const WriteEnd end = perform({.run =
                                          [out, summary](OdbcWriteLink& link) {
                                              *out =
                                                  link.writer->no_way_back(link.session, summary);
                                              return true;
                                          },
                                      .timeout = longest_write_connect,
                                      .stop = std::move(stop)});
        if (end != WriteEnd::done) throw Failure(statement_timeout(longest_write_connect));
        return std::move(*out);
    }

    Result<Written> run(std::string_view sql, const Limits& limits, std::stop_token stop) override {
        roll_back();
        return run_by(&OdbcWriter::run, sql, limits, std::move(stop), true);
    }

    Result<Written> run_at_once(std::string_view sql, const Limits& limits,
                                std::stop_token stop) override {
        roll_back();
        return run_by(&OdbcWriter::run_at_once, sql, limits, std::move(stop), false);
    }

    std::optional<Error> commit() override;

    void roll_back() noexcept override {
        if (!is_open_) return;
        is_open_ = false;
        try {
            const auto undo = [](OdbcWriteLink&) { return false; };
            (void)perform({.run = undo, .timeout = longest_roll_back});
        } catch (const std::exception&) {
            reaper_->dispose(std::move(link_));  // The server notices that we are gone.
        }
    }

  private:
    using RunBy = Result<Written> (OdbcWriter::*)(OdbcSession&, std::string_view, const Limits&);

    void connect(const std::stop_token& stop);
    WriteEnd perform(const WriteWork& work);
    Result<Written> run_by(RunBy how, std::string_view sql, const Limits& limits,
                           std::stop_token stop, bool in_transaction);

    OdbcRoute route_;
    std::shared_ptr<Reaper> reaper_;       // Shared by all connections of a process.
    std::shared_ptr<OdbcWriteLink> link_;  // Shared with a call that was left alone.
    bool is_open_ = false;                 ///< A transaction waits for its end.
};

void OdbcWriteConnection::connect(const std::stop_token& stop) {
    struct Opening {
        OdbcRoute route;
        std::shared_ptr<OdbcWriteLink> link = {};
        std::exception_ptr thrown = {};
    };
    throw_if_stopped(stop);
    odbc_api();  // Throws here, where it can be caught.
    auto opening = std::make_shared<Opening>(Opening{.route = route_});
    const Reaper::Call call{.work =
                                [opening] {
                                    try {
                                        opening->link =
                                            std::make_shared<OdbcWriteLink>(opening->route);
                                    } catch (...) {  // A thread of ours: rethrown by its caller.
                                        opening->thrown = std::current_exception();
                                    }
                                },
                            .deadline = WriteClock::now() + longest_write_connect};
    const Reaper::End end = reaper_->run(call, stop);
    throw_if_stopped(stop);
    if (end == Reaper::End::abandoned) {
        throw Failure({.code = Errc::unavailable,
                       .message = fmt::format("cannot connect to '{}': it did not answer for {} s",
                                              route_.name, longest_write_connect.count()),
                       .retryable = true});
    }
    if (opening->thrown) std::rethrow_exception(opening->thrown);
    link_ = std::move(opening->link);
}

WriteEnd OdbcWriteConnection::perform(const WriteWork& work) {
    throw_if_stopped(work.stop);
    if (!link_ || link_->session.is_lost()) {
        throw Failure({Errc::unavailable, "the connection to '" + route_.name + "' was lost"});
    }
    auto thrown = std::make_shared<std::exception_ptr>();
    auto fuse = std::make_shared<MemoryFuse>(work.most_growth);
    const std::uint64_t turn = link_->session.begin_turn();
    Reaper::Call call{.work =
                          [link = link_, thrown, body = work.run] {
                              bool keep = false;
                              try {
                                  keep = body(*link);
                              } catch (...) {  // A thread of ours: rethrown by its caller.
                                  *thrown = std::current_exception();
                              }
                              if (keep && !link->session.is_interrupted()) {
                                  link->session.end_turn({});
                              } else {
                                  link->writer->roll_back(link->session);
                              }
                          },
                      .deadline = WriteClock::now() + work.timeout};
    if (link_->session.quirks().cancel != CancelBy::never) {
        call.interrupt = [link = link_, turn] { link->session.interrupt(turn); };
    }
    if (work.most_growth > 0) call.is_too_much = [fuse] { return fuse->is_blown(); };
    const Reaper::End how = reaper_->run(call, work.stop);
    call = {};
    // What came late may have been rolled back or not: it is given up, and never committed.
    std::exception_ptr why = how == Reaper::End::abandoned ? nullptr : *thrown;
    if (how != Reaper::End::done) reaper_->dispose(std::move(link_));
    throw_if_stopped(work.stop);
    if (fuse->was_blown()) return WriteEnd::too_much;
    if (how != Reaper::End::done) return WriteEnd::late;
    if (why) std::rethrow_exception(why);
    return WriteEnd::done;
}

Result<Written> OdbcWriteConnection::run_by(RunBy how, std::string_view sql, const Limits& limits,
                                            std::stop_token stop, bool in_transaction) {
    struct Run {
        std::string sql;
        Limits limits;
        std::optional<Result<Written>> result = {};
    };
    const auto began = WriteClock::now();
    auto run = std::make_shared<Run>(Run{std::string(sql), limits});
    const auto body = [run, how](OdbcWriteLink& link) {
        run->result = ((*link.writer).*how)(link.session, run->sql, run->limits);
        return run->result->ok();
    };
    const WriteEnd end = perform({.run = body,
                                  .timeout = limits.timeout,
                                  .stop = stop,
                                  .most_growth = MemoryFuse::usual_growth});
    if (end == WriteEnd::too_much) {
        return Error{Errc::limit, "the result takes more memory than it may"};
    }
    if (end == WriteEnd::late) return statement_timeout(limits.timeout);
    if (!*run->result) {
        const Error& error = run->result->error();
        if (link_->session.is_lost() || error.sqlstate.starts_with("57P")) {
            Error lost =
                link_->session.lost_error({.sqlstate = error.sqlstate, .message = error.message});
            if (!in_transaction) {
                lost.message += "; whether the statement was done is not known";
                lost.retryable = false;
            }
            throw Failure(std::move(lost));
        }
        if (error.code == Errc::timeout) {
            throw_if_stopped(stop);
            // The limit of the role or the database may have been the tighter one.
            if (WriteClock::now() - began < limits.timeout) return error;
            return statement_timeout(limits.timeout);
        }
        return std::move(*run->result);
    }
    is_open_ = in_transaction;
    Rows& rows = run->result->value().rows;
    rows.settle_kinds();
    rows.milliseconds =
        std::chrono::duration<double, std::milli>(WriteClock::now() - began).count();
    return std::move(*run->result);
}

std::optional<Error> OdbcWriteConnection::commit() {
    if (!is_open_) return Error{Errc::unavailable, "there is nothing to commit"};
    is_open_ = false;
    struct Commit {
        bool sent = false;
        std::optional<Error> error = {};
    };
    auto commit = std::make_shared<Commit>();
    const auto body = [commit](OdbcWriteLink& link) {
        if (!link.writer->is_open(link.session)) {
            commit->error =
                Error{Errc::unavailable, "the transaction was lost: nothing was changed"};
            return false;
        }
        commit->sent = true;
        commit->error = link.writer->commit(link.session);
        return !commit->error;
    };
    const auto unknown = [](std::string_view why) {
        return Error{Errc::unavailable,
                     fmt::format("nobody knows whether the change was made: {}", why)};
    };
    try {
        if (perform({.run = body, .timeout = longest_commit}) != WriteEnd::done) {
            return unknown("the commit was not answered in time");
        }
    } catch (const Failure& failure) {
        // What was never told to end its transaction must not take another one in.
        reaper_->dispose(std::move(link_));
        if (commit->sent) return unknown(failure.error().message);
        Error error = failure.error();
        error.message += ": nothing was changed";
        return error;
    }
    return commit->error;
}

}

std::unique_ptr<WriteConnection> make_odbc_write_connection(OdbcRoute route,
                                                            std::shared_ptr<Reaper> reaper,
                                                            const std::stop_token& stop) {
    return std::make_unique<OdbcWriteConnection>(std::move(route), std::move(reaper), stop);
}

}
