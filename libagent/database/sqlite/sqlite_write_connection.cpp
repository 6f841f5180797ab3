#include "libagent/database/sqlite/sqlite_write_connection.h"

#include "libagent/database/sqlite/sqlite_rows.h"
#include "libagent/database/statement_timeout.h"

#include <sqlite3.h>

#include <exception>
#include <utility>

namespace askdb::database {
namespace {

/// One statement of our own. Within a turn of the handle's watch.
std::optional<Error> run_own(SqliteHandle& handle, const char* sql) {
    const SqliteHandle::Trusted trusted(handle);
    const int code = sqlite3_exec(handle.raw(), sql, nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return std::nullopt;
    return handle.error(code);
}

/// Also when the turn's time is up: this must be done in any case.
void roll_back_sqlite(SqliteHandle& handle) {
    const SqliteWatch::Turn turn(handle.watch(), longest_commit, {});
    const SqliteHandle::Trusted trusted(handle);
    if (sqlite3_get_autocommit(handle.raw()) != 0) return;
    sqlite3_exec(handle.raw(), "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<Written> run_approved(SqliteHandle& handle, std::string_view sql, const Limits& limits) {
    const Result<SqliteStatement> compiled = handle.compile(sql);
    if (!compiled) return compiled.error();
    sqlite3_stmt* const statement = compiled.value().get();
    if (statement == nullptr) return Error{Errc::bad_input, "the statement is empty"};
    if (sqlite3_bind_parameter_count(statement) > 0) {
        return Error{Errc::bad_input,
                     "the statement has a parameter such as '?' or ':name', but there is no value "
                     "for it"};
    }
    const auto before = static_cast<std::uint64_t>(sqlite3_total_changes64(handle.raw()));
    Result<Rows> rows = read_sqlite_rows(handle, statement, limits);
    if (!rows) return rows.error();
    // A statement whose rows were not all read counts what it changed when it is reset.
    sqlite3_reset(statement);
    const auto all = static_cast<std::uint64_t>(sqlite3_total_changes64(handle.raw())) - before;
    const auto direct = all == 0 ? 0 : static_cast<std::uint64_t>(sqlite3_changes64(handle.raw()));
    return Written{.affected = direct,
                   .indirectly = all > direct ? all - direct : 0,
                   .rows = std::move(rows).value()};
}

class SqliteWriteConnection : public WriteConnection {
  public:
    SqliteWriteConnection(SqliteLane::Open open, SqliteLane::Strays strays)
        : lane_(std::make_unique<SqliteLane>(std::move(open), std::move(strays))) {}

    ~SqliteWriteConnection() override { roll_back(); }

    std::string no_way_back(const WriteSummary&, std::stop_token) override { return {}; }

    Result<Written> run(std::string_view sql, const Limits& limits, std::stop_token stop) override {
        roll_back();
        return run_on_lane(sql, limits, stop, true);
    }

    Result<Written> run_at_once(std::string_view sql, const Limits& limits,
                                std::stop_token stop) override {
        roll_back();
        return run_on_lane(sql, limits, stop, false);
    }

    std::optional<Error> commit() override {
        if (!is_open_) return Error{Errc::unavailable, "there is nothing to commit"};
        is_open_ = false;
        const auto work = [](SqliteHandle& handle) {
            auto error = run_own(handle, "COMMIT");
            if (error) roll_back_sqlite(handle);
            return error;
        };
        auto error = lane_->run(work, longest_commit, {});
        if (error) return std::move(*error);
        lane_.reset();
        return Error{Errc::unavailable,
                     "the commit took too long: nobody knows whether the change was made"};
    }

    void roll_back() noexcept override {
        if (!is_open_) return;
        is_open_ = false;
        try {
            const auto work = [](SqliteHandle& handle) {
                roll_back_sqlite(handle);
                return true;
            };
            if (!lane_->run(work, longest_commit, {})) lane_.reset();
        } catch (const std::exception&) {
            lane_.reset();  // Closing it rolls back, too.
        }
    }

  private:
    Result<Written> run_on_lane(std::string_view sql, const Limits& limits,
                                const std::stop_token& stop, bool in_transaction) {
        if (!lane_) return Error{Errc::unavailable, "the writing connection was given up"};
        const auto work = [text = std::string(sql), limits,
                           in_transaction](SqliteHandle& handle) -> Result<Written> {
            struct Undo {
                SqliteHandle& handle;
                bool wanted = true;
                ~Undo() {
                    if (wanted) roll_back_sqlite(handle);
                }
            } undo{handle};
            if (in_transaction) {
                if (auto error = run_own(handle, "BEGIN IMMEDIATE")) return std::move(*error);
            }
            Result<Written> written = run_approved(handle, text, limits);
            undo.wanted = !written;
            return written;
        };
        std::optional<Result<Written>> written;
        try {
            written = lane_->run(work, limits.timeout, stop);
        } catch (...) {
            lane_.reset();  // What may still run there is never committed.
            throw;
        }
        if (!written) {
            lane_.reset();
            return statement_timeout(limits.timeout);
        }
        is_open_ = in_transaction && written->ok();
        return std::move(*written);
    }

    std::unique_ptr<SqliteLane> lane_;  ///< Null when a statement on it could not be ended.
    bool is_open_ = false;
};

}

std::unique_ptr<WriteConnection> make_sqlite_write_connection(SqliteLane::Open open,
                                                              SqliteLane::Strays strays) {
    return std::make_unique<SqliteWriteConnection>(std::move(open), std::move(strays));
}

}
