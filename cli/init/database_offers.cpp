#include "cli/init/database_offers.h"

#include "cli/database_choice.h"
#include "cli/environment.h"
#include "cli/init/config_text.h"
#include "libagent/base/descriptor.h"
#include "libagent/base/text.h"
#include "libagent/database/odbc/connection_string.h"
#include "libagent/database/odbc/drivers.h"
#include "libagent/database/odbc/installed_odbc.h"
#include "libagent/database/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <filesystem>
#include <stop_token>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace askdb::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view file_scheme = "sqlite:";

bool is_plain_file(const fs::path& path) {
    struct stat info = {};
    return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

bool is_sqlite_file(const fs::path& path) {
    constexpr std::string_view mark("SQLite format 3\0", 16);
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    std::array<char, mark.size()> head = {};
    return file.value() >= 0 &&
           ::read(file.value(), head.data(), head.size()) == static_cast<ssize_t>(head.size()) &&
           std::string_view(head.data(), head.size()) == mark;
}

std::string absolute_path(const fs::path& path) {
    std::error_code failed;
    const fs::path absolute = fs::absolute(path, failed).lexically_normal();
    return failed ? path.string() : absolute.string();
}

DatabaseConfig file_config(const fs::path& path) {
    return {.name = bare_name_of(path.stem().string()), .path = absolute_path(path)};
}

void add_files(std::vector<DatabaseOffer>& offers, const std::string& folder) {
    constexpr std::size_t most_looked_at = 2'000;
    std::vector<fs::path> paths;
    std::error_code failed;
    for (fs::directory_iterator entries(folder, failed), end;
         !failed && entries != end && paths.size() < most_looked_at; entries.increment(failed)) {
        const fs::path& path = entries->path();
        const bool is_hidden = path.filename().string().starts_with('.');
        if (!is_hidden && is_valid_utf8(path.string()) && is_plain_file(path))
            paths.push_back(path);
    }
    std::sort(paths.begin(), paths.end());
    for (const fs::path& path : paths) {
        const bool is_data = is_data_file(path.string());
        if (!is_data && !is_sqlite_file(path)) continue;
        offers.push_back({fmt::format("the file {} ({})", visible(path.filename().string()),
                                      is_data ? "data" : "SQLite"),
                          file_config(path)});
        if (offers.size() == most_offered_files) return;
    }
}

Error password_inside() {
    return {Errc::usage, "a password in an address would stand in the file",
            "leave it out: where it is kept is asked next"};
}

}

std::vector<DatabaseOffer> find_databases(const std::string& folder) {
    std::vector<DatabaseOffer> offers;
    add_files(offers, folder);
    for (const std::string& source : database::data_source_names_if_any())
        offers.push_back({fmt::format("the ODBC data source {}", visible(source)),
                          {.name = bare_name_of(source), .dsn = source}});
    return offers;
}

Result<DatabaseConfig> database_of_text(const std::string& text) {
    if (text == input_file)
        return Error{Errc::usage, "standard input is no database that can be configured"};
    if (holds_password(text)) return password_inside();
    const Environment nothing;
    const std::stop_token never;
    const auto chosen = choose_databases({text}, {}, {nothing, never});
    if (!chosen) return chosen.error();
    const DatabaseChoice& choice = chosen.value().front();
    DatabaseConfig config{.name = bare_name_of(choice.name)};
    const std::string& path = choice.files.empty() ? choice.path : choice.files.front();
    if (!path.empty()) {
        if (!is_plain_file(path))
            return Error{Errc::usage, fmt::format("there is no file '{}'", visible(path)),
                         "type the path of a file that is there"};
        config.path = absolute_path(path);
    } else if (database::looks_like_url(text)) {
        config.url = text;
    } else if (is_connection_string(text)) {
        config.connection_string = text;
    } else {
        config.dsn = choice.address;
    }
    return config;
}

bool is_on_server(const DatabaseConfig& database) {
    if (!database.path.empty() || !database.files.empty()) return false;
    if (database.url.starts_with(file_scheme)) return false;
    if (!database.dsn.empty())
        return !database::is_sqlite_driver(database::data_source_value(database.dsn, "Driver"));
    const auto connection = database::ConnectionString::parse(database.connection_string);
    const std::string* const driver = connection ? connection.value().find("Driver") : nullptr;
    return driver == nullptr || !database::is_sqlite_driver(*driver);
}

}
