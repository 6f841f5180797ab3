#include "cli/config/config.h"

#include "cli/config/agents.h"
#include "cli/config/same_place.h"
#include "cli/config/sessions_setting.h"
#include "cli/config/share_setting.h"
#include "cli/config/theme_setting.h"
#include "cli/database_choice.h"
#include "cli/input.h"
#include "cli/kept_folder.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>

namespace askdb::cli {
namespace {

constexpr std::size_t max_config_bytes = 1u << 20;
constexpr const char* project_file = "askdb.toml";

bool is_regular_file(const std::string& path) {
    struct stat info = {};
    return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

/// What is named may be anything that can be read, a FIFO too.
bool is_there(const std::string& path, bool of_any_kind) {
    struct stat info = {};
    return of_any_kind ? ::stat(path.c_str(), &info) == 0 : is_regular_file(path);
}

bool is_same_file(const std::string& a, const std::string& b) {
    struct stat first = {}, second = {};
    return ::stat(a.c_str(), &first) == 0 && ::stat(b.c_str(), &second) == 0 &&
           first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

/// Where the user's file is looked for when nobody names one; empty without a home.
std::string usual_path(const Environment& environment) {
    const std::string folder = folder_path(configuration_folder, environment);
    return folder.empty() ? std::string() : folder + "/config.toml";
}

Result<FoundFile> read_config(const std::string& path, Trust trust, const std::stop_token& stop) {
    const Result<std::string> text = read_file(path, max_config_bytes, stop);
    if (!text) return text.error();
    Result<FileConfig> config = parse_config(text.value(), path, trust);
    if (!config) return config.error();
    return FoundFile{std::move(config).value(), path};
}

bool knows(const std::vector<DatabaseConfig>& databases, std::string_view name) {
    return std::any_of(databases.begin(), databases.end(),
                       [&](const DatabaseConfig& database) { return database.name == name; });
}

std::optional<Error> check_default_of(const FoundFile& file, const Config& config) {
    auto error = check_default(file.config.default_database, config.known_databases);
    if (error) error->message = fmt::format("{}: {}", visible(file.path), error->message);
    return error;
}

std::optional<Error> add_user_file(Config& config, const FoundFile& file,
                                   const Environment& environment) {
    for (DatabaseConfig database : file.config.databases) {
        if (!database.path.empty())
            database.path = resolved_path(database.path, file.path, environment);
        for (std::string& path : database.files) path = resolved_path(path, file.path, environment);
        if (!database.password.file.empty())
            database.password.file = resolved_path(database.password.file, file.path, environment);
        config.known_databases.push_back(std::move(database));
    }
    for (ModelConfig model : file.config.models) {
        if (!model.api_key.file.empty())
            model.api_key.file = resolved_path(model.api_key.file, file.path, environment);
        config.known_models.push_back(std::move(model));
    }
    config.model = file.config.default_model;
    config.instructions = file.config.instructions;
    config.limits = file.config.limits;
    config.notes.push_back(fmt::format("configuration: {}", visible(file.path)));
    if (auto error = add_agents(config, file)) return error;
    return check_default_of(file, config);
}

/// A project may take tables, and what models see, away from a database of the user's, and cannot
/// give any back.
std::optional<Error> tighten_database(Config& config, const FoundFile& file,
                                      const DatabaseConfig& lists) {
    const bool says_more = !lists.user.empty() || !lists.dialect.empty();
    const auto known =
        std::find_if(config.known_databases.begin(), config.known_databases.end(),
                     [&](const DatabaseConfig& database) { return database.name == lists.name; });
    if (says_more || known == config.known_databases.end()) {
        return Error{
            Errc::usage,
            fmt::format("{}: [databases.{}] has no path", visible(file.path), visible(lists.name)),
            "give it a path or dsn; tables, deny_tables, share and mask alone tighten a database "
            "of your own configuration"};
    }
    take_over_limits(*known, lists);
    return std::nullopt;
}

std::optional<Error> add_project_file(Config& config, const FoundFile& file) {
    for (const DatabaseConfig& database : file.config.databases) {
        if (!database.has_place()) {
            if (auto error = tighten_database(config, file, database)) return error;
            continue;
        }
        if (knows(config.known_databases, database.name)) {
            return Error{Errc::usage,
                         fmt::format("{}: your own configuration has a database '{}' already",
                                     visible(file.path), visible(database.name)),
                         "rename one of them, or use: --no-project-config"};
        }
        DatabaseConfig added = database;
        for (const DatabaseConfig& known : config.known_databases) {
            if (is_same_place(database, known)) take_over_limits(added, known);
        }
        config.known_databases.push_back(std::move(added));
    }
    if (!file.config.instructions.empty()) {
        if (!config.instructions.empty()) config.instructions += "\n\n";
        config.instructions += file.config.instructions;
    }
    tighten_limits(config.limits, file.config.limits);
    if (auto error = add_agents(config, file)) return error;
    config.notes.push_back(fmt::format("project configuration: {}", visible(file.path)));
    return check_default_of(file, config);
}

std::optional<Error> read_limits(Config& config, const Environment& environment, const Args& args) {
    for (const LimitSpec& limit : all_limits()) {
        const std::string variable = environment.get(limit.variable);
        if (!variable.empty()) {
            if (auto error = set_limit(config.limits, limit, variable, limit.variable))
                return error;
        }
        const std::string_view typed = args.text_of(limit.key);
        if (typed.empty()) continue;
        const std::string where = fmt::format("option '{}'", limit.option());
        if (auto error = set_limit(config.limits, limit, typed, where)) return error;
    }
    return std::nullopt;
}

Error typed_password() {
    return {Errc::usage, "a password on the command line is seen by every user of this machine",
            "leave it out, and export ASKDB_PASSWORD=…, or name the database in the configuration "
            "with password_env, password_file or password_command"};
}

/// What -d would take, where -d was not given.
std::vector<std::string> usual_databases(const Config& config, const ConfigSources& sources) {
    std::string chosen = sources.environment.get("ASKDB_DATABASE");
    if (chosen.empty() && sources.project) chosen = sources.project->config.default_database;
    if (chosen.empty() && sources.user) chosen = sources.user->config.default_database;
    if (chosen.empty() && config.known_databases.size() == 1)
        chosen = config.known_databases[0].name;
    return chosen.empty() ? std::vector<std::string>{} : std::vector{chosen};
}

}

std::optional<Error> check_default(const std::string& name,
                                   const std::vector<DatabaseConfig>& configured) {
    if (name.empty() || knows(configured, name)) return std::nullopt;
    // What somebody mistook for the place of an address may hold a password.
    if (is_connection_string(name) || holds_password(name))
        return Error{Errc::usage, "default_database is no name of a database",
                     "add [databases.NAME], and give its name"};
    std::vector<std::string> names;
    for (const DatabaseConfig& database : configured) names.push_back(database.name);
    return Error{Errc::usage, fmt::format("default_database '{}' is not configured", visible(name)),
                 did_you_mean(nearest(name, names, 1),
                              fmt::format("add [databases.{}] with its path", visible(name)))};
}

std::string resolved_path(const std::string& path, const std::string& file,
                          const Environment& environment) {
    if (path.starts_with("~/")) return environment.get("HOME") + path.substr(1);
    const std::size_t slash = file.rfind('/');
    if (path.starts_with('/') || slash == std::string::npos) return path;
    return file.substr(0, slash + 1) + path;
}

/// No link may lead out of the project's folder, where a name that stays in it seems to be. What is
/// not there leads nowhere.
std::optional<Error> check_links(const FoundFile& project) {
    namespace fs = std::filesystem;
    std::error_code failed;
    const fs::path folder = fs::canonical(".", failed);
    const auto leads_out = [&](const std::string& path) {
        const fs::path target = fs::canonical(folder / path, failed);
        if (failed) return false;
        const auto end = std::mismatch(folder.begin(), folder.end(), target.begin(), target.end());
        return end.first != folder.end();
    };
    for (const DatabaseConfig& database : project.config.databases) {
        std::vector<std::string> paths = database.files;
        if (!database.path.empty()) paths.push_back(database.path);
        const auto found = std::find_if(paths.begin(), paths.end(), leads_out);
        if (found == paths.end()) continue;
        Error error = project_error(
            fmt::format("the path '{}', which a link leads out of its folder", visible(*found)));
        error.message = fmt::format("{}: {}", visible(project.path), error.message);
        return error;
    }
    return std::nullopt;
}

Result<Config> merge_config(const ConfigSources& sources) {
    const auto& [user, project, environment, args] = sources;
    Config config;
    if (user) {
        if (auto error = add_user_file(config, *user, environment)) return *error;
    }
    if (project) {
        if (auto error = add_project_file(config, *project)) return *error;
    }
    if (auto error = read_limits(config, environment, args)) return *error;
    Result<tools::SharingRule> sharing = merge_sharing(sources);
    if (!sharing) return sharing.error();
    config.sharing = std::move(sharing).value();
    for (const std::string& typed : args.databases) {
        if (holds_password(typed)) return typed_password();
    }
    config.databases = args.databases.empty() ? usual_databases(config, sources) : args.databases;
    if (const std::string model = environment.get("ASKDB_MODEL"); !model.empty())
        config.model = model;
    if (!args.model.empty()) config.model = args.model;
    Result<std::string> theme = merge_theme(sources);
    if (!theme) return theme.error();
    config.theme = std::move(theme).value();
    config.sessions = merge_sessions(sources, config.known_databases);
    return config;
}

std::vector<ConfigPlace> config_places(const Args& args, const Environment& environment) {
    std::vector<ConfigPlace> places;
    std::string user = args.config;
    if (user.empty()) user = environment.get("ASKDB_CONFIG");
    const bool named = !user.empty();
    if (!named) user = usual_path(environment);
    if (!user.empty())
        places.push_back({.path = user, .exists = is_there(user, named), .is_named = named});

    ConfigPlace project{.path = project_file, .trust = Trust::project};
    project.exists = is_there(project_file, false);
    if (args.no_project_config) {
        project.ignored = "ignored by --no-project-config";
    } else if (!user.empty() && is_same_file(user, project_file)) {
        project.ignored = "it is the user's own file";
    }
    places.push_back(std::move(project));
    return places;
}

Result<std::string> read_config_text(const std::string& path, const std::stop_token& stop) {
    return read_file(path, max_config_bytes, stop);
}

Result<ConfigFiles> read_config_files(const Args& args, const Environment& environment,
                                      const std::stop_token& stop) {
    ConfigFiles files;
    for (const ConfigPlace& place : config_places(args, environment)) {
        if (!place.ignored.empty() || !(place.exists || place.is_named)) continue;
        Result<FoundFile> found = read_config(place.path, place.trust, stop);
        if (!found) return found.error();
        if (place.trust == Trust::user) {
            files.user = std::move(found).value();
            continue;
        }
        if (auto error = check_links(found.value())) return *error;
        files.project = std::move(found).value();
    }
    return files;
}

Result<Config> load_config(const Args& args, const Environment& environment,
                           const std::stop_token& stop) {
    const Result<ConfigFiles> files = read_config_files(args, environment, stop);
    if (!files) return files.error();
    return merge_config({files.value().user, files.value().project, environment, args});
}

}
