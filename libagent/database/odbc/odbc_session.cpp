#include "libagent/database/odbc/odbc_session.h"

#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::database {

OdbcSession::OdbcSession(const OdbcRoute& route)
    : route_(route), environment_(make_odbc_environment()), connection_(environment_.get()) {
    if (!connection_) {
        throw Failure(
            Error{Errc::unavailable, "no memory for a connection to '" + route_.name + "'"});
    }
    const SQLRETURN result =
        odbc_api().driver_connect(connection_.get(), nullptr, odbc_text(route_.text), SQL_NTS,
                                  nullptr, 0, nullptr, SQL_DRIVER_NOPROMPT);
    if (SQL_SUCCEEDED(result)) return;
    Error error = odbc_connect_error(
        odbc_diagnosis(SQL_HANDLE_DBC, connection_.get(), route_.secrets), route_);
    tidy();
    throw Failure(std::move(error));
}

OdbcSession::~OdbcSession() {
    const OdbcApi& api = odbc_api();
    if (!SQL_SUCCEEDED(api.disconnect(connection_.get()))) {
        // A driver may keep a connection whose transaction is open (25000).
        api.end_tran(SQL_HANDLE_DBC, connection_.get(), SQL_ROLLBACK);
        api.disconnect(connection_.get());
    }
    tidy();
}

void OdbcSession::tidy() noexcept {
    connection_.reset();
    if (quirks().tidy) quirks().tidy();
}

Error OdbcSession::lost_error(const OdbcDiagnosis& why) const {
    return {.code = Errc::unavailable,
            .message = "the connection to '" + route_.name + "' was lost: " + why.message,
            .sqlstate = why.sqlstate,
            .retryable = true};
}

OdbcStatementHandle OdbcSession::new_statement() {
    OdbcStatementHandle statement(connection_.get());
    if (!statement) {
        lost_ = true;
        throw Failure(lost_error(odbc_diagnosis(SQL_HANDLE_DBC, raw(), route_.secrets)));
    }
    return statement;
}

bool OdbcSession::enter(SQLHSTMT statement) {
    const std::lock_guard lock(gate_);
    if (interrupted_) return false;
    inside_ = statement;
    return true;
}

void OdbcSession::leave() {
    const std::lock_guard lock(gate_);
    inside_ = nullptr;
}

std::optional<OdbcDiagnosis> OdbcSession::outcome(SQLHSTMT statement, SQLRETURN result) {
    if (SQL_SUCCEEDED(result) || result == SQL_NO_DATA) return std::nullopt;
    OdbcDiagnosis why = odbc_diagnosis(SQL_HANDLE_STMT, statement, route_.secrets);
    SQLUINTEGER dead = SQL_CD_FALSE;
    odbc_api().get_connect_attr(raw(), SQL_ATTR_CONNECTION_DEAD, &dead, 0, nullptr);
    if (dead == SQL_CD_TRUE || is_connection_lost(why)) {
        lost_ = true;
        throw Failure(lost_error(why));
    }
    return why;
}

std::optional<OdbcDiagnosis> OdbcSession::execute_on(SQLHSTMT statement, std::string_view sql) {
    return call(statement, [&] {
        return odbc_api().exec_direct(statement, odbc_text(sql),
                                      static_cast<SQLINTEGER>(sql.size()));
    });
}

std::optional<OdbcDiagnosis> OdbcSession::execute(std::string_view sql) {
    const OdbcStatementHandle statement = new_statement();
    return execute_on(statement.get(), sql);
}

void OdbcSession::execute_or_throw(std::string_view sql) {
    if (const auto why = execute(sql)) throw Failure(odbc_statement_error(*why));
}

std::string OdbcSession::info(SQLUSMALLINT what) {
    constexpr std::size_t longest_info = 16u << 10;
    std::string text(longest_info, '\0');
    SQLSMALLINT length = 0;
    const SQLRETURN result = odbc_api().get_info(
        raw(), what, text.data(), static_cast<SQLSMALLINT>(text.size() - 1), &length);
    if (!SQL_SUCCEEDED(result)) return {};
    text.resize(std::min(text.find('\0'), text.size()));
    return is_valid_utf8(text) ? text : std::string();
}

std::uint64_t OdbcSession::begin_turn() {
    const std::lock_guard lock(gate_);
    can_interrupt_ = true;
    interrupted_ = false;
    sent = false;
    return ++turn_;
}

void OdbcSession::interrupt(std::uint64_t turn) {
    const std::lock_guard lock(gate_);
    if (turn != turn_ || !can_interrupt_) return;
    interrupted_ = true;
    if (inside_ == nullptr) return;
    switch (quirks().cancel) {
        case CancelBy::never: return;
        case CancelBy::sql_cancel: odbc_api().cancel(inside_); return;
        case CancelBy::kill_query: kill_query(); return;
    }
}

void OdbcSession::kill_query() const {
    if (server_id_.empty()) return;
    try {
        OdbcSession killer(route_);
        killer.execute("KILL QUERY " + server_id_);
    } catch (const Failure&) {
        // Asked again soon; until then the statement runs on, and its caller does not wait for it.
    }
}

void OdbcSession::end_turn(std::string_view tidy_sql) {
    bool was_interrupted = false;
    {
        const std::lock_guard lock(gate_);
        can_interrupt_ = false;
        was_interrupted = interrupted_.exchange(false);
    }
    if (lost_ || tidy_sql.empty()) return;
    try {
        bool failed = execute(tidy_sql).has_value();
        // A cancel that came late may have hit the tidying; nothing of it is left after that.
        if (failed && was_interrupted) failed = execute(tidy_sql).has_value();
        if (failed) lost_ = true;
    } catch (const Failure&) {
        lost_ = true;
    }
}

}
