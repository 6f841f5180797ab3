#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/connection.h"
#include "libagent/database/odbc/odbc_session.h"

#include <memory>
#include <optional>
#include <string_view>

namespace askdb::database {

/// How statements run on one kind of server: its walls, its limits, its catalog. Knows nothing of
/// threads: everything runs on the session's worker, may block, and throws Stopped once the session
/// is interrupted, and Failure(unavailable) when the connection is lost.
class OdbcServer {
  public:
    virtual ~OdbcServer() = default;

    /// Once after connecting: settings that hold for the session. Throws Failure.
    virtual void prepare(OdbcSession& session) = 0;
    /// See Connection::query(). OdbcSession::sent is set before the statement goes out.
    virtual Result<Rows> query(OdbcSession& session, std::string_view sql,
                               const Limits& limits) = 0;
    /// See Connection::check().
    virtual std::optional<Error> check(OdbcSession& session, std::string_view sql) = 0;
    /// See Connection::load_catalog(). Throws Failure for any error.
    virtual Catalog load_catalog(OdbcSession& session) = 0;
    /// Ends whatever the calls above began. Never throws.
    virtual void end_turn(OdbcSession& session) = 0;
};

std::unique_ptr<OdbcServer> make_postgres_server();
std::unique_ptr<OdbcServer> make_mysql_server();
std::unique_ptr<OdbcServer> make_generic_server();
std::unique_ptr<OdbcServer> make_odbc_server(ServerKind kind);

/// Two digits a byte: a text that no quoting rule can be wrong about. Pure.
std::string hexadecimal(std::string_view bytes);

/// Rows of SQL of our own, for catalogs. Throws Failure.
Rows catalog_rows(OdbcServer& server, OdbcSession& session, std::string_view sql);

}
