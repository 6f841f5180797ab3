#include "libagent/database/odbc/odbc_route.h"

#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/database/odbc/installed_odbc.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace askdb::database {
namespace {

constexpr std::string_view password_keys[] = {"PWD", "PASSWORD"};
constexpr std::string_view user_keys[] = {"UID", "USER", "USERNAME"};

[[noreturn]] void fail_usage(std::string message, std::string hint = {}) {
    throw Failure(
        Error{.code = Errc::usage, .message = std::move(message), .hint = std::move(hint)});
}

/// The name of an installed driver for these quirks. Throws Failure(usage) when there is none.
std::string installed_driver_for(const DriverQuirks& quirks, const std::string& shown) {
    const std::vector<InstalledDriver> drivers = installed_drivers();
    for (const std::string_view wanted : quirks.names) {
        for (const InstalledDriver& driver : drivers) {
            if (equal_ignoring_case(driver.name, wanted)) return driver.name;
        }
    }
    for (const InstalledDriver& driver : drivers) {
        if (&quirks_of_driver(driver.library) == &quirks) return driver.name;
    }
    fail_usage("cannot open '" + shown + "': no ODBC driver for " + std::string(quirks.title) +
                   " is installed",
               "apt-get install " + std::string(quirks.package));
}

/// A driver as a connection string or odbc.ini names it is installed, or is a file.
void require_driver(const std::string& driver, const std::string& shown) {
    if (driver.find('/') != std::string::npos) return;
    std::vector<std::string> names;
    for (const InstalledDriver& installed : installed_drivers()) {
        if (equal_ignoring_case(installed.name, driver)) return;
        names.push_back(installed.name);
    }
    const DriverQuirks& quirks = quirks_of_driver(driver);
    const std::vector<std::string> near = nearest(driver, names, 1);
    std::string hint = near.empty() ? "odbcinst -q -d" : "Driver={" + near.front() + "}";
    if (!quirks.package.empty() && near.empty()) {
        hint = "apt-get install " + std::string(quirks.package);
    }
    fail_usage(
        "cannot open '" + shown + "': no ODBC driver named '" + visible(driver) + "' is installed",
        hint);
}

/// The driver of a DSN. Throws Failure(usage) with the nearest names when there is no such DSN.
std::string driver_of_source(const std::string& source) {
    std::string driver = data_source_value(source, "Driver");
    if (!driver.empty()) return driver;
    const std::vector<std::string> names = data_source_names();
    std::string message = "no ODBC data source named '" + visible(source) + "'";
    const std::vector<std::string> near = nearest(source, names);
    if (!near.empty()) message += " (did you mean '" + join(near, "', '") + "'?)";
    fail_usage(std::move(message), "odbcinst -q -s");
}

std::string value_of_any(const ConnectionString& connection,
                         std::span<const std::string_view> keys) {
    for (const std::string_view key : keys) {
        if (const std::string* value = connection.find(key)) return *value;
    }
    return {};
}

bool is_password_key(std::string_view key) {
    return std::any_of(std::begin(password_keys), std::end(password_keys),
                       [key](std::string_view known) { return equal_ignoring_case(known, key); });
}

void replace_any(ConnectionString& connection, std::span<const std::string_view> keys,
                 const std::string& value) {
    if (value.empty()) return;
    for (const std::string_view key : keys) connection.remove(key);
    connection.set(keys.front(), value);
}

/// What messages may show of a connection string.
std::string shown_connection(const ConnectionString& connection) {
    std::vector<std::string> parts;
    for (const std::string_view key : {"DSN", "Driver", "Server", "Servername", "Database"}) {
        if (const std::string* value = connection.find(key)) {
            parts.push_back(std::string(key) + "=" + visible(*value));
        }
    }
    return parts.empty() ? "the ODBC connection" : join(parts, ";");
}

/// What the driver needs, for another dialect than the one it is known for. How a value is read,
/// and how a statement ends, is the driver's; KILL is plain SQL.
std::shared_ptr<const DriverQuirks> quirks_for(const std::string& driver,
                                               const std::string& dialect) {
    DriverQuirks quirks = quirks_of_driver(driver);
    if (dialect.empty() || dialect == quirks.dialect) {
        return std::make_shared<const DriverQuirks>(quirks);
    }
    const std::vector<std::string> known = odbc_dialects();
    if (std::find(known.begin(), known.end(), dialect) == known.end()) {
        fail_usage("no dialect named '" + visible(dialect) + "'",
                   did_you_mean(nearest(dialect, known, 1), "known here: " + join(known, ", ")));
    }
    quirks.dialect = find_dialect(dialect)->name;
    quirks.server = ServerKind::generic;
    if (dialect == "postgres") quirks.server = ServerKind::postgres;
    if (dialect == "mysql") quirks.server = ServerKind::mysql;
    if (dialect == "mysql" && quirks.cancel == CancelBy::never)
        quirks.cancel = CancelBy::kill_query;
    return std::make_shared<const DriverQuirks>(quirks);
}

FoundRoute finish_route(ConnectionString connection, const std::string& driver,
                        const std::string& shown, const OdbcTarget& target) {
    FoundRoute found;
    found.route.name = target.name.empty() ? shown : target.name;
    if (is_sqlite_driver(driver)) {
        if (!target.dialect.empty()) {
            fail_usage("'" + found.route.name + "' is an SQLite file, which has no other dialect");
        }
        std::string database = value_of_any(connection, std::array{std::string_view("Database")});
        const std::string* const source = connection.find("DSN");
        if (database.empty() && source) database = data_source_value(*source, "Database");
        found.sqlite_path = sqlite_path_of(database);
        if (found.sqlite_path.empty()) {
            fail_usage("'" + found.route.name + "' names no SQLite database");
        }
        return found;
    }
    if (auto error = judge_connection_string(connection)) throw Failure(std::move(*error));
    found.route.quirks = quirks_for(driver, target.dialect);
    replace_any(connection, user_keys, target.user);
    replace_any(connection, password_keys, target.password);
    if (found.route.quirks->add_defaults) found.route.quirks->add_defaults(connection);
    found.route.text = connection.text();
    found.route.connect_timeout = target.connect_timeout;
    found.route.identity = "odbc\n";
    for (const auto& [key, value] : connection.pairs()) {
        const bool is_password = is_password_key(key);
        if (is_password && !value.empty()) found.route.secrets.push_back(value);
        if (!is_password) found.route.identity += lower_ascii(key) + "=" + value + "\n";
    }
    return found;
}

FoundRoute route_of_url(const OdbcTarget& target) {
    Result<DatabaseUrl> parsed = parse_database_url(target.address);
    if (!parsed) throw Failure(parsed.error());
    DatabaseUrl& url = parsed.value();
    const DriverQuirks* const quirks = quirks_of_scheme(url.scheme);
    if (quirks == nullptr) {
        const std::vector<std::string> known = known_schemes();
        fail_usage("'" + url.shown() + "' has the unknown scheme '" + visible(url.scheme) + "'",
                   did_you_mean(nearest(url.scheme, known, 1), "known: " + join(known, ", ")));
    }
    if (!target.user.empty()) url.user = target.user;
    if (!target.password.empty()) url.password = target.password;
    Result<ConnectionString> connection = quirks->from_url(url);
    if (!connection) throw Failure(connection.error());
    const std::string driver = installed_driver_for(*quirks, url.shown());
    ConnectionString full;
    full.set("Driver", driver);
    for (const auto& [key, value] : connection.value().pairs()) full.set(key, value);
    if (!url.password.empty()) full.set("PWD", url.password);
    // What the URL decided is not decided again by `user` and `password`.
    OdbcTarget decided = target;
    decided.user.clear();
    decided.password.clear();
    return finish_route(std::move(full), driver, url.shown(), decided);
}

}

