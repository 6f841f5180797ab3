#include "libagent/database/odbc/mysql_session.h"
#include "libagent/database/odbc/mysql_text.h"
#include "libagent/database/odbc/odbc_writer.h"

#include <fmt/format.h>

namespace askdb::database {
namespace {

/// The condition of information_schema.tables that finds any of the tables; empty for none.
std::string named_tables(const WriteSummary& summary) {
    std::string out;
    for (const WriteAction& action : summary.actions) {
        for (const WrittenTable& table : action.tables) {
            const bool has_schema = table.parts.size() > 1;
            const std::string schema =
                has_schema ? mysql_literal(table.parts[table.parts.size() - 2]) : "DATABASE()";
            if (!out.empty()) out += " OR ";
            out += fmt::format("(t.table_schema = {} AND t.table_name = {})", schema,
                               mysql_literal(table.parts.back()));
        }
    }
    return out;
}

/// MariaDB, or MySQL, behind MariaDB Connector/ODBC.
class MysqlWriter : public OdbcWriter {
  public:
    void prepare(OdbcSession& session) override {
        own_ = prepare_mysql_session(session);
        if (!own_.is_mariadb) return;
        session.execute(
            fmt::format("SET SESSION idle_transaction_timeout = {}", longest_undecided.count()));
    }

    std::string no_way_back(OdbcSession& session, const WriteSummary& summary) override {
        const std::string tables = named_tables(summary);
        if (tables.empty()) return {};
        const std::string found = one_written_value(
            session,
            "SELECT CONCAT(t.table_name, ' (', t.engine, ')') FROM information_schema.tables t "
            "LEFT JOIN information_schema.engines e ON e.engine = t.engine "
            "WHERE t.engine IS NOT NULL AND COALESCE(e.transactions, 'NO') <> 'YES' AND (" +
                tables + ") LIMIT 1");
        if (found.empty()) return {};
        return fmt::format(
            "MariaDB commits this at once: it cannot be undone, because table {} "
            "has no transactions",
            found);
    }

    Result<Written> run(OdbcSession& session, std::string_view sql, const Limits& limits) override {
        return run_with(session, sql, limits, "START TRANSACTION READ WRITE");
    }

    Result<Written> run_at_once(OdbcSession& session, std::string_view sql,
                                const Limits& limits) override {
        return run_with(session, sql, limits, {});
    }

    bool is_open(OdbcSession& session) override {
        if (one_written_value(session, "SELECT CONNECTION_ID()") != own_.id) return false;
        return !own_.is_mariadb || one_written_value(session, "SELECT @@in_transaction") == "1";
    }

    std::optional<Error> commit(OdbcSession& session) override {
        const auto why = session.execute("COMMIT");
        return why ? std::optional(odbc_statement_error(*why)) : std::nullopt;
    }

    void roll_back(OdbcSession& session) override { session.end_turn("ROLLBACK"); }

  private:
    Result<Written> run_with(OdbcSession& session, std::string_view sql, const Limits& limits,
                             std::string_view begin) {
        const Result<std::string> text = mysql_bare_text(sql);
        if (!text) return text.error();
        session.execute_or_throw(
            fmt::format("{}, {}", mysql_mode_sql, mysql_statement_limit(limits.timeout, own_)));
        if (!begin.empty()) session.execute_or_throw(begin);
        session.sent = true;
        return run_written(session, text.value(), limits);
    }

    MysqlSession own_;
};

}

std::unique_ptr<OdbcWriter> make_mysql_writer() {
    return std::make_unique<MysqlWriter>();
}

}
