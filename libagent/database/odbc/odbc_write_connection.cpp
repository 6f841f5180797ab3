#include "libagent/database/odbc/odbc_write_connection.h"

#include "libagent/base/stop.h"
#include "libagent/database/odbc/memory_fuse.h"
#include "libagent/database/odbc/odbc_call.h"
#include "libagent/database/odbc/odbc_writer.h"
#include "libagent/database/statement_timeout.h"

#include <fmt/format.h>

#include <exception>
#include <functional>
#include <string>
#include <utility>

namespace askdb::database {
namespace {

constexpr std::chrono::seconds longest_no_way_back{15};
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

/// See OdbcCall.
struct WriteWork {
    std::function<bool(OdbcWriteLink&)> run;  ///< False: what was begun is rolled back.
    std::chrono::milliseconds timeout;
    std::stop_token stop = {};
    std::size_t most_growth = 0;
};

class OdbcWriteConnection : public WriteConnection {
  public:
    OdbcWriteConnection(OdbcRoute route, std::shared_ptr<Reaper> reaper,
                        const std::stop_token& stop)
        : route_(std::move(route)),
          reaper_(std::move(reaper)),
          link_(open_odbc_link<OdbcWriteLink>(*reaper_, route_, stop)) {}

    ~OdbcWriteConnection() override {
        roll_back();
        give_up();
    }

    std::string no_way_back(const WriteSummary& summary, std::stop_token stop) override {
        auto out = std::make_shared<std::string>();
        const WriteEnd end = perform({.run =
                                          [out, summary](OdbcWriteLink& link) {
                                              *out =
                                                  link.writer->no_way_back(link.session, summary);
                                              return true;
                                          },
                                      .timeout = longest_no_way_back,
                                      .stop = std::move(stop)});
        if (end != WriteEnd::done) throw Failure(statement_timeout(longest_no_way_back));
        return std::move(*out);
    }

    Result<Written> run(std::string_view sql, const Limits& limits, std::stop_token stop) override {
        roll_back();
        Result<Written> written = run_by(&OdbcWriter::run, sql, limits, stop);
        is_open_ = written.ok();
        return written;
    }

    Result<Written> run_at_once(std::string_view sql, const Limits& limits,
                                std::stop_token stop) override;
    std::optional<Error> commit() override;

    void roll_back() noexcept override {
        if (!is_open_) return;
        is_open_ = false;
        try {
            const auto undo = [](OdbcWriteLink&) { return false; };
            (void)perform({.run = undo, .timeout = longest_roll_back});
        } catch (const std::exception&) {
            give_up();  // The server notices that we are gone.
        }
    }

  private:
    using RunBy = Result<Written> (OdbcWriter::*)(OdbcSession&, std::string_view, const Limits&);

    void give_up() { reaper_->dispose(std::move(link_)); }
    WriteEnd perform(const WriteWork& work);
    void throw_if_lost(const Error& error) const;
    Result<Written> run_by(RunBy how, std::string_view sql, const Limits& limits,
                           const std::stop_token& stop);

    OdbcRoute route_;
    std::shared_ptr<Reaper> reaper_;       // Shared by all connections of a process.
    std::shared_ptr<OdbcWriteLink> link_;  // Shared with a call that was left alone.
    bool is_open_ = false;                 ///< A transaction waits for its end.
};

WriteEnd OdbcWriteConnection::perform(const WriteWork& work) {
    throw_if_stopped(work.stop);
    if (!link_ || link_->session.is_lost()) {
        throw Failure({Errc::unavailable, "the connection to '" + route_.name + "' was lost"});
    }
    const auto keep = std::make_shared<bool>(false);
    const OdbcCallEnd end =
        run_odbc_call(*reaper_, {link_, &link_->session},
                      {.work = [link = link_, keep, run = work.run] { *keep = run(*link); },
                       .tidy =
                           [link = link_, keep] {
                               if (*keep && !link->session.is_interrupted()) {
                                   link->session.end_turn({});
                               } else {
                                   link->writer->roll_back(link->session);
                               }
                           },
                       .timeout = work.timeout,
                       .stop = work.stop,
                       .most_growth = work.most_growth});
    // What came late may have been rolled back or not: it is given up, and never committed.
    if (end.how != Reaper::End::done) give_up();
    throw_if_stopped(work.stop);
    if (end.is_too_much) return WriteEnd::too_much;
    if (end.how != Reaper::End::done) return WriteEnd::late;
    if (end.thrown) std::rethrow_exception(end.thrown);
    return WriteEnd::done;
}

/// The server may say so in the words of a statement that failed.
void OdbcWriteConnection::throw_if_lost(const Error& error) const {
    if (!link_->session.is_lost() && !error.sqlstate.starts_with("57P")) return;
    throw Failure(
        link_->session.lost_error({.sqlstate = error.sqlstate, .message = error.message}));
}

Result<Written> OdbcWriteConnection::run_by(RunBy how, std::string_view sql, const Limits& limits,
                                            const std::stop_token& stop) {
    struct Run {
        std::string sql;
        Limits limits;
        std::optional<Result<Written>> result = {};
    };
    const TimedStatement timed{.limit = limits.timeout};
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
        throw_if_lost(run->result->error());
        return in_words_of_limit(timed, run->result->error(), stop);
    }
    Rows& rows = run->result->value().rows;
    rows.settle_kinds();
    rows.milliseconds = timed.milliseconds();
    return std::move(*run->result);
}

Result<Written> OdbcWriteConnection::run_at_once(std::string_view sql, const Limits& limits,
                                                 std::stop_token stop) {
    roll_back();
    try {
        return run_by(&OdbcWriter::run_at_once, sql, limits, stop);
    } catch (const Failure& failure) {
        if (!link_ || !link_->session.sent) throw;
        Error error = failure.error();
        error.message += "; nobody knows whether it was done";
        error.retryable = false;
        throw Failure(std::move(error));
    }
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
        give_up();
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
