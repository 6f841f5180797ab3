#pragma once

#include "libagent/database/odbc/drivers.h"
#include "libagent/database/odbc/odbc_errors.h"
#include "libagent/database/odbc/odbc_handle.h"
#include "libagent/database/odbc/odbc_source.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// Where to connect, all decided: which driver, with which string.
struct OdbcRoute {
    std::string name;  ///< What messages call the database; safe to print.
    std::string text;  ///< The connection string, with the password.
    /// Of all that have the driver, or of those to whom it was given another dialect.
    std::shared_ptr<const DriverQuirks> quirks = nullptr;
    std::vector<std::string> secrets = {};  ///< What no message may show.
    std::string identity = {};              ///< See Source::identity().
    std::chrono::milliseconds connect_timeout = longest_odbc_connect;
};

/// An open ODBC connection as its worker sees it. One worker at a time calls everything but
/// interrupt(), which is for any thread. Shared by the connection and by a call that was left
/// alone.
class OdbcSession {
  public:
    /// Connects, which may take as long as the driver likes. Throws Failure(unavailable), or
    /// Failure(usage) when the driver or the data source is not there.
    explicit OdbcSession(const OdbcRoute& route);
    ~OdbcSession();
    OdbcSession(const OdbcSession&) = delete;
    OdbcSession& operator=(const OdbcSession&) = delete;

    const OdbcRoute& route() const { return route_; }
    const DriverQuirks& quirks() const { return *route_.quirks; }
    SQLHDBC raw() const { return connection_.get(); }

    /// A new statement handle. Throws Failure(unavailable) when the driver gives none.
    OdbcStatementHandle new_statement();

    /// One call of `function` on `statement` that interrupt() can end. Nothing when it went well.
    /// Throws Stopped once interrupt() was called, Failure(unavailable) when the connection is
    /// lost.
    template <class Function>
    std::optional<OdbcDiagnosis> call(SQLHSTMT statement, Function function) {
        if (!enter(statement)) throw Stopped();
        const SQLRETURN result = function();
        leave();
        auto why = outcome(statement, result);
        // Some servers call a cancelled statement a success.
        if (interrupted_) throw Stopped();
        return why;
    }

    /// Executes `sql` on `statement`, whose rows then wait there; see call().
    std::optional<OdbcDiagnosis> execute_on(SQLHSTMT statement, std::string_view sql);
    /// Executes SQL of our own for its effect, and drops what it gives.
    std::optional<OdbcDiagnosis> execute(std::string_view sql);
    /// Like execute(), but throws Failure for any error.
    void execute_or_throw(std::string_view sql);
    /// What SQLGetInfo says in words; empty when it says nothing, or no UTF-8.
    std::string info(SQLUSMALLINT what);

    /// Begins one piece of work, which interrupt() ends by this number.
    std::uint64_t begin_turn();
    /// Ends the call that runs now, and lets none follow, when this turn is still the one; see
    /// DriverQuirks::cancel. Any thread.
    void interrupt(std::uint64_t turn);
    bool is_interrupted() const { return interrupted_; }
    /// Tidies up at the end of a turn, which nothing interrupts any more. After an interrupted one
    /// makes sure that no late cancel is left. The session is lost when that fails.
    void end_turn(std::string_view tidy_sql);

    /// What a lost connection means to a caller: unavailable, and worth another try.
    Error lost_error(const OdbcDiagnosis& why) const;
    bool is_lost() const { return lost_; }
    void mark_lost() { lost_ = true; }

    /// What SQL a `KILL QUERY` needs: the server's number of this connection. Set before any call
    /// that it shall end.
    void set_server_id(std::string id) { server_id_ = std::move(id); }

    /// Whether the statement in hand was given to the server: it must not be sent again.
    bool sent = false;

  private:
    bool enter(SQLHSTMT statement);
    void leave();
    std::optional<OdbcDiagnosis> outcome(SQLHSTMT statement, SQLRETURN result);
    void kill_query() const;
    void tidy() noexcept;

    OdbcRoute route_;
    OdbcEnvironment environment_;
    OdbcConnectionHandle connection_;
    std::string server_id_;
    std::atomic<bool> lost_ = false;
    std::atomic<bool> interrupted_ = false;

    // Held by interrupt() while it cancels, so that the worker cannot leave the call meanwhile: a
    // cancel at any other moment breaks some drivers' memory.
    std::mutex gate_;  ///< Guards the three below.
    SQLHSTMT inside_ = nullptr;
    std::uint64_t turn_ = 0;
    bool can_interrupt_ = false;
};

/// What a failed connect means, in words.
Error odbc_connect_error(const OdbcDiagnosis& diagnosis, const OdbcRoute& route);

}