std::vector<std::string> odbc_dialects() {
    std::vector<std::string> names;
    for (const Dialect* const dialect : all_dialects()) {
        if (dialect->name != "sqlite") names.emplace_back(dialect->name);
    }
    return names;
}

std::string sqlite_path_of(std::string_view database) {
    if (!database.starts_with("file:")) return std::string(database);
    database.remove_prefix(std::string_view("file:").size());
    // An authority may stand before the path, or be all there is.
    if (database.starts_with("//")) {
        database.remove_prefix(std::min(database.find('/', 2), database.size()));
    }
    return std::string(database.substr(0, database.find('?')));
}

FoundRoute find_odbc_route(const OdbcTarget& target) {
    if (looks_like_url(target.address)) return route_of_url(target);
    if (target.address.find('=') == std::string::npos) {
        ConnectionString connection;
        connection.set("DSN", target.address);
        const std::string driver = driver_of_source(target.address);
        return finish_route(std::move(connection), driver, visible(target.address), target);
    }
    Result<ConnectionString> parsed = ConnectionString::parse(target.address);
    if (!parsed) throw Failure(parsed.error());
    const ConnectionString& connection = parsed.value();
    const std::string shown = shown_connection(connection);
    if (const std::string* driver = connection.find("Driver")) {
        if (!is_sqlite_driver(*driver)) require_driver(*driver, shown);
        return finish_route(connection, *driver, shown, target);
    }
    const std::string* const source = connection.find("DSN");
    if (source == nullptr) {
        fail_usage("the ODBC connection string names neither a 'Driver' nor a 'DSN'",
                   "Driver={PostgreSQL Unicode};Server=localhost;Database=shop");
    }
    return finish_route(connection, driver_of_source(*source), shown, target);
}

}
