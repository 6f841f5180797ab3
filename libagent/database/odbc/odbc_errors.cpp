#include "libagent/database/odbc/odbc_errors.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <array>

namespace askdb::database {
namespace {

constexpr std::size_t diagnosis_bytes = 4096;

// MariaDB's own numbers, https://mariadb.com/kb/en/mariadb-error-code-reference/
constexpr long mariadb_lock_wait_timeout = 1205;
constexpr long mariadb_interrupted = 1317;
constexpr long mariadb_read_only_transaction = 1792;
constexpr long mariadb_statement_timeout = 1969;
constexpr long mysql_statement_timeout = 3024;
constexpr long mariadb_server_gone = 2006;
constexpr long mariadb_server_lost = 2013;
constexpr long mariadb_connection_killed = 1927;

bool starts_with_any(std::string_view text, std::span<const std::string_view> prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [text](std::string_view prefix) { return text.starts_with(prefix); });
}

void remove_suffix_text(std::string_view& text, std::string_view suffix) {
    if (text.ends_with(suffix)) text.remove_suffix(suffix.size());
    text = trim(text);
}

}

std::string plain_driver_words(std::string_view message) {
    std::string_view rest = trim(message);
    while (rest.starts_with('[')) {
        const std::size_t end = rest.find(']');
        if (end == std::string_view::npos) break;
        rest = trim(rest.substr(end + 1));
    }
    for (const std::string_view severity : {"ERROR: ", "FATAL: "}) {
        // PostgreSQL's own words stand behind it, where the connection goes to before it.
        const std::size_t at = rest.find(severity);
        if (at != std::string_view::npos) rest = trim(rest.substr(at + severity.size()));
    }
    remove_suffix_text(rest, "Error while executing the query");
    remove_suffix_text(rest, ";");
    std::string out;
    for (const char c : valid_utf8(rest)) {
        const bool is_break = c == '\n' || c == '\r' || c == '\t';
        if (!is_break) out += c;
        if (is_break && !out.ends_with(' ')) out += ' ';
    }
    return out;
}

OdbcDiagnosis odbc_diagnosis(SQLSMALLINT handle_type, SQLHANDLE handle,
                             std::span<const std::string> secrets) {
    constexpr SQLSMALLINT most_records = 8;
    OdbcDiagnosis first;
    for (SQLSMALLINT record = 1; record <= most_records; ++record) {
        std::array<SQLCHAR, 6> state{};
        std::array<SQLCHAR, diagnosis_bytes> text{};
        SQLINTEGER native = 0;
        SQLSMALLINT length = 0;
        const SQLRETURN result =
            odbc_api().get_diag_rec(handle_type, handle, record, state.data(), &native, text.data(),
                                    static_cast<SQLSMALLINT>(text.size()), &length);
        if (!SQL_SUCCEEDED(result)) break;
        const std::string_view sqlstate(reinterpret_cast<const char*>(state.data()));
        // Warnings of an earlier step may stand before the error.
        if (!first.sqlstate.empty() && !first.sqlstate.starts_with("01")) break;
        first = {.sqlstate = std::string(sqlstate),
                 .native = native,
                 .message = redacted(plain_driver_words(reinterpret_cast<const char*>(text.data())),
                                     secrets)};
    }
    return first;
}

bool is_connection_lost(const OdbcDiagnosis& diagnosis) {
    static constexpr std::string_view lost[] = {"08", "57P01", "57P02", "57P03", "57P05", "HYT01"};
    static constexpr std::string_view lost_words[] = {"server closed the connection",
                                                      "no connection to the server",
                                                      "Lost connection",
                                                      "terminating connection",
                                                      "could not receive data from server",
                                                      "could not send data to server",
                                                      "MySQL server has gone away",
                                                      "Server has gone away"};
    if (starts_with_any(diagnosis.sqlstate, lost)) return true;
    if (diagnosis.native == mariadb_server_gone || diagnosis.native == mariadb_server_lost ||
        diagnosis.native == mariadb_connection_killed) {
        return true;
    }
    return std::any_of(std::begin(lost_words), std::end(lost_words), [&](std::string_view words) {
        return diagnosis.message.find(words) != std::string::npos;
    });
}

Error odbc_statement_error(const OdbcDiagnosis& diagnosis) {
    Error error{.code = Errc::bad_input,
                .message = diagnosis.message.empty()
                               ? "the driver refused the statement without a word"
                               : diagnosis.message,
                .sqlstate = diagnosis.sqlstate};
    if (is_connection_lost(diagnosis)) {
        error.code = Errc::unavailable;
        error.message = "the connection was lost: " + error.message;
        error.retryable = true;
    } else if (diagnosis.sqlstate == "25006" || diagnosis.native == mariadb_read_only_transaction) {
        error.code = Errc::refused;
    } else if (diagnosis.sqlstate == "57014" || diagnosis.native == mariadb_statement_timeout ||
               diagnosis.native == mysql_statement_timeout ||
               diagnosis.native == mariadb_interrupted || diagnosis.sqlstate == "HYT00") {
        error.code = Errc::timeout;
    } else if (diagnosis.sqlstate == "55P03" || diagnosis.native == mariadb_lock_wait_timeout ||
               diagnosis.sqlstate == "53300") {
        error.code = Errc::unavailable;
        error.retryable = true;
    }
    return error;
}

}
