#include "cli/config/same_place.h"

#include "libagent/base/text.h"
#include "libagent/database/odbc/connection_string.h"

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>

namespace askdb::cli {
namespace {

/// The ODBC data source that it opens; empty: none.
std::string data_source_of(const DatabaseConfig& database) {
    if (!database.dsn.empty()) return std::string(trim(database.dsn));
    const auto parsed = database::ConnectionString::parse(database.connection_string);
    const std::string* const named = parsed ? parsed.value().find("DSN") : nullptr;
    return named == nullptr ? std::string() : std::string(trim(*named));
}

std::vector<std::string> paths_of(const DatabaseConfig& database) {
    std::vector<std::string> paths = database.files;
    paths.push_back(database.path);
    if (database.url.starts_with("sqlite:")) paths.push_back(database.url);
    for (std::string& path : paths) {
        if (path.starts_with("sqlite:")) path.erase(0, std::string_view("sqlite:").size());
        if (path.starts_with("///")) path.erase(0, 2);
    }
    std::erase(paths, "");
    return paths;
}

bool is_same_path(const std::string& a, const std::string& b) {
    struct stat first = {}, second = {};
    const bool are_there = ::stat(a.c_str(), &first) == 0 && ::stat(b.c_str(), &second) == 0;
    if (are_there) return first.st_dev == second.st_dev && first.st_ino == second.st_ino;
    std::error_code failed;
    namespace fs = std::filesystem;
    return fs::absolute(a, failed).lexically_normal() == fs::absolute(b, failed).lexically_normal();
}

}

bool is_same_place(const DatabaseConfig& a, const DatabaseConfig& b) {
    const std::string source = data_source_of(a);
    if (!source.empty() && equal_ignoring_case(source, data_source_of(b))) return true;
    if (!a.url.empty() && a.url == b.url) return true;
    if (!a.connection_string.empty() && a.connection_string == b.connection_string) return true;
    const std::vector<std::string> others = paths_of(b);
    const std::vector<std::string> own = paths_of(a);
    return std::any_of(own.begin(), own.end(), [&](const std::string& path) {
        return std::any_of(others.begin(), others.end(),
                           [&](const std::string& other) { return is_same_path(path, other); });
    });
}

void take_over_limits(DatabaseConfig& alias, const DatabaseConfig& original) {
    alias.table_lists.insert(alias.table_lists.end(), original.table_lists.begin(),
                             original.table_lists.end());
    if (original.share)
        alias.share = std::min(*original.share, alias.share.value_or(*original.share));
    alias.mask.insert(alias.mask.end(), original.mask.begin(), original.mask.end());
}

}
