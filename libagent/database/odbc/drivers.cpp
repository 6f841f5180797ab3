#include "libagent/database/odbc/drivers.h"

#include "libagent/base/text.h"
#include "libagent/database/odbc/psqlodbc_log.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace askdb::database {
namespace {

constexpr std::string_view connect_seconds = "10";

Error cannot_carry(const DatabaseUrl& url, std::string_view what) {
    return {.code = Errc::usage,
            .message = "'" + url.shown() + "' has " + std::string(what),
            .hint = "use an ODBC connection string instead"};
}

Error unknown_parameter(const DatabaseUrl& url, const std::string& key,
                        std::span<const std::string_view> known) {
    const std::vector<std::string> names(known.begin(), known.end());
    const std::string list = names.empty() ? "none" : join(names, ", ");
    Error error =
        cannot_carry(url, "the unknown parameter '" + visible(key.substr(0, key.find('='))) +
                              "' (known: " + list + ")");
    error.hint = did_you_mean(nearest(key, names, 1), error.hint);
    return error;
}

/// Another value than those that are known.
Error unknown_tls_mode(const DatabaseUrl& url, const std::string& mode,
                       std::span<const std::string_view> known) {
    const std::vector<std::string> names(known.begin(), known.end());
    Error error = cannot_carry(url, "the unknown sslmode '" + visible(mode) + "'");
    error.hint = did_you_mean(nearest(mode, names, 1), "one of: " + join(names, ", "));
    return error;
}

/// `key='value'` for libpq: https://www.postgresql.org/docs/15/libpq-connect.html
void add_libpq_option(std::string& options, std::string_view key, std::string_view value) {
    if (value.empty()) return;
    if (!options.empty()) options += ' ';
    options.append(key).append("='");
    for (const char c : value) {
        if (c == '\'' || c == '\\') options += '\\';
        options += c;
    }
    options += '\'';
}

constexpr std::string_view postgres_tls_modes[] = {"disable", "allow",     "prefer",
                                                   "require", "verify-ca", "verify-full"};
// All but the first five are handed on to libpq as they are. What it sets in a session is set again
// by us.
constexpr std::string_view postgres_parameters[] = {"sslmode",
                                                    "host",
                                                    "port",
                                                    "user",
                                                    "connect_timeout",
                                                    "sslrootcert",
                                                    "sslcert",
                                                    "sslkey",
                                                    "sslcrl",
                                                    "channel_binding",
                                                    "gssencmode",
                                                    "krbsrvname",
                                                    "target_session_attrs",
                                                    "keepalives",
                                                    "keepalives_idle",
                                                    "tcp_user_timeout",
                                                    "application_name"};

bool is_any_of(std::string_view value, std::span<const std::string_view> known) {
    return std::find(known.begin(), known.end(), value) != known.end();
}

// psqlodbc takes braces only around the password and `pqopt`; so everything goes by `pqopt`.
Result<ConnectionString> postgres_from_url(const DatabaseUrl& url) {
    ConnectionString out;
    std::string host = url.host;
    std::string port = url.port;
    std::string user = url.user;
    std::string tls = "prefer";
    std::string timeout{connect_seconds};
    std::string options;
    for (const auto& [key, value] : url.parameters) {
        if (key == "sslmode") {
            if (!is_any_of(value, postgres_tls_modes)) {
                return unknown_tls_mode(url, value, postgres_tls_modes);
            }
            tls = value;
        } else if (key == "host") {
            host = value;
        } else if (key == "port") {
            port = value;
        } else if (key == "user") {
            user = value;
        } else if (key == "connect_timeout") {
            timeout = value;
        } else if (is_any_of(key, postgres_parameters)) {
            add_libpq_option(options, key, value);
        } else {
            return unknown_parameter(url, key, postgres_parameters);
        }
    }
    add_libpq_option(options, "host", host.empty() ? "localhost" : host);
    add_libpq_option(options, "port", port);
    add_libpq_option(options, "dbname", url.database);
    add_libpq_option(options, "user", user);
    add_libpq_option(options, "connect_timeout", timeout);
    out.set("SSLmode", tls);
    out.set("pqopt", options);
    return out;
}

void add_postgres_defaults(ConnectionString& connection) {
    connection.set_default("pqopt", "connect_timeout=" + std::string(connect_seconds));
    if (connection.find("DSN") == nullptr) connection.set_default("SSLmode", "prefer");
    // No savepoint around each statement of ours: a cursor that is fetched from in between reads
    // what an SQL function gives twice. We roll back ourselves.
    connection.set("Protocol", "7.4-1");
    // Our own cursor bounds the memory; the driver's would change its meaning.
    connection.set("UseDeclareFetch", "0");
    // The driver's own wall refuses the transactions that ours is made of.
    connection.set("ReadOnly", "0");
}

constexpr std::string_view mysql_tls_modes[] = {"disable", "prefer", "require", "verify-ca",
                                                "verify-full"};
constexpr std::string_view mysql_parameters[] = {"sslmode", "sslca", "socket"};

Result<ConnectionString> mysql_from_url(const DatabaseUrl& url) {
    ConnectionString out;
    for (const auto& [key, value] : url.parameters) {
        if (key == "socket") {
            out.set("SOCKET", value);
        } else if (key == "sslmode") {
            if (!is_any_of(value, mysql_tls_modes))
                return unknown_tls_mode(url, value, mysql_tls_modes);
            // The driver's check of the certificate is always the full one.
            if (value == "require" || value.starts_with("verify")) out.set("FORCETLS", "1");
            if (value.starts_with("verify")) out.set("SSLVERIFY", "1");
        } else if (key == "sslca") {
            out.set("SSLCA", value);
        } else {
            return unknown_parameter(url, key, mysql_parameters);
        }
    }
    out.set("SERVER", url.host.empty() ? "localhost" : url.host);
    if (!url.port.empty()) out.set("PORT", url.port);
    if (!url.database.empty()) out.set("DATABASE", url.database);
    if (!url.user.empty()) out.set("UID", url.user);
    return out;
}

void add_mariadb_defaults(ConnectionString& connection) {
    connection.set_default("CONN_TIMEOUT", connect_seconds);
}

Result<ConnectionString> sqlserver_from_url(const DatabaseUrl& url) {
    if (!url.parameters.empty()) return unknown_parameter(url, url.parameters[0].first, {});
    constexpr std::string_view port = "1433";
    ConnectionString out;
    out.set("Server", url.host.empty() ? "localhost" : url.host);
    out.set("Port", url.port.empty() ? port : url.port);
    if (!url.database.empty()) out.set("Database", url.database);
    if (!url.user.empty()) out.set("UID", url.user);
    return out;
}

void add_freetds_defaults(ConnectionString& connection) {
    connection.set_default("TDS_Version", "7.4");
    connection.set_default("ClientCharset", "UTF-8");
}

constexpr std::string_view postgres_schemes[] = {"postgres", "postgresql"};
constexpr std::string_view postgres_names[] = {"PostgreSQL Unicode", "PostgreSQL",
                                               "PostgreSQL ANSI"};
constexpr std::string_view mysql_schemes[] = {"mysql", "mariadb"};
constexpr std::string_view mariadb_names[] = {"MariaDB Unicode", "MariaDB"};
constexpr std::string_view myodbc_names[] = {"MySQL ODBC 8.0 Unicode Driver", "MySQL"};
constexpr std::string_view sqlserver_schemes[] = {"mssql", "sqlserver"};
constexpr std::string_view freetds_names[] = {"FreeTDS"};

// The first row that serves a scheme is the one whose driver is looked for first.
constexpr DriverQuirks known_drivers[] = {
    {.title = "PostgreSQL",
     .dialect = "postgres",
     .server = ServerKind::postgres,
     .values = ServerKind::postgres,
     .cancel = CancelBy::sql_cancel,
     .long_values = LongValuesBy::set_position,
     .schemes = postgres_schemes,
     .parameters = postgres_parameters,
     .names = postgres_names,
     .library = "psqlodbc",
     .package = "odbc-postgresql",
     .from_url = postgres_from_url,
     .add_defaults = add_postgres_defaults,
     .tidy = remove_psqlodbc_log},
    {.title = "MariaDB or MySQL",
     .dialect = "mysql",
     .server = ServerKind::mysql,
     .values = ServerKind::mysql,
     .cancel = CancelBy::kill_query,
     .long_values = LongValuesBy::seeking_again,
     .schemes = mysql_schemes,
     .parameters = mysql_parameters,
     .names = mariadb_names,
     .library = "maodbc",
     .package = "odbc-mariadb",
     .from_url = mysql_from_url,
     .add_defaults = add_mariadb_defaults},
    // Not measured: no bound block, and nothing but plain SQL to end a statement.
    {.title = "MySQL",
     .dialect = "mysql",
     .server = ServerKind::mysql,
     .values = ServerKind::mysql,
     .cancel = CancelBy::kill_query,
     .names = myodbc_names,
     .library = "myodbc"},
    {.title = "SQL Server",
     .dialect = "sqlserver",
     .schemes = sqlserver_schemes,
     .names = freetds_names,
     .library = "tdsodbc",
     .package = "tdsodbc",
     .from_url = sqlserver_from_url,
     .add_defaults = add_freetds_defaults},
};

constexpr DriverQuirks unknown_driver = {.title = "ODBC", .dialect = "generic"};

constexpr std::uint64_t mysql_multi_statements = 67108864;  // CLIENT_MULTI_STATEMENTS, 1 << 26

bool sets_multi_statements(std::string_view key, std::string_view value) {
    if (equal_ignoring_case(key, "MULTI_STATEMENTS")) return value != "0";
    if (!equal_ignoring_case(key, "OPTION") && !equal_ignoring_case(key, "OPTIONS")) return false;
    std::uint64_t flags = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), flags);
    if (error != std::errc{} || end != value.data() + value.size()) return true;
    return (flags & mysql_multi_statements) != 0;
}

}

