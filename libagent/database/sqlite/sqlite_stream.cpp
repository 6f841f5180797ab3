#include "libagent/database/sqlite/sqlite_stream.h"

#include "libagent/base/stop.h"
#include "libagent/database/row_pipe.h"
#include "libagent/database/sqlite/sqlite_rows.h"
#include "libagent/database/sqlite/sqlite_values.h"
#include "libagent/database/statement_timeout.h"

#include <sqlite3.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace askdb::database {
namespace {

using std::chrono::milliseconds;
using StreamClock = std::chrono::steady_clock;

/// What the lane's thread works with; it may be left alone with it.
struct SqliteStreaming {
    SqliteStreaming(const SqliteStream& statement, std::shared_ptr<RowPipe> pipe)
        : sql(statement.sql), limits(statement.limits), feed(std::move(pipe)) {}

    const std::string sql;
    const Limits limits;
    RowFeed feed;
};

/// Steps through a statement and puts its rows into a feed. Within a turn of the handle's watch.
class SqliteFeeder {
  public:
    SqliteFeeder(SqliteHandle& handle, sqlite3_stmt* statement, SqliteStreaming& streaming)
        : handle_(handle),
          statement_(statement),
          limits_(streaming.limits),
          feed_(streaming.feed),
          columns_(sqlite3_column_count(statement)) {
        block_.columns = sqlite_columns(statement);
        for (const ResultColumn& column : block_.columns) declared_.push_back(column.kind);
    }

    /// What was read before an error goes out, too.
    Result<StreamEnd> read() {
        feed_.begin(block_.columns);
        const std::optional<Error> error = read_rows();
        feed_.put(block_);
        if (error) return *error;
        return end_;
    }

  private:
    std::optional<Error> read_rows() {
        int code = sqlite3_step(statement_);  // The first rows may be long in coming.
        const SqliteWatch::Turn rest(handle_.watch(), SqliteLane::endless(), feed_.left());
        for (; code == SQLITE_ROW; code = sqlite3_step(statement_)) {
            end_.truncated = end_.rows == limits_.rows;
            if (end_.truncated) return std::nullopt;
            if (auto error = append_row()) return error;
            ++end_.rows;
            if (feed_.is_due(block_)) feed_.put(block_);
        }
        if (code == SQLITE_DONE) return std::nullopt;
        Error error = handle_.error(code);
        // Whoever waits has ended it, which the turn without end knows nothing of.
        return error.code == Errc::timeout ? statement_timeout(limits_.timeout) : error;
    }

    std::optional<Error> append_row() {
        const std::size_t begin = block_.text_bytes();
        for (int i = 0; i < columns_; ++i) {
            const Kind declared = declared_[static_cast<std::size_t>(i)];
            const bool has_memory = append_sqlite_value(block_, statement_, i, declared);
            if (has_memory && block_.text_bytes() - begin <= limits_.bytes) continue;
            block_.drop_last(static_cast<std::size_t>(has_memory ? i + 1 : i));
            return has_memory ? sqlite_row_too_large(limits_) : handle_.error(SQLITE_NOMEM);
        }
        return std::nullopt;
    }

    SqliteHandle& handle_;
    sqlite3_stmt* statement_;
    const Limits& limits_;
    RowFeed& feed_;
    const int columns_;
    std::vector<Kind> declared_;
    Rows block_;
    StreamEnd end_;
};

Result<StreamEnd> feed_sqlite_rows(SqliteHandle& handle, SqliteStreaming& streaming) {
    try {
        const SqliteWatch::Turn first(handle.watch(), streaming.limits.timeout,
                                      streaming.feed.left());
        const Result<SqliteStatement> statement = compile_sqlite_reading(handle, streaming.sql);
        if (!statement) return statement.error();
        return SqliteFeeder(handle, statement.value().get(), streaming).read();
    } catch (const Stopped&) {
        return StreamEnd{};  // Nobody waits for it.
    }
}

}

Result<StreamEnd> stream_sqlite(SqliteLane& lane, const SqliteStream& statement, RowSink& sink,
                                const std::stop_token& stop) {
    const auto began = StreamClock::now();
    const Limits& limits = statement.limits;
    const auto pipe = std::make_shared<RowPipe>();
    auto streaming = std::make_shared<SqliteStreaming>(statement, pipe);
    RowPipe::Drained drained;
    const auto drain = [&] {
        drained = pipe->drain(sink, {.timeout = limits.timeout, .stop = stop});
        return drained.how == RowPipe::How::ended;
    };
    // The feed ends the pipe also when the file cannot be opened: the work is its only owner.
    auto end = lane.run(
        [streaming = std::exchange(streaming, nullptr)](SqliteHandle& handle) {
            Result<StreamEnd> fed = feed_sqlite_rows(handle, *streaming);
            streaming->feed.end();
            return fed;
        },
        limits.timeout, stop, drain);
    const bool timed_out = drained.how == RowPipe::How::timed_out;
    // What was read before it waited in vain is there by now.
    if (timed_out && end) drained = pipe->drain(sink, {.timeout = milliseconds::zero()});
    pipe->leave();
    if (drained.thrown) std::rethrow_exception(drained.thrown);
    throw_if_stopped(stop);
    if (!end || (timed_out && *end)) return statement_timeout(limits.timeout);
    if (!*end) return std::move(*end);
    end->value().milliseconds =
        std::chrono::duration<double, std::milli>(StreamClock::now() - began).count();
    return std::move(*end);
}

}
