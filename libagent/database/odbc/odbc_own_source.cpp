#include "libagent/database/odbc/odbc_own_source.h"

#include "libagent/database/dialect.h"
#include "libagent/database/odbc/odbc_call.h"
#include "libagent/database/odbc/odbc_route.h"
#include "libagent/database/odbc/odbc_values.h"
#include "libagent/database/sqlite/sqlite_own_source.h"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <functional>
#include <utility>

namespace askdb::database {
namespace {

/// The longest that a statement of ours may take; the server gives up a little before.
constexpr std::chrono::milliseconds longest_own_call{65'000}, longest_own_wait{60'000};

/// Shared by the connection and by the thread of a call that was left alone.
struct OdbcOwnLink {
    explicit OdbcOwnLink(const OdbcRoute& route) : session(route) {
        session.begin_turn();
        session.execute_or_throw(fmt::format(
            "SET standard_conforming_strings = on;SET client_min_messages = error;"
            "SET lock_timeout = {};SET statement_timeout = {};"
            "SET idle_in_transaction_session_timeout = {}",
            longest_own_wait.count(), longest_own_wait.count(), longest_own_wait.count()));
        session.end_turn({});
    }

    OdbcSession session;
};

Error own_error_of(const OdbcDiagnosis& why, const std::string& name) {
    Error error = odbc_statement_error(why);
    error.message = fmt::format("'{}': {}", name, error.message);
    const bool was_rolled_back = why.sqlstate.starts_with("40");  // A deadlock, for one.
    const bool is_out_of_space = why.sqlstate.starts_with("53");
    if (error.code == Errc::timeout || was_rolled_back) error.retryable = true;
    if (error.code != Errc::bad_input || was_rolled_back || is_out_of_space) {
        error.code = Errc::unavailable;
    }
    return error;
}

class OdbcOwnConnection : public OwnConnection {
  public:
    OdbcOwnConnection(const OdbcRoute& route, std::shared_ptr<Reaper> reaper)
        : name_(route.name),
          reaper_(std::move(reaper)),
          link_(open_odbc_link<OdbcOwnLink>(*reaper_, route, {})) {}

    ~OdbcOwnConnection() override {
        roll_back();
        reaper_->dispose(std::move(link_));
    }

    void begin(OwnTransaction kind) override {
        execute(kind == OwnTransaction::reading ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                : kind == OwnTransaction::writing_soon
                    ? "BEGIN READ WRITE;SET LOCAL synchronous_commit = off"
                    : "BEGIN READ WRITE");
        is_open_ = true;
    }

    void commit() override {
        execute("COMMIT");
        is_open_ = false;
    }

    void roll_back() noexcept override {
        if (!std::exchange(is_open_, false) || is_lost()) return;
        try {
            execute("ROLLBACK");
        } catch (const std::exception&) {
            reaper_->dispose(std::move(link_));  // The server notices that we are gone.
        }
    }

    bool is_lost() const override { return !link_ || link_->session.is_lost(); }

    using OwnConnection::run;
    OwnResult run(std::string_view sql, std::span<const OwnValue> values) override;

  private:
    struct Statement {
        Statement(std::string_view text, std::span<const OwnValue> bound)
            : sql(text), values(bound) {}
        std::string sql;
        OdbcValues values;
        OwnResult result = {};
        std::optional<OdbcDiagnosis> why = {};
    };

    static void run_in_turn(OdbcSession& session, Statement& statement);
    void execute(std::string_view sql) { (void)run(sql, std::span<const OwnValue>()); }

    std::string name_;
    std::shared_ptr<Reaper> reaper_;     // Shared by all connections of a process.
    std::shared_ptr<OdbcOwnLink> link_;  // Shared with a call that was left alone.
    bool is_open_ = false;
};

void OdbcOwnConnection::run_in_turn(OdbcSession& session, Statement& statement) {
    const OdbcStatementHandle handle = session.new_statement();
    statement.values.bind(handle.get());
    statement.why = session.execute_on(handle.get(), statement.sql);
    if (statement.why) return;
    SQLLEN affected = 0;
    odbc_api().row_count(handle.get(), &affected);
    statement.why = read_as_texts(session, handle.get(), statement.result.rows);
    if (affected > 0) statement.result.affected = static_cast<std::uint64_t>(affected);
}

OwnResult OdbcOwnConnection::run(std::string_view sql, std::span<const OwnValue> values) {
    if (is_lost()) {
        throw Failure({.code = Errc::unavailable,
                       .message = "the connection to '" + name_ + "' was lost",
                       .retryable = true});
    }
    const auto statement = std::make_shared<Statement>(sql, values);
    const OdbcCallEnd end = run_odbc_call(
        *reaper_, {link_, &link_->session},
        {.work = [link = link_, statement] { run_in_turn(link->session, *statement); },
         .tidy = [link = link_] { link->session.end_turn({}); },
         .timeout = longest_own_call});
    if (end.how != Reaper::End::done) {
        reaper_->dispose(std::move(link_));
        throw Failure({.code = Errc::unavailable,
                       .message = "'" + name_ + "' did not answer in time",
                       .retryable = true});
    }
    if (end.thrown) std::rethrow_exception(end.thrown);
    if (statement->why) throw Failure(own_error_of(*statement->why, name_));
    return std::move(statement->result);
}

class OdbcOwnSource : public OwnSource {
  public:
    OdbcOwnSource(OdbcRoute route, std::shared_ptr<Reaper> reaper)
        : route_(std::move(route)), reaper_(std::move(reaper)) {}

    std::unique_ptr<OwnConnection> connect() const override {
        return std::make_unique<OdbcOwnConnection>(route_, reaper_);
    }
    const Dialect& dialect() const override { return *find_dialect("postgres"); }
    const std::string& name() const override { return route_.name; }

  private:
    OdbcRoute route_;
    std::shared_ptr<Reaper> reaper_;  // Shared by all sources of a process.
};

}

std::unique_ptr<OwnSource> make_odbc_own_source(const OdbcTarget& target,
                                                std::shared_ptr<Reaper> reaper) {
    FoundRoute found = find_odbc_route(target);
    if (!found.sqlite_path.empty()) return make_sqlite_own_source(std::move(found.sqlite_path));
    if (found.route.quirks->server != ServerKind::postgres) {
        throw Failure({Errc::usage, fmt::format("nothing can be kept in '{}': only SQLite and "
                                                "PostgreSQL can, and this is {}",
                                                found.route.name, found.route.quirks->title)});
    }
    return std::make_unique<OdbcOwnSource>(std::move(found.route), std::move(reaper));
}

}