const DriverQuirks& quirks_of_driver(std::string_view name_or_library) {
    const std::string lower = lower_ascii(name_or_library);
    for (const DriverQuirks& quirks : known_drivers) {
        const bool is_named = std::any_of(
            quirks.names.begin(), quirks.names.end(),
            [&](std::string_view name) { return equal_ignoring_case(name, name_or_library); });
        if (is_named || lower.find(quirks.library) != std::string::npos) return quirks;
    }
    return unknown_driver;
}

const DriverQuirks* quirks_of_scheme(std::string_view scheme) {
    for (const DriverQuirks& quirks : known_drivers) {
        const auto& schemes = quirks.schemes;
        if (std::find(schemes.begin(), schemes.end(), scheme) != schemes.end()) return &quirks;
    }
    return nullptr;
}

std::vector<std::string> known_schemes() {
    std::vector<std::string> all;
    for (const DriverQuirks& quirks : known_drivers)
        all.insert(all.end(), quirks.schemes.begin(), quirks.schemes.end());
    return all;
}

bool is_sqlite_driver(std::string_view name_or_library) {
    const std::string lower = lower_ascii(name_or_library);
    return lower == "sqlite" || lower == "sqlite3" || lower.find("sqliteodbc") != lower.npos ||
           lower.find("sqlite3odbc") != lower.npos;
}

std::optional<Error> judge_connection_string(const ConnectionString& connection) {
    for (const auto& [key, value] : connection.pairs()) {
        if (sets_multi_statements(key, value)) {
            return Error{Errc::usage, "the ODBC connection string's '" + visible(key) +
                                          "' may allow several statements in one, which askdb "
                                          "does not"};
        }
    }
    return std::nullopt;
}

}
