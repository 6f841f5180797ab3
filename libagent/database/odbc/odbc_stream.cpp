// Results whose rows go out while they are read.
#include "libagent/database/odbc/memory_fuse.h"
#include "libagent/database/odbc/odbc_connection.h"
#include "libagent/database/statement_timeout.h"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace askdb::database {
namespace {

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

/// However the taking ends: a reader that was left alone does not wait for it.
struct EndOfTaking {
    RowPipe& pipe;
    ~EndOfTaking() { pipe.leave(); }
};

/// A sink that knows whether rows came.
struct WatchedSink : RowSink {
    explicit WatchedSink(RowSink& to) : sink(to) {}
    void begin(const std::vector<ResultColumn>& columns) override {
        has_begun = true;
        sink.begin(columns);
    }
    void take(const Rows& block) override { sink.take(block); }

    RowSink& sink;
    bool has_begun = false;
};

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
    const EndOfTaking end_of_taking{*pipe};
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
        if (drained.thrown) std::rethrow_exception(drained.thrown);
        throw;
    }
    ending.is_too_much = ending.is_too_much || drained.how == RowPipe::How::too_much;
    const bool gave_up = drained.how != RowPipe::How::ended;
    // What was read before it waited in vain is there by now, when it could be ended.
    if (gave_up && !drained.thrown && link_) {
        drained = pipe->drain(sink, {.timeout = std::chrono::milliseconds::zero()});
    }
    if (drained.thrown) std::rethrow_exception(drained.thrown);
    if (gave_up || ending.is_late || ending.is_too_much) return why_not_streamed(ending, limits);
    if (!*streaming->end) throw_if_lost(streaming->end->error());
    return std::move(*streaming->end);
}

Result<StreamEnd> OdbcConnection::stream(std::string_view sql, const Limits& limits, RowSink& sink,
                                         std::stop_token stop) {
    const TimedStatement timed{.limit = limits.timeout};
    WatchedSink watched(sink);
    std::optional<Result<StreamEnd>> end;
    on_live_link(stop, [&] { end = stream_once(sql, limits, watched, stop); });
    if (!*end) return std::move(*end);
    if (!watched.has_begun) {
        return Error{Errc::refused, "the statement gives no rows: askdb only reads"};
    }
    end->value().milliseconds = timed.milliseconds();
    return std::move(*end);
}

}
