#include "libagent/database/odbc/odbc_connection.h"

#include "libagent/base/stop.h"
#include "libagent/database/odbc/memory_fuse.h"
#include "libagent/database/statement_timeout.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <utility>

namespace askdb::database {
namespace {

using LinkClock = std::chrono::steady_clock;

// Drivers that can are told to give up after ten seconds; this is for those that cannot.
constexpr std::chrono::seconds longest_connect{15};

Error too_much_memory() {
    return {Errc::limit,
            "the result takes more memory than the limit allows: ask for fewer or shorter rows"};
}

/// What the process may grow by while a driver reads a result within `limits`. A driver that keeps
/// whole results is the usual cause for more; rows of huge values the other, with any driver.
std::size_t growth_allowed(const Limits& limits) {
    // The driver's, ours while it grows, and what is beside. A single huge value is also converted
    // and buffered as a whole.
    const std::size_t copies = limits.rows > 1 ? 4 : 12;
    const std::size_t most = std::numeric_limits<std::size_t>::max() / copies;
    return std::max(MemoryFuse::usual_growth, copies * std::min(limits.bytes, most));
}

/// What a statement that is streamed needs on the thread that reads it.
struct Streaming {
    Streaming(std::string_view text, const Limits& most, std::shared_ptr<RowPipe> pipe)
        : sql(text), limits(most), feed(std::move(pipe)) {}
    const std::string sql;
    const Limits limits;
    RowFeed feed;
    std::optional<Result<StreamEnd>> end;
};

/// However the reading ends: nobody waits for more rows.
struct EndOfFeed {
    RowFeed& feed;
    ~EndOfFeed() { feed.end(); }
};

/// What a call brings back. The thread that runs it writes, and after it has ended the caller
/// reads.
struct CallEnd {
    std::exception_ptr thrown;
};

}

OdbcLink::OdbcLink(const OdbcRoute& route)
    : session(route), server(make_odbc_server(route.quirks->server)) {
    session.begin_turn();
    server->prepare(session);
    server->end_turn(session);
}

OdbcConnection::OdbcConnection(OdbcRoute route, std::shared_ptr<Reaper> reaper,
                               const std::stop_token& stop)
    : route_(std::move(route)), reaper_(std::move(reaper)) {
    connect(stop);
}

OdbcConnection::~OdbcConnection() {
    reaper_->dispose(std::move(link_));
}

void OdbcConnection::connect(const std::stop_token& stop) {
    struct Opening {
        OdbcRoute route;
        std::shared_ptr<OdbcLink> link = {};
        std::exception_ptr thrown = {};
    };
    throw_if_stopped(stop);
    reaper_->dispose(std::move(link_));
    odbc_api();  // Throws here, where it can be caught.
    auto opening = std::make_shared<Opening>(Opening{.route = route_});
    const Reaper::Call call{.work =
                                [opening] {
                                    try {
                                        opening->link = std::make_shared<OdbcLink>(opening->route);
                                    } catch (...) {  // A thread of ours: rethrown by its caller.
                                        opening->thrown = std::current_exception();
                                    }
                                },
                            .deadline = LinkClock::now() + longest_connect};
    const Reaper::End end = reaper_->run(call, stop);
    throw_if_stopped(stop);
    if (end == Reaper::End::abandoned) {
        throw Failure(
            Error{.code = Errc::unavailable,
                  .message = fmt::format("cannot connect to '{}': it did not answer for {} s",
                                         route_.name, longest_connect.count()),
                  .retryable = true});
    }
    if (opening->thrown) std::rethrow_exception(opening->thrown);
    link_ = std::move(opening->link);
}

OdbcConnection::Ending OdbcConnection::run_once(const Work& work) {
    auto end = std::make_shared<CallEnd>();
    auto fuse = std::make_shared<MemoryFuse>(work.most_growth);
    const std::uint64_t turn = link_->session.begin_turn();
    Reaper::Call call{.work =
                          [link = link_, end, body = work.run] {
                              try {
                                  body(*link);
                              } catch (...) {  // A thread of ours: rethrown by its caller.
                                  end->thrown = std::current_exception();
                              }
                              link->server->end_turn(link->session);
                          },
                      .deadline = LinkClock::now() + work.timeout};
    if (link_->session.quirks().cancel != CancelBy::never) {
        call.interrupt = [link = link_, turn] { link->session.interrupt(turn); };
    }
    if (work.most_growth > 0) call.is_too_much = [fuse] { return fuse->is_blown(); };
    if (work.meanwhile) {
        call.meanwhile = [&] { return work.meanwhile(call.is_too_much); };
    }
    const Reaper::End how = reaper_->run(call, work.stop);
    call = {};
    if (how == Reaper::End::abandoned) link_.reset();
    throw_if_stopped(work.stop);
    if (how == Reaper::End::abandoned) {
        return {.is_late = !fuse->was_blown(), .is_too_much = fuse->was_blown()};
    }
    const bool ended_by_us = how == Reaper::End::late && end->thrown != nullptr;
    if (ended_by_us && fuse->was_blown()) return {.is_too_much = true};
    try {
        if (end->thrown) std::rethrow_exception(end->thrown);
    } catch (const Stopped&) {
        return {.is_late = true};
    }
    return {};
}

/// A connection that turns out to be lost before the statement was sent is replaced once.
template <class Once>
auto OdbcConnection::on_live_link(const std::stop_token& stop, Once once) {
    throw_if_stopped(stop);
    const bool is_old = link_ != nullptr && !link_->session.is_lost();
    if (!is_old) connect(stop);
    try {
        return once();
    } catch (const Failure& failure) {
        const bool was_sent = link_ == nullptr || link_->session.sent;
        const bool is_lost = link_ != nullptr && link_->session.is_lost();
        if (failure.error().code != Errc::unavailable || !is_old || was_sent || !is_lost) throw;
    }
    connect(stop);
    return once();
}

OdbcConnection::Ending OdbcConnection::run(const Work& work) {
    return on_live_link(work.stop, [&] { return run_once(work); });
}

OdbcConnection::QueryEnd OdbcConnection::query_once(std::string_view sql, const Limits& limits,
                                                    const std::stop_token& stop) {
    struct Query {
        std::string sql;
        Limits limits;
        std::optional<Result<Rows>> result;
    };
    const auto began = LinkClock::now();
    auto query = std::make_shared<Query>(Query{std::string(sql), limits, std::nullopt});
    const Ending ending =
        run({.run =
                 [query](OdbcLink& link) {
                     query->result = link.server->query(link.session, query->sql, query->limits);
                 },
             .timeout = limits.timeout,
             .stop = stop,
             .most_growth = growth_allowed(limits)});
    // What did not end when it was told to, still takes memory: no second one beside it.
    if (ending.is_too_much && link_ == nullptr) return too_much_memory();
    if (ending.is_too_much) return std::nullopt;
    if (ending.is_late) return statement_timeout(limits.timeout);
    Result<Rows>& result = *query->result;
    if (result) return std::move(result);
    const Error error = judged(result.error());
    // The server's own limit and our cancel say the same thing in many words.
    if (error.code == Errc::timeout) {
        throw_if_stopped(stop);
        // The limit of the role or the database may have been the tighter one.
        if (LinkClock::now() - began < limits.timeout) return error;
        return statement_timeout(limits.timeout);
    }
    return error;
}

/// A server that ends a connection may call it an interrupted statement first.
Error OdbcConnection::judged(Error error) {
    if (!link_->session.is_lost()) return error;
    throw Failure(
        link_->session.lost_error({.sqlstate = error.sqlstate, .message = error.message}));
}

/// For a driver that took in more than there is room for: a few rows first, then as many as fit by
/// what these took. Nothing when even one row is too much, or when the statement's own LIMIT keeps
/// the server from heeding ours.
OdbcConnection::QueryEnd OdbcConnection::query_what_fits(std::string_view sql, const Limits& limits,
                                                         const std::stop_token& stop) {
    constexpr std::size_t sample_sizes[] = {1000, 1};
    release_freed_memory();
    Limits fewer = limits;
    QueryEnd sample;
    for (const std::size_t size : sample_sizes) {
        fewer.rows = std::min(size, limits.rows);
        sample = query_once(sql, fewer, stop);
        if (sample) break;
    }
    if (!sample || !*sample || !sample->value().truncated || fewer.rows == limits.rows) {
        return sample;
    }
    const Rows& rows = sample->value();
    const std::size_t row_bytes = rows.text_bytes() / std::max<std::size_t>(1, rows.row_count());
    constexpr std::size_t margin = 8;  // A part more: rows differ, and then the bytes decide.
    const std::size_t fit = limits.bytes / std::max<std::size_t>(1, row_bytes);
    fewer.rows = std::min(limits.rows, fit + fit / margin);
    if (fewer.rows <= rows.row_count()) return sample;
    QueryEnd whole = query_once(sql, fewer, stop);
    return whole ? std::move(whole) : std::move(sample);
}

Result<Rows> OdbcConnection::query(std::string_view sql, const Limits& limits,
                                   std::stop_token stop) {
    const auto began = LinkClock::now();
    QueryEnd end = query_once(sql, limits, stop);
    if (!end) {
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(LinkClock::now() - began);
        Limits left = limits;
        left.timeout = std::max(limits.timeout - took, std::chrono::milliseconds(1));
        end = query_what_fits(sql, left, stop);
    }
    if (!end) return too_much_memory();
    if (!*end) return std::move(*end);
    Rows rows = std::move(*end).value();
    if (rows.columns.empty()) {
        return Error{Errc::refused, "the statement gives no rows: askdb only reads"};
    }
    rows.settle_kinds();
    rows.milliseconds = std::chrono::duration<double, std::milli>(LinkClock::now() - began).count();
    return rows;
}

Error OdbcConnection::why_not_streamed(const Ending& ending, const Limits& limits) const {
    if (!ending.is_too_much) return statement_timeout(limits.timeout);
    if (route_.quirks->server != ServerKind::mysql) return too_much_memory();
    return {.code = Errc::limit,
            .message = fmt::format("the result is too large for {}'s driver, which keeps it in "
                                   "memory as a whole: only columns of one table with a primary "
                                   "key, without ORDER BY and LIMIT, can be read bit by bit",
                                   route_.quirks->title),
            .hint = "take one part after the other: SELECT … WHERE id BETWEEN 1 AND 1000000"};
}

Result<StreamEnd> OdbcConnection::stream_once(std::string_view sql, const Limits& limits,
                                              RowSink& sink, const std::stop_token& stop) {
    const auto pipe = std::make_shared<RowPipe>();
    const auto streaming = std::make_shared<Streaming>(sql, limits, pipe);
    const auto read = [streaming](OdbcLink& link) {
        const EndOfFeed end_of_feed{streaming->feed};
        streaming->end =
            link.server->stream(link.session, streaming->sql, streaming->limits, streaming->feed);
    };
    RowPipe::Drained drained;
    const auto drain = [&](const std::function<bool()>& is_too_much) {
        drained = pipe->drain(
            sink, {.timeout = limits.timeout, .stop = stop, .is_too_much = is_too_much});
        return drained.how == RowPipe::How::ended;
    };
    Ending ending;
    try {
        ending = run_once({.run = read,
                           .timeout = limits.timeout,
                           .stop = stop,
                           .most_growth = growth_allowed({.rows = 2, .bytes = limits.bytes}),
                           .meanwhile = drain});
    } catch (const Failure&) {
        pipe->leave();
        if (drained.thrown) std::rethrow_exception(drained.thrown);
        throw;
    }
    ending.is_too_much = ending.is_too_much || drained.how == RowPipe::How::too_much;
    const bool gave_up = drained.how != RowPipe::How::ended;
    // What was read before it waited in vain is there by now, when it could be ended.
    if (gave_up && !drained.thrown && link_) {
        drained = pipe->drain(sink, {.timeout = std::chrono::milliseconds::zero()});
    }
    pipe->leave();
    if (drained.thrown) std::rethrow_exception(drained.thrown);
    if (gave_up || ending.is_late || ending.is_too_much) return why_not_streamed(ending, limits);
    if (!*streaming->end) return judged(streaming->end->error());
    return std::move(*streaming->end);
}

Result<StreamEnd> OdbcConnection::stream(std::string_view sql, const Limits& limits, RowSink& sink,
                                         std::stop_token stop) {
    const auto began = LinkClock::now();
    struct Watched : RowSink {
        explicit Watched(RowSink& to) : sink(to) {}
        void begin(const std::vector<ResultColumn>& columns) override {
            has_begun = true;
            sink.begin(columns);
        }
        void take(const Rows& block) override { sink.take(block); }
        RowSink& sink;
        bool has_begun = false;
    } watched(sink);
    Result<StreamEnd> end =
        on_live_link(stop, [&] { return stream_once(sql, limits, watched, stop); });
    if (!end) return end;
    if (!watched.has_begun) {
        return Error{Errc::refused, "the statement gives no rows: askdb only reads"};
    }
    end.value().milliseconds =
        std::chrono::duration<double, std::milli>(LinkClock::now() - began).count();
    return end;
}

std::optional<Error> OdbcConnection::check(std::string_view sql, std::stop_token stop) {
    struct Check {
        std::string sql;
        std::optional<Error> error;
    };
    auto check = std::make_shared<Check>(Check{std::string(sql), std::nullopt});
    const std::chrono::milliseconds timeout = Limits{}.timeout;
    const Ending ending = run({.run =
                                   [check](OdbcLink& link) {
                                       check->error = link.server->check(link.session, check->sql);
                                   },
                               .timeout = timeout,
                               .stop = std::move(stop)});
    if (ending.is_late) return statement_timeout(timeout);
    return check->error;
}

}
