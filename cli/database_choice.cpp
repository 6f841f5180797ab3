#include "cli/database_choice.h"

#include "libagent/base/text.h"
#include "libagent/database/files/data_format.h"
#include "libagent/database/odbc/connection_string.h"
#include "libagent/database/odbc/drivers.h"
#include "libagent/database/odbc/installed_odbc.h"
#include "libagent/database/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <sys/stat.h>
#include <utility>

namespace askdb::cli {
namespace {

constexpr std::string_view sqlite_scheme = "sqlite:";

bool exists(const std::string& path) {
    struct stat info = {};
    return ::stat(path.c_str(), &info) == 0;
}

/// "maintenance" for "data/maintenance.db".
std::string file_stem(std::string_view path) {
    path = path.substr(path.rfind('/') + 1);  // npos + 1 is 0.
    const std::size_t dot = path.rfind('.');
    if (dot != std::string_view::npos && dot > 0) path = path.substr(0, dot);
    return path.empty() ? std::string("database") : std::string(path);
}

Error unknown_database(const std::string& wanted, const std::vector<DatabaseConfig>& configured,
                       const std::vector<std::string>& sources) {
    std::vector<std::string> names = sources;
    for (const DatabaseConfig& database : configured) names.push_back(database.name);
    return {
        Errc::usage,
        fmt::format("no database named '{}': no file, no ODBC data source and nothing in the "
                    "configuration is called so",
                    visible(wanted)),
        did_you_mean(nearest(wanted, names, 1),
                     "give an SQLite or CSV file, a URL like postgres://USER@HOST/DATABASE, or an "
                     "ODBC data source")};
}

/// The rest of the URL is not shown: it may hold a password.
Error unknown_kind(std::string_view wanted) {
    const std::string_view scheme = wanted.substr(0, wanted.find(':'));
    std::vector<std::string> known = database::known_schemes();
    known.insert(known.begin(), "sqlite");
    return {Errc::usage, fmt::format("cannot open a '{}' database", visible(scheme)),
            did_you_mean(nearest(scheme, known, 1), fmt::format("known: {}", join(known, ", ")))};
}

/// That a file is not there, when one beside it is called nearly so.
std::optional<Error> misspelled_file(const std::string& path) {
    namespace fs = std::filesystem;
    if (path.empty() || path == input_file || exists(path)) return std::nullopt;
    const std::size_t name_begin = path.rfind('/') + 1;  // npos + 1 is 0.
    const std::string folder = path.substr(0, name_begin), wanted = path.substr(name_begin);
    std::vector<std::string> beside;
    std::error_code failed;
    for (fs::directory_iterator entry(folder.empty() ? "." : folder, failed), end;
         !failed && entry != end; entry.increment(failed)) {
        const std::string name = entry->path().filename();
        // A link that leads nowhere has the very name.
        if (!entry->is_directory(failed) && name != wanted) beside.push_back(name);
    }
    const std::vector<std::string> near = nearest(wanted, beside, 1);
    if (near.empty()) return std::nullopt;
    return Error{Errc::usage, fmt::format("cannot open '{}': no such file", visible(path)),
                 did_you_mean(std::vector{visible(folder + near.front())})};
}

Result<DatabaseChoice> choose_file(std::string path) {
    if (path.starts_with(sqlite_scheme)) {
        path.erase(0, sqlite_scheme.size());
        if (path.starts_with("///")) path.erase(0, 2);  // sqlite:///absolute
        if (path.empty()) return Error{Errc::usage, "'sqlite:' names no file", "sqlite:PATH"};
    }
    return DatabaseChoice{.name = file_stem(path), .path = path};
}

Result<DatabaseChoice> choose_url(const std::string& text) {
    const Result<database::DatabaseUrl> url = database::parse_database_url(text);
    if (!url) return url.error();
    const database::DriverQuirks* const quirks = database::quirks_of_scheme(url.value().scheme);
    if (quirks == nullptr) return unknown_kind(text);
    const std::string& name = url.value().database;
    return DatabaseChoice{.name = name.empty() ? url.value().scheme : name, .address = text};
}

/// Named by what it opens, where it says so.
Result<DatabaseChoice> choose_connection_string(const std::string& text) {
    const Result<database::ConnectionString> parsed = database::ConnectionString::parse(text);
    if (!parsed) return parsed.error();
    DatabaseChoice choice{.name = "database", .address = text};
    for (const std::string_view key : {"Database", "DSN"}) {
        const std::string* const value = parsed.value().find(key);
        if (value == nullptr || value->empty()) continue;
        choice.name = file_stem(*value);
        break;
    }
    return choice;
}

/// What stands behind a name that is neither configured nor an address by its looks.
Result<DatabaseChoice> choose_name(const std::string& name,
                                   const std::vector<DatabaseConfig>& configured) {
    if (auto error = database::unreadable_data_file(name)) return *error;
    if (exists(name)) return choose_file(name);
    const std::vector<std::string> sources = database::data_source_names_if_any();
    const auto source = std::find_if(sources.begin(), sources.end(), [&](const std::string& known) {
        return equal_ignoring_case(known, name);
    });
    if (source != sources.end()) return DatabaseChoice{.name = *source, .address = *source};
    const bool looks_like_path = name.find_first_of("/.") != std::string::npos;
    if (looks_like_path) return choose_file(name);
    return unknown_database(name, configured, sources);
}

Result<DatabaseChoice> choose_address(const std::string& wanted,
                                      const std::vector<DatabaseConfig>& configured) {
    if (wanted.empty())
        return Error{Errc::usage, "option '--database' is empty", "give an SQLite file: -d FILE"};
    if (wanted.starts_with(sqlite_scheme)) return choose_file(wanted);
    if (is_data_file(wanted))
        return DatabaseChoice{.name = wanted == input_file ? input_table : file_stem(wanted),
                              .files = {wanted}};
    if (database::looks_like_url(wanted)) return choose_url(wanted);
    if (is_connection_string(wanted) && !exists(wanted)) return choose_connection_string(wanted);
    return choose_name(wanted, configured);
}

Result<DatabaseChoice> choose_configured(const DatabaseConfig& known) {
    DatabaseChoice choice{.name = known.name,
                          .configured = known.name,
                          .path = known.path,
                          .user = known.user,
                          .dialect = known.dialect};
    // A pattern's first part may be the name here, or the server's.
    std::vector<std::string> names{known.name};
    const auto is_addressed = [&](const std::string& text, auto&& choose) -> std::optional<Error> {
        if (text.empty()) return std::nullopt;
        Result<DatabaseChoice> chosen = choose(text);
        if (!chosen) return chosen.error();
        choice.path = chosen.value().path;
        choice.address = chosen.value().address;
        names.push_back(chosen.value().name);
        return std::nullopt;
    };
    const auto by_url = [](const std::string& text) {
        return text.starts_with(sqlite_scheme) ? choose_file(text) : choose_url(text);
    };
    if (auto error = is_addressed(known.url, by_url)) return *error;
    if (auto error = is_addressed(known.connection_string, choose_connection_string)) return *error;
    if (!known.dsn.empty()) choice.address = known.dsn;
    choice.files = known.files;
    if (is_data_file(choice.path)) choice.files = {std::exchange(choice.path, {})};
    for (const database::TableLists& lists : known.table_lists)
        choice.tables.tighten(database::TableFilter(lists, names));
    return choice;
}

/// The variable in which the usual programs for this kind of server look for a password.
std::string_view usual_variable(std::string_view address) {
    const auto begins = [&](std::string_view scheme) { return address.starts_with(scheme); };
    if (begins("postgres:") || begins("postgresql:")) return "PGPASSWORD";
    if (begins("mysql:") || begins("mariadb:")) return "MYSQL_PWD";
    return {};
}

std::optional<Error> add_password(DatabaseChoice& choice, const SecretPlace& place,
                                  const SecretSources& secrets) {
    if (choice.address.empty()) return std::nullopt;
    if (!place.empty()) {
        Result<std::string> secret =
            read_secret(place, fmt::format("the database '{}'", visible(choice.name)), secrets);
        if (!secret) return secret.error();
        choice.password = std::move(secret).value();
        if (!choice.password.empty()) return std::nullopt;
        return Error{
            Errc::usage,
            fmt::format("no password for the database '{}': {}", visible(choice.name),
                        place.variable.empty()
                            ? std::string("its file or command gave nothing")
                            : fmt::format("the variable {} is not set", visible(place.variable)))};
    }
    if (holds_password(choice.address)) return std::nullopt;
    choice.password = secrets.environment.get("ASKDB_PASSWORD");
    const std::string_view usual = usual_variable(choice.address);
    if (choice.password.empty() && !usual.empty()) choice.password = secrets.environment.get(usual);
    return std::nullopt;
}

Result<DatabaseChoice> choose_one(const std::string& wanted,
                                  const std::vector<DatabaseConfig>& configured,
                                  const SecretSources& secrets) {
    const auto known = std::find_if(configured.begin(), configured.end(),
                                    [&](const DatabaseConfig& d) { return d.name == wanted; });
    const bool is_configured = known != configured.end();
    Result<DatabaseChoice> choice =
        is_configured ? choose_configured(*known) : choose_address(wanted, configured);
    if (!choice) return choice;
    std::vector<std::string> paths = choice.value().files;
    paths.push_back(choice.value().path);
    for (const std::string& path : paths) {
        if (auto error = misspelled_file(path)) return *error;
    }
    const SecretPlace place = is_configured ? known->password : SecretPlace{};
    if (auto error = add_password(choice.value(), place, secrets)) return *error;
    return choice;
}

void make_names_differ(std::vector<DatabaseChoice>& choices) {
    for (std::size_t i = 1; i < choices.size(); ++i) {
        const std::string stem = choices[i].name;
        const auto taken = [&] {
            return std::any_of(
                choices.begin(), choices.begin() + static_cast<std::ptrdiff_t>(i),
                [&](const auto& c) { return equal_ignoring_case(c.name, choices[i].name); });
        };
        for (int number = 2; taken(); ++number)
            choices[i].name = fmt::format("{}_{}", stem, number);
    }
}

}

bool holds_input(const std::vector<std::string>& databases) {
    return std::find(databases.begin(), databases.end(), input_file) != databases.end();
}

bool is_data_file(std::string_view text) {
    if (text == input_file) return true;
    if (text.starts_with(sqlite_scheme) || database::looks_like_url(text)) return false;
    if (!database::data_format_of_name(text)) return false;
    return !is_connection_string(text) || exists(std::string(text));
}

bool is_connection_string(std::string_view text) {
    return !database::looks_like_url(text) && text.find_first_of("=;") != std::string_view::npos;
}

bool holds_password(std::string_view address) {
    if (database::looks_like_url(address)) {
        const Result<database::DatabaseUrl> url = database::parse_database_url(address);
        return url && !url.value().password.empty();
    }
    if (!is_connection_string(address)) return false;
    const Result<database::ConnectionString> parsed = database::ConnectionString::parse(address);
    return parsed &&
           (parsed.value().find("PWD") != nullptr || parsed.value().find("PASSWORD") != nullptr);
}

Result<std::vector<DatabaseChoice>> choose_databases(const std::vector<std::string>& wanted,
                                                     const std::vector<DatabaseConfig>& configured,
                                                     const SecretSources& secrets) {
    if (wanted.empty()) {
        return Error{Errc::usage, "no database",
                     "give one: -d FILE or -d URL, or rows on standard input, or set "
                     "ASKDB_DATABASE, or default_database in "
                     "the configuration"};
    }
    std::vector<DatabaseChoice> choices;
    std::optional<std::size_t> files;  // Where those stand that were named one by one.
    for (const std::string& one : wanted) {
        Result<DatabaseChoice> choice = choose_one(one, configured, secrets);
        if (!choice) return choice.error();
        const bool is_file = choice.value().files == std::vector{one};
        if (is_file && files) {
            choices[*files].files.push_back(one);
            choices[*files].name = "files";
            continue;
        }
        if (is_file) files = choices.size();
        choices.push_back(std::move(choice).value());
    }
    make_names_differ(choices);
    return choices;
}

}
