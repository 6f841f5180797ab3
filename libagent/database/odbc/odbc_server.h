#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/connection.h"
#include "libagent/database/odbc/odbc_session.h"
#include "libagent/database/row_pipe.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

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
    /// See Connection::stream(): the rows go into `feed`, whose put() may throw Stopped. No columns
    /// are told when the statement gives no rows.
    virtual Result<StreamEnd> stream(OdbcSession& session, std::string_view sql,
                                     const Limits& limits, RowFeed& feed) = 0;
    /// See Connection::check().
    virtual std::optional<Error> check(OdbcSession& session, std::string_view sql) = 0;
    /// See Connection::load_catalog(). Throws Failure for any error.
    virtual Catalog load_catalog(OdbcSession& session) = 0;
    /// See Connection::catalog_stamp(). Throws Failure for any error.
    virtual std::optional<CatalogStamp> catalog_stamp(OdbcSession& session,
                                                      const CatalogStamp* known);
    /// The tables with their estimates, without columns, for Connection::refresh_row_estimates();
    /// empty where there are none. Throws likewise.
    virtual Catalog load_row_estimates(OdbcSession& session);
    /// See Connection::sample_values(): of all tables that have any. Throws likewise.
    virtual std::vector<TableSample> sample_values(OdbcSession& session);
    /// See Connection::describe_dialect().
    virtual std::shared_ptr<const Dialect> describe_dialect(OdbcSession&) { return nullptr; }
    /// Ends whatever the calls above began. Never throws.
    virtual void end_turn(OdbcSession& session) = 0;
};

std::unique_ptr<OdbcServer> make_postgres_server();
std::unique_ptr<OdbcServer> make_mysql_server();
std::unique_ptr<OdbcServer> make_generic_server();
std::unique_ptr<OdbcServer> make_odbc_server(ServerKind kind);

/// Two digits a byte: a text that no quoting rule can be wrong about. Pure.
std::string hexadecimal(std::string_view bytes);

/// For SQL of our own, for catalogs: all rows, as long as that is bearable. Pure.
Limits catalog_limits();

/// Rows of such SQL. Throws Failure.
Rows catalog_rows(OdbcServer& server, OdbcSession& session, std::string_view sql);

}
