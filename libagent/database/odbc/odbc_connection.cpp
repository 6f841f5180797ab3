#include "libagent/database/odbc/odbc_connection.h"

#include "libagent/base/stop.h"
#include "libagent/database/odbc/memory_fuse.h"
#include "libagent/database/statement_timeout.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace askdb::database {

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
    give_up();
}

void OdbcConnection::give_up() {
    reaper_->dispose(std::move(link_));
}

void OdbcConnection::connect(const std::stop_token& stop) {
    throw_if_stopped(stop);
    give_up();
    link_ = open_odbc_link<OdbcLink>(*reaper_, route_, stop);
}

OdbcConnection::Ending OdbcConnection::run_once(const Work& work) {
    const OdbcCallEnd end =
        run_odbc_call(*reaper_, {link_, &link_->session},
                      {.work = [link = link_, run = work.run] { run(*link); },
                       .tidy = [link = link_] { link->server->end_turn(link->session); },
                       .timeout = work.timeout,
                       .stop = work.stop,
                       .most_growth = work.most_growth,
                       .meanwhile = work.meanwhile});
    const bool is_left_alone = end.how == Reaper::End::abandoned;
    if (is_left_alone) give_up();
    throw_if_stopped(work.stop);
    if (is_left_alone) return {.is_late = !end.is_too_much, .is_too_much = end.is_too_much};
    const bool was_ended_by_us = end.how == Reaper::End::late && end.thrown != nullptr;
    if (was_ended_by_us && end.is_too_much) return {.is_too_much = true};
    try {
        if (end.thrown) std::rethrow_exception(end.thrown);
    } catch (const Stopped&) {
        return {.is_late = true};
    }
    return {};
}

void OdbcConnection::on_live_link(const std::stop_token& stop, const std::function<void()>& once) {
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
    once();
}

OdbcConnection::Ending OdbcConnection::run(const Work& work) {
    Ending ending;
    on_live_link(work.stop, [&] { ending = run_once(work); });
    return ending;
}

OdbcConnection::QueryEnd OdbcConnection::query_once(std::string_view sql, const Limits& limits,
                                                    const std::stop_token& stop) {
    struct Query {
        std::string sql;
        Limits limits;
        std::optional<Result<Rows>> result;
    };
    const TimedStatement timed{.limit = limits.timeout};
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
    throw_if_lost(result.error());
    return in_words_of_limit(timed, result.error(), stop);
}

void OdbcConnection::throw_if_lost(const Error& error) const {
    if (!link_->session.is_lost()) return;
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
    const TimedStatement timed{.limit = limits.timeout};
    QueryEnd end = query_once(sql, limits, stop);
    if (!end) {
        const std::chrono::milliseconds took(static_cast<std::int64_t>(timed.milliseconds()));
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
    rows.milliseconds = timed.milliseconds();
    return rows;
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
