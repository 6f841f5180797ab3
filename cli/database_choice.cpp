#include "cli/database_choice.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <sys/stat.h>

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

Error unknown_database(const std::string& wanted, const std::vector<DatabaseConfig>& configured) {
    std::vector<std::string> names;
    for (const DatabaseConfig& database : configured) names.push_back(database.name);
    return {Errc::usage,
            fmt::format("no database named '{}', and no file of that name", visible(wanted)),
            did_you_mean(nearest(wanted, names, 1), "give an SQLite file: -d FILE")};
}

/// Not shown: it may hold a password.
Error unknown_connection_string() {
    return {Errc::usage, "an ODBC connection string cannot be opened",
            "give an SQLite file: -d FILE"};
}

/// The rest of the URL is not shown: it may hold a password.
Error unknown_kind(std::string_view wanted) {
    return {Errc::usage,
            fmt::format("cannot open a '{}' database", visible(wanted.substr(0, wanted.find(':')))),
            "give an SQLite file: -d FILE"};
}

Result<DatabaseChoice> choose_one(const std::string& wanted,
                                  const std::vector<DatabaseConfig>& configured) {
    const auto known = std::find_if(configured.begin(), configured.end(),
                                    [&](const DatabaseConfig& d) { return d.name == wanted; });
    if (known != configured.end()) {
        if (is_connection_string(known->path) && !exists(known->path))
            return unknown_connection_string();
        return DatabaseChoice{known->name, known->path};
    }
    std::string path = wanted;
    if (path.starts_with(sqlite_scheme)) {
        path.erase(0, sqlite_scheme.size());
        if (path.starts_with("///")) path.erase(0, 2);  // sqlite:///absolute
        if (path.empty()) return Error{Errc::usage, "'sqlite:' names no file", "sqlite:PATH"};
        return DatabaseChoice{file_stem(path), path};
    }
    if (path.empty())
        return Error{Errc::usage, "option '--database' is empty", "give an SQLite file: -d FILE"};
    if (path.find("://") != std::string::npos) return unknown_kind(path);
    if (is_connection_string(path) && !exists(path)) return unknown_connection_string();
    const bool looks_like_path = path.find_first_of("/.") != std::string::npos;
    if (!looks_like_path && !exists(path)) return unknown_database(path, configured);
    return DatabaseChoice{file_stem(path), path};
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

bool is_connection_string(std::string_view text) {
    return text.find_first_of("=;") != std::string_view::npos;
}

Result<std::vector<DatabaseChoice>> choose_databases(
    const std::vector<std::string>& wanted, const std::vector<DatabaseConfig>& configured) {
    if (wanted.empty()) {
        return Error{
            Errc::usage, "no database",
            "give one: -d FILE, or set ASKDB_DATABASE, or default_database in the configuration"};
    }
    std::vector<DatabaseChoice> choices;
    for (const std::string& one : wanted) {
        Result<DatabaseChoice> choice = choose_one(one, configured);
        if (!choice) return choice.error();
        choices.push_back(std::move(choice).value());
    }
    make_names_differ(choices);
    return choices;
}

}
