#include "cli/replay/replay_databases.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/database_choice.h"
#include "cli/database_wiring.h"
#include "cli/doors.h"
#include "cli/render/messages.h"
#include "libagent/base/text.h"
#include "libagent/database/odbc/installed_odbc.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

namespace askdb::cli {
namespace {

bool is_called(const database::Database& database, const std::string& name) {
    return equal_ignoring_case(database.name(), name);
}

/// "-d DB", as often as there are databases.
std::string database_hint(const CommandContext& context, std::size_t count) {
    std::string hint = "name it: askdb replay";
    if (count > 1) hint = "name each: askdb replay";
    if (!context.args.words.empty()) hint += " " + visible(context.args.words.front());
    for (std::size_t i = 0; i < std::max<std::size_t>(1, count); ++i) hint += " -d DB";
    return hint;
}

/// Files of the working folder that a conversation would call so: SQLite's by their usual endings,
/// and data files.
std::vector<std::string> files_called(const std::string& name) {
    namespace fs = std::filesystem;
    constexpr std::array<std::string_view, 4> endings = {".db", ".sqlite", ".sqlite3", ".db3"};
    std::vector<std::string> files;
    std::error_code failed;
    for (fs::directory_iterator entry(".", failed), end; !failed && entry != end;
         entry.increment(failed)) {
        const fs::path path = entry->path().filename();
        const std::string ending = lower_ascii(path.extension().string());
        const bool is_sqlite = std::find(endings.begin(), endings.end(), ending) != endings.end();
        if (path.stem() == name && (is_sqlite || is_data_file(path.string())))
            files.push_back("./" + path.string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// What is no name of the configuration and may be what a conversation calls `name`.
std::vector<std::string> places_called(const std::string& name) {
    std::vector<std::string> places;
    for (const std::string& source : database::data_source_names_if_any()) {
        if (source == name) places.push_back(source);
    }
    for (std::string& file : files_called(name)) places.push_back(std::move(file));
    return places;
}

}

ReplayDatabases::ReplayDatabases(const CommandContext& context, Progress& progress,
                                 std::vector<std::string> names)
    : context_(context), progress_(progress), names_(std::move(names)) {
    if (context.args.databases.empty()) return;
    input_ = wire_input(context);
    for (WiredDatabase& wired : wire_databases(context, {.input = &input_, .progress = &progress}))
        given_.push_back(std::move(wired.database));
}

database::Database& ReplayDatabases::find(const std::string& name) {
    if (!given_.empty()) return find_given(name);
    std::unique_ptr<database::Database>& found = found_[name];
    if (!found) found = open_recorded(name);
    return *found;
}

database::Database& ReplayDatabases::find_given(const std::string& name) {
    if (given_.size() == 1 && names_.size() <= 1) return *given_.front();
    const auto found = std::find_if(given_.begin(), given_.end(), [&](const auto& database) {
        return is_called(*database, name);
    });
    if (found != given_.end()) return **found;
    throw Failure({Errc::usage,
                   fmt::format("the conversation asked the database '{}', and none of -d is called "
                               "so",
                               visible(name)),
                   fmt::format("its databases: {}", visible(join(names_, ", ")))});
}

std::unique_ptr<database::Database> ReplayDatabases::open(const std::string& text) const {
    Config alone = context_.config;
    alone.databases = {text};
    return wire_database(with_config(context_, alone, context_.stop), {.progress = &progress_});
}

/// What is asked without -d, where that is called so. A configured one has the name that it has
/// there: nobody is asked for its password to learn it.
std::unique_ptr<database::Database> ReplayDatabases::open_usual(const std::string& name) const {
    const std::vector<DatabaseConfig>& known = context_.config.known_databases;
    for (const std::string& text : context_.config.databases) {
        const bool is_configured = std::any_of(known.begin(), known.end(),
                                               [&](const auto& one) { return one.name == text; });
        if (holds_input({text}) || (is_configured && !name.empty())) continue;
        try {
            std::unique_ptr<database::Database> database = open(text);
            if (name.empty() || is_called(*database, name)) return database;
        } catch (const Failure& failure) {
            if (failure.error().code != Errc::usage) throw;  // It is none that could be meant.
        }
    }
    return nullptr;
}

std::unique_ptr<database::Database> ReplayDatabases::open_recorded(const std::string& name) const {
    for (const DatabaseConfig& known : context_.config.known_databases) {
        if (known.name == name) return open(name);
    }
    if (auto usual = open_usual(name)) return usual;
    const std::vector<std::string> places =
        name.empty() ? std::vector<std::string>{} : places_called(name);
    if (places.size() == 1) {
        if (!context_.args.quiet)
            context_.messages.say(fmt::format("database '{}': {}", name, places.front()),
                                  Tone::dim);
        return open(places.front());
    }
    const std::string hint = database_hint(context_, names_.size());
    if (name.empty())
        throw Failure({Errc::usage, "the conversation does not say which database it asked", hint});
    if (places.empty())
        throw Failure({Errc::usage,
                       fmt::format("the conversation asked a database '{}', which is neither "
                                   "configured nor a file in this folder",
                                   visible(name)),
                       hint});
    throw Failure({Errc::usage,
                   fmt::format("the conversation asked a database '{}', which may be {}",
                               visible(name), visible(join(places, " or "))),
                   hint});
}

}
