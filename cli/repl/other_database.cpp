#include "cli/repl/other_database.h"

#include "cli/database_choice.h"
#include "libagent/base/text.h"
#include "libagent/database/nearest_names.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli::repl {
namespace {

/// What -d takes, by the database that it became: all data files are one.
std::vector<std::vector<std::string>> opened_by_database(const std::vector<std::string>& opened) {
    std::vector<std::vector<std::string>> groups;
    std::size_t files = opened.size();  // The place of the data files; none yet.
    for (const std::string& one : opened) {
        const bool is_file = is_data_file(one);
        if (is_file && files < groups.size()) {
            groups[files].push_back(one);
            continue;
        }
        if (is_file) files = groups.size();
        groups.push_back({one});
    }
    return groups;
}

/// "/use towns.csv shop.db": that database first, the others behind it; empty: it cannot be said.
std::string command_for(const std::string& name, const std::vector<std::string>& names,
                        const std::vector<std::string>& opened) {
    std::vector<std::vector<std::string>> groups = opened_by_database(opened);
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end() || groups.size() != names.size()) return {};
    std::rotate(groups.begin(), groups.begin() + (found - names.begin()),
                groups.begin() + (found - names.begin()) + 1);
    std::string command = "/use";
    for (const std::vector<std::string>& group : groups) {
        for (const std::string& one : group) {
            if (is_connection_string(one) || holds_password(one)) return {};
            const bool has_blank = one.find(' ') != std::string::npos;
            command += has_blank ? fmt::format(" '{}'", one) : " " + one;
        }
    }
    return visible(command);
}

}

std::string other_database_hint(const Error& error, const std::vector<NamedCatalog>& databases,
                                const std::vector<std::string>& names,
                                const std::vector<std::string>& opened) {
    const std::string table = database::unknown_table(error);
    if (table.empty()) return {};
    for (const NamedCatalog& database : databases) {
        const bool is_default = !names.empty() && database.name == names.front();
        if (is_default || database.catalog->find_table("", table) == nullptr) continue;
        std::string hint = fmt::format("'{}' is a table of '{}', which is in use, too",
                                       visible(table), visible(database.name));
        const std::string command = command_for(database.name, names, opened);
        return command.empty() ? hint : hint + ": " + command;
    }
    return {};
}

}
