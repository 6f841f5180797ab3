#pragma once

#include "libagent/database/odbc/drivers.h"
#include "libagent/database/odbc/odbc_session.h"
#include "libagent/database/write_connection.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::database {

/// How one statement is written to one kind of server. As for OdbcServer, everything runs on the
/// session's worker, may block, and throws Stopped once the session is interrupted, and
/// Failure(unavailable) when the connection is lost.
class OdbcWriter {
  public:
    virtual ~OdbcWriter() = default;

    /// Once after connecting: settings that hold for the session. Throws Failure.
    virtual void prepare(OdbcSession& session) = 0;
    /// See WriteConnection::no_way_back().
    virtual std::string no_way_back(OdbcSession& session, const WriteSummary& summary) = 0;
    /// See WriteConnection::run(). After an error, roll_back() is called.
    virtual Result<Written> run(OdbcSession& session, std::string_view sql,
                                const Limits& limits) = 0;
    /// See WriteConnection::run_at_once().
    virtual Result<Written> run_at_once(OdbcSession& session, std::string_view sql,
                                        const Limits& limits) = 0;
    /// Whether the transaction of run() is still the one that is open; else there is nothing to
    /// commit: a driver may have connected anew without a word.
    virtual bool is_open(OdbcSession& session) = 0;
    virtual std::optional<Error> commit(OdbcSession& session) = 0;
    /// Ends the session's turn as well (OdbcSession::end_turn()). Never throws.
    virtual void roll_back(OdbcSession& session) = 0;
};

std::unique_ptr<OdbcWriter> make_postgres_writer();
std::unique_ptr<OdbcWriter> make_mysql_writer();
std::unique_ptr<OdbcWriter> make_generic_writer();
std::unique_ptr<OdbcWriter> make_odbc_writer(ServerKind kind);

/// Runs a statement as it stands and reads what it gives.
Result<Written> run_written(OdbcSession& session, std::string_view sql, const Limits& limits);

/// The first cell of what SQL of our own gives; empty for none. Throws Failure.
std::string one_written_value(OdbcSession& session, std::string_view sql);

}
