#include "cli/config.h"

#include "cli/database_choice.h"
#include "cli/input.h"
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

bool is_same_file(const std::string& a, const std::string& b) {
    struct stat first = {}, second = {};
    return ::stat(a.c_str(), &first) == 0 && ::stat(b.c_str(), &second) == 0 &&
           first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

/// Where the user's file is looked for when nobody names one; empty without a home.
std::string usual_path(const Environment& environment) {
    const std::string xdg = environment.get("XDG_CONFIG_HOME");
    if (xdg.starts_with('/')) return xdg + "/askdb/config.toml";  // The rest is to be ignored.
    const std::string home = environment.get("HOME");
    return home.empty() ? std::string() : home + "/.config/askdb/config.toml";
}

Result<FoundFile> read_config(const std::string& path, Trust trust, const std::stop_token& stop) {
    const Result<std::string> text = read_file(path, max_config_bytes, stop);
    if (!text) return text.error();
    Result<FileConfig> config = parse_config(text.value(), path, trust);
    if (!config) return config.error();
    return FoundFile{std::move(config).value(), path};
}

/// `path` of the user's own file: `~/` is the home, a relative one starts at the file's folder.
std::string resolved_path(const std::string& path, const std::string& file,
                          const Environment& environment) {
    if (path.starts_with("~/")) return environment.get("HOME") + path.substr(1);
    const std::size_t slash = file.rfind('/');
    if (path.starts_with('/') || slash == std::string::npos) return path;
    return file.substr(0, slash + 1) + path;
}

bool knows(const std::vector<DatabaseConfig>& databases, std::string_view name) {
    return std::any_of(databases.begin(), databases.end(),
                       [&](const DatabaseConfig& database) { return database.name == name; });
}

std::optional<Error> check_default(const Config& config, const FoundFile& file) {
    const std::string& name = file.config.default_database;
    if (name.empty() || knows(config.known_databases, name)) return std::nullopt;
    if (is_connection_string(name)) {
        return Error{Errc::usage, fmt::format("{}: default_database is no name of a database",
                                              visible(file.path))};
    }
    return Error{Errc::usage,
                 fmt::format("{}: default_database '{}' is not configured", visible(file.path),
                             visible(name)),
                 fmt::format("add [databases.{}] with its path", visible(name))};
}

std::optional<Error> add_user_file(Config& config, const FoundFile& file,
                                   const Environment& environment) {
    for (DatabaseConfig database : file.config.databases) {
        if (!database.path.empty())
            database.path = resolved_path(database.path, file.path, environment);
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
    return check_default(config, file);
}

std::optional<Error> add_project_file(Config& config, const FoundFile& file) {
    for (const DatabaseConfig& database : file.config.databases) {
        if (knows(config.known_databases, database.name)) {
            return Error{Errc::usage,
                         fmt::format("{}: your own configuration has a database '{}' already",
                                     visible(file.path), visible(database.name)),
                         "rename one of them, or use: --no-project-config"};
        }
        config.known_databases.push_back(database);
    }
    if (!file.config.instructions.empty()) {
        if (!config.instructions.empty()) config.instructions += "\n\n";
        config.instructions += file.config.instructions;
    }
    tighten_limits(config.limits, file.config.limits);
    config.notes.push_back(fmt::format("project configuration: {}", visible(file.path)));
    return check_default(config, file);
}

/// No link may lead out of the project's folder, where a name that stays in it seems to be. What is
/// not there leads nowhere.
std::optional<Error> check_links(const FoundFile& project) {
    namespace fs = std::filesystem;
    std::error_code failed;
    const fs::path folder = fs::canonical(".", failed);
    for (const DatabaseConfig& database : project.config.databases) {
        if (database.path.empty()) continue;
        const fs::path target = fs::canonical(folder / database.path, failed);
        if (failed) continue;
        const auto end = std::mismatch(folder.begin(), folder.end(), target.begin(), target.end());
        if (end.first == folder.end()) continue;
        Error error = project_error(fmt::format(
            "the path '{}', which a link leads out of its folder", visible(database.path)));
        error.message = fmt::format("{}: {}", visible(project.path), error.message);
        return error;
    }
    return std::nullopt;
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
        std::string option = fmt::format("option '--{}'", limit.key);
        std::replace(option.begin(), option.end(), '_', '-');
        if (auto error = set_limit(config.limits, limit, typed, option)) return error;
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
    for (const std::string& typed : args.databases) {
        if (holds_password(typed)) return typed_password();
    }
    config.databases = args.databases.empty() ? usual_databases(config, sources) : args.databases;
    if (const std::string model = environment.get("ASKDB_MODEL"); !model.empty())
        config.model = model;
    if (!args.model.empty()) config.model = args.model;
    return config;
}

Result<Config> load_config(const Args& args, const Environment& environment,
                           const std::stop_token& stop) {
    std::string user_path = args.config;
    if (user_path.empty()) user_path = environment.get("ASKDB_CONFIG");
    const bool named = !user_path.empty();
    if (!named) user_path = usual_path(environment);

    std::optional<FoundFile> user;
    if (named || (!user_path.empty() && is_regular_file(user_path))) {
        Result<FoundFile> found = read_config(user_path, Trust::user, stop);
        if (!found) return found.error();
        user = std::move(found).value();
    }
    std::optional<FoundFile> project;
    const bool already = user && is_same_file(user_path, project_file);
    if (!args.no_project_config && !already && is_regular_file(project_file)) {
        Result<FoundFile> found = read_config(project_file, Trust::project, stop);
        if (!found) return found.error();
        if (auto error = check_links(found.value())) return *error;
        project = std::move(found).value();
    }
    return merge_config({user, project, environment, args});
}

}
