#include "libagent/database/odbc/generic_catalog.h"
#include "libagent/database/odbc/odbc_reader.h"
#include "libagent/database/odbc/odbc_server.h"

#include <fmt/format.h>

#include <cstdint>

namespace askdb::database {
namespace {

SQLPOINTER generic_attribute(std::uintptr_t value) {
    return reinterpret_cast<SQLPOINTER>(value);
}

/// A database of which we know nothing but ODBC. Its walls are what ODBC has: the connection is
/// asked to be read-only, and everything is rolled back.
class GenericServer : public OdbcServer {
  public:
    void prepare(OdbcSession& session) override {
        const OdbcApi& api = odbc_api();
        api.set_connect_attr(session.raw(), SQL_ATTR_ACCESS_MODE,
                             generic_attribute(SQL_MODE_READ_ONLY), SQL_IS_UINTEGER);
        api.set_connect_attr(session.raw(), SQL_ATTR_AUTOCOMMIT,
                             generic_attribute(SQL_AUTOCOMMIT_OFF), SQL_IS_UINTEGER);
    }

    Result<Rows> query(OdbcSession& session, std::string_view sql, const Limits& limits) override {
        const OdbcStatementHandle statement = session.new_statement();
        odbc_api().set_stmt_attr(statement.get(), SQL_ATTR_MAX_ROWS,
                                 generic_attribute(limits.rows + 1), 0);
        session.sent = true;
        const auto why = session.execute_on(statement.get(), sql);
        if (why) return odbc_statement_error(*why);
        OdbcReader reader(session, statement.get(), limits);
        if (auto error = reader.read()) return std::move(*error);
        return std::move(reader.rows);
    }

    std::optional<Error> check(OdbcSession& session, std::string_view sql) override {
        const OdbcStatementHandle statement = session.new_statement();
        const auto why = session.call(statement.get(), [&] {
            return odbc_api().prepare(statement.get(), odbc_text(sql),
                                      static_cast<SQLINTEGER>(sql.size()));
        });
        if (!why) return std::nullopt;
        return odbc_statement_error(*why);
    }

    Catalog load_catalog(OdbcSession& session) override { return generic_catalog(session); }

    void end_turn(OdbcSession& session) override {
        odbc_api().end_tran(SQL_HANDLE_DBC, session.raw(), SQL_ROLLBACK);
        session.end_turn({});
    }
};

}

std::unique_ptr<OdbcServer> make_generic_server() {
    return std::make_unique<GenericServer>();
}

}
