#include "libagent/database/odbc/odbc_writer.h"

#include <chrono>
#include <cstdint>

namespace askdb::database {
namespace {

/// A database of which we know nothing but ODBC: nothing is committed but by SQLEndTran.
class GenericWriter : public OdbcWriter {
  public:
    void prepare(OdbcSession& session) override {
        const SQLRETURN result = odbc_api().set_connect_attr(
            session.raw(), SQL_ATTR_AUTOCOMMIT,
            reinterpret_cast<SQLPOINTER>(std::uintptr_t{SQL_AUTOCOMMIT_OFF}), SQL_IS_UINTEGER);
        if (SQL_SUCCEEDED(result)) return;
        throw Failure({Errc::usage, "the driver of '" + session.route().name +
                                        "' has no transactions: askdb does not write without"});
    }

    std::string no_way_back(OdbcSession&, const WriteSummary&) override { return {}; }

    Result<Written> run(OdbcSession& session, std::string_view sql, const Limits& limits) override {
        session.sent = true;
        return run_written(session, sql, limits);
    }

    Result<Written> run_at_once(OdbcSession& session, std::string_view sql,
                                const Limits& limits) override {
        Result<Written> written = run(session, sql, limits);
        if (!written) return written;
        if (auto error = commit(session)) return std::move(*error);
        return written;
    }

    // With autocommit off the driver begins transactions itself; a new connection would be told as
    // a lost one.
    bool is_open(OdbcSession&) override { return true; }

    std::optional<Error> commit(OdbcSession& session) override {
        if (SQL_SUCCEEDED(odbc_api().end_tran(SQL_HANDLE_DBC, session.raw(), SQL_COMMIT))) {
            return std::nullopt;
        }
        return odbc_statement_error(
            odbc_diagnosis(SQL_HANDLE_DBC, session.raw(), session.route().secrets));
    }

    void roll_back(OdbcSession& session) override {
        odbc_api().end_tran(SQL_HANDLE_DBC, session.raw(), SQL_ROLLBACK);
        session.end_turn({});
    }
};

}

std::unique_ptr<OdbcWriter> make_generic_writer() {
    return std::make_unique<GenericWriter>();
}

}
