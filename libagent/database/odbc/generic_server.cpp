#include "libagent/database/odbc/generic_catalog.h"
#include "libagent/database/odbc/generic_traits.h"
#include "libagent/database/odbc/odbc_reader.h"
#include "libagent/database/odbc/odbc_server.h"
#include "libagent/database/odbc/own_rows.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace askdb::database {
namespace {

constexpr std::string_view read_only_transaction = "SET TRANSACTION READ ONLY";

SQLPOINTER generic_attribute(std::uintptr_t value) {
    return reinterpret_cast<SQLPOINTER>(value);
}

/// A database of which we know nothing but ODBC. Its walls are what ODBC has: the connection is
/// asked to be read-only, so is each transaction where the server has that, and everything is
/// rolled back.
class GenericServer : public OdbcServer {
  public:
    void prepare(OdbcSession& session) override {
        const OdbcApi& api = odbc_api();
        api.set_connect_attr(session.raw(), SQL_ATTR_ACCESS_MODE,
                             generic_attribute(SQL_MODE_READ_ONLY), SQL_IS_UINTEGER);
        api.set_connect_attr(session.raw(), SQL_ATTR_AUTOCOMMIT,
                             generic_attribute(SQL_AUTOCOMMIT_OFF), SQL_IS_UINTEGER);
        // Standard SQL, which many servers have; asked again before each statement then.
        begins_read_only_ = !session.execute(read_only_transaction).has_value();
        roll_back(session);
    }

    Result<Rows> query(OdbcSession& session, std::string_view sql, const Limits& limits) override {
        const OdbcStatementHandle statement = session.new_statement();
        if (auto error = execute(session, statement.get(), sql, limits)) return std::move(*error);
        OdbcReader reader(session, statement.get(), limits);
        if (auto error = reader.read()) return std::move(*error);
        return std::move(reader.rows);
    }

    Result<StreamEnd> stream(OdbcSession& session, std::string_view sql, const Limits& limits,
                             RowFeed& feed) override {
        const OdbcStatementHandle statement = session.new_statement();
        if (auto error = execute(session, statement.get(), sql, limits)) return std::move(*error);
        OdbcReader reader(session, statement.get(), {limits, &feed});
        auto error = reader.read();
        reader.pass_on();
        if (error) return std::move(*error);
        return reader.stream_end();
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

    Catalog load_catalog(OdbcSession& session) override {
        return generic_catalog(session, current_schema(try_on(session)));
    }

    std::shared_ptr<const Dialect> describe_dialect(OdbcSession& session) override {
        ServerTraits traits = claimed_traits(session);
        add_tried_traits(traits, try_on(session));
        return database::describe_dialect(std::move(traits));
    }

    void end_turn(OdbcSession& session) override {
        roll_back(session);
        session.end_turn({});
    }

  private:
    std::optional<Error> execute(OdbcSession& session, SQLHSTMT statement, std::string_view sql,
                                 const Limits& limits) {
        // One more than may come; past the largest number there is no limit, which is written 0.
        odbc_api().set_stmt_attr(statement, SQL_ATTR_MAX_ROWS, generic_attribute(limits.rows + 1),
                                 0);
        if (begins_read_only_) session.execute(read_only_transaction);
        session.sent = true;
        const auto why = session.execute_on(statement, sql);
        if (!why) return std::nullopt;
        return odbc_statement_error(*why);
    }

    static void roll_back(OdbcSession& session) {
        odbc_api().end_tran(SQL_HANDLE_DBC, session.raw(), SQL_ROLLBACK);
    }

    static TryStatement try_on(OdbcSession& session) {
        return [&session](const std::string& sql) -> std::optional<std::vector<std::string>> {
            constexpr std::size_t most_trial_rows = 10;
            const Result<Rows> rows = own_rows(session, sql, most_trial_rows);
            // Some servers take nothing more in a transaction that had an error.
            if (!rows) roll_back(session);
            if (!rows || rows.value().column_count() == 0) return std::nullopt;
            std::vector<std::string> values;
            for (std::size_t row = 0; row < rows.value().row_count(); ++row) {
                values.emplace_back(rows.value().cell(row, 0).text);
            }
            return values;
        };
    }

    bool begins_read_only_ = false;
};

}

std::unique_ptr<OdbcServer> make_generic_server() {
    return std::make_unique<GenericServer>();
}

}
