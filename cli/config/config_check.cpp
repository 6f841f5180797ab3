#include "cli/config/config_check.h"

#include "cli/config/config.h"
#include "cli/config/sessions_setting.h"
#include "cli/config/variables_check.h"
#include "cli/database_choice.h"
#include "cli/model_choice.h"
#include "cli/secret_check.h"
#include "cli/session_wiring.h"
#include "libagent/base/text.h"
#include "libagent/database/odbc/drivers.h"
#include "libagent/database/odbc/installed_odbc.h"
#include "libagent/database/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sys/stat.h>
#include <unistd.h>

namespace askdb::cli {
namespace {

/// "config.toml:12: …" begins with that number.
std::size_t line_of_message(const Error& error, const std::string& file) {
    const std::string& text = error.message;
    std::size_t line = 0;
    const std::size_t begin = file.size() + 1;
    if (text.size() > begin && text.starts_with(file))
        std::from_chars(text.data() + begin, text.data() + text.size(), line);
    return line;
}

/// What a URL has that the driver for it cannot be told.
std::optional<Error> unknown_in_url(const std::string& text) {
    const Result<database::DatabaseUrl> url = database::parse_database_url(text);
    if (!url) return std::nullopt;
    const database::DriverQuirks* const quirks = database::quirks_of_scheme(url.value().scheme);
    if (quirks == nullptr || quirks->from_url == nullptr) return std::nullopt;
    const Result<database::ConnectionString> connection = quirks->from_url(url.value());
    return connection ? std::nullopt : std::optional(connection.error());
}

/// All files of one configuration while they are checked.
class ConfigChecker {
  public:
    explicit ConfigChecker(const ConfigCheck& how) : how_(how) {}

    ConfigReport check();

  private:
    void read_place(const ConfigPlace& place);
    void check_file(const FoundFile& file, bool is_own);
    void check_path(const FoundFile& file, const std::string& table, std::string_view key,
                    const std::string& path);
    void check_database(const FoundFile& file, const DatabaseConfig& database, bool is_own);
    void check_model(const FoundFile& file, const ModelConfig& model);
    bool is_configured(std::string_view model) const;
    void check_usual_key(const FoundFile& file, std::string_view table, std::string_view key,
                         const ModelAddress& address);
    /// Of whose secret it is: keys that begin so, in that table.
    struct SecretKey {
        std::string_view table;
        std::string_view key;
        bool is_own;  ///< A database that another file may have described is not.
    };
    void check_secret(const FoundFile& file, const SecretKey& of, SecretPlace place);
    void check_defaults(const FoundFile& file);
    void check_own_mode(const FoundFile& file);
    void check_sessions(const FoundFile& file);
    void check_environment();
    std::vector<DatabaseConfig> databases() const;
    std::vector<ModelConfig> models() const;
    void add(const FoundFile& file, std::string_view table, std::string_view key, Error error);
    void add(Error error) { problems_.push_back(std::move(error)); }

    const ConfigCheck& how_;
    ConfigFiles files_;
    std::vector<Error> problems_;
};

void ConfigChecker::add(const FoundFile& file, std::string_view table, std::string_view key,
                        Error error) {
    error.message = fmt::format("{}:{}: {}", visible(file.path), file.config.line_of(table, key),
                                error.message);
    add(std::move(error));
}

void ConfigChecker::read_place(const ConfigPlace& place) {
    if (!place.ignored.empty() || !(place.exists || place.is_named)) return;
    const Result<std::string> text = read_config_text(place.path, how_.stop);
    if (!text) return add(text.error());
    InspectedFile found = inspect_config(text.value(), place.path, place.trust);
    std::stable_sort(found.problems.begin(), found.problems.end(),
                     [&](const Error& a, const Error& b) {
                         return line_of_message(a, place.path) < line_of_message(b, place.path);
                     });
    problems_.insert(problems_.end(), found.problems.begin(), found.problems.end());
    FoundFile file{std::move(found.config), place.path};
    if (place.trust == Trust::user) {
        files_.user = std::move(file);
        return;
    }
    if (auto error = check_links(file)) add(std::move(*error));
    files_.project = std::move(file);
}

std::vector<DatabaseConfig> ConfigChecker::databases() const {
    std::vector<DatabaseConfig> all;
    for (const auto* file : {&files_.user, &files_.project}) {
        if (!*file) continue;
        const auto& known = (*file)->config.databases;
        all.insert(all.end(), known.begin(), known.end());
    }
    return all;
}

std::vector<ModelConfig> ConfigChecker::models() const {
    return files_.user ? files_.user->config.models : std::vector<ModelConfig>{};
}

void ConfigChecker::check_path(const FoundFile& file, const std::string& table,
                               std::string_view key, const std::string& path) {
    struct stat info = {};
    const auto cannot = [&](std::string_view why, std::string fix) {
        add(file, table, key,
            {Errc::usage, fmt::format("the file '{}' {}", visible(path), why), std::move(fix)});
    };
    const std::string mend = fmt::format("correct the {} of [{}]", key, visible(table));
    if (::stat(path.c_str(), &info) != 0) return cannot("is not there", mend);
    if (S_ISDIR(info.st_mode)) return cannot("is a folder", mend);
    if (::access(path.c_str(), R_OK) != 0)
        return cannot("may not be read by you", "chmod u+r '" + visible(path) + "'");
}

void ConfigChecker::check_database(const FoundFile& file, const DatabaseConfig& database,
                                   bool is_own) {
    const std::string table = "databases." + database.name;
    const auto check = [&](std::string_view key, const std::string& path) {
        check_path(file, table, key,
                   is_own ? resolved_path(path, file.path, how_.environment) : path);
    };
    if (!database.path.empty()) check("path", database.path);
    for (const std::string& path : database.files) check("files", path);
    const std::string& address = database.url.empty() ? database.connection_string : database.url;
    const std::string_view key = database.url.empty() ? "connection_string" : "url";
    if (!address.empty()) {
        DatabaseConfig alone = database;
        alone.password = {};
        const Environment nothing;
        auto choice = choose_databases({database.name}, {std::move(alone)}, {nothing, how_.stop});
        if (!choice) add(file, table, key, choice.error());
        if (const auto error = unknown_in_url(database.url)) add(file, table, key, *error);
        if (holds_password(address) && is_open_to_others(file.path))
            add(file, table, key,
                {Errc::usage, "it holds a password, and other users may read this file",
                 "chmod go-rwx '" + visible(file.path) + "'"});
    }
    if (!database.dsn.empty()) {
        const std::vector<std::string> known = database::data_source_names_if_any();
        const bool is_known = std::any_of(known.begin(), known.end(), [&](const auto& name) {
            return equal_ignoring_case(name, database.dsn);
        });
        if (!is_known)
            add(file, table, "dsn",
                {Errc::usage,
                 fmt::format("no ODBC data source is named '{}'", visible(database.dsn)),
                 did_you_mean(nearest(database.dsn, known, 1), "list them with: odbcinst -q -s")});
    }
    check_secret(file, {.table = table, .key = "password", .is_own = is_own}, database.password);
}

bool ConfigChecker::is_configured(std::string_view model) const {
    const std::vector<ModelConfig> known = models();
    return std::any_of(known.begin(), known.end(),
                       [&](const ModelConfig& m) { return m.name == model; });
}

/// The key in the variable of the model's vendor.
void ConfigChecker::check_usual_key(const FoundFile& file, std::string_view table,
                                    std::string_view key, const ModelAddress& address) {
    const std::string& variable = address.key.variable;
    if (!address.needs_key || variable.empty() || !how_.environment.get(variable).empty()) return;
    add(file, table, key,
        {Errc::usage,
         fmt::format("no key for the model '{}': the variable {} is not set", visible(address.name),
                     visible(variable)),
         fmt::format("export {}=…", visible(variable))});
}

void ConfigChecker::check_model(const FoundFile& file, const ModelConfig& model) {
    const std::string table = "models." + model.name;
    const Result<ModelAddress> address = locate_model(model.name, models(), how_.environment);
    if (!address) {
        const bool by_address = address.error().message.find("address") != std::string::npos;
        add(file, table, by_address ? "base_url" : "vendor", address.error());
    } else if (model.api_key.empty()) {
        check_usual_key(file, table, "vendor", address.value());
    }
    check_secret(file, {.table = table, .key = "api_key", .is_own = true}, model.api_key);
    for (const std::string& name : model.fallback) {
        const std::optional<Error> refused = judge_fallback(name, model.name);
        const Result<ModelAddress> other = locate_model(name, models(), how_.environment);
        if (!refused && other) {
            const bool is_table = is_configured(name);  // Then told with its own.
            if (!is_table) check_usual_key(file, table, "fallback", other.value());
            continue;
        }
        Error error = refused ? *refused : other.error();
        error.message = fmt::format("fallback '{}': {}", visible(name), error.message);
        add(file, table, "fallback", std::move(error));
    }
}

void ConfigChecker::check_secret(const FoundFile& file, const SecretKey& of, SecretPlace place) {
    if (place.empty()) return;
    if (of.is_own && !place.file.empty())
        place.file = resolved_path(place.file, file.path, how_.environment);
    std::string_view suffix = "_env";
    if (!place.file.empty()) suffix = "_file";
    if (!place.command.empty()) suffix = "_command";
    const std::string whole = std::string(of.key) + std::string(suffix);
    const SecretSources sources{how_.environment, how_.stop};
    const std::string whose = fmt::format("[{}]", visible(of.table));
    if (auto error = check_secret_place(place, whose, sources, how_.runs_commands))
        add(file, of.table, whole, std::move(*error));
}

void ConfigChecker::check_defaults(const FoundFile& file) {
    if (auto error = check_default(file.config.default_database, databases()))
        add(file, "", "default_database", std::move(*error));
    const std::string& model = file.config.default_model;
    if (model.empty() || model == "offline") return;
    const Result<ModelAddress> address = locate_model(model, models(), how_.environment);
    if (is_configured(model)) return;  // Told with its table.
    if (!address) return add(file, "", "default_model", address.error());
    check_usual_key(file, "", "default_model", address.value());
}

/// Whoever may write it decides which commands run.
void ConfigChecker::check_own_mode(const FoundFile& file) {
    struct stat info = {};
    if (::stat(file.path.c_str(), &info) != 0) return;
    if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        add({Errc::usage,
             fmt::format("{}:1: other users may write to this file", visible(file.path)),
             "chmod go-w '" + visible(file.path) + "'"});
}

void ConfigChecker::check_file(const FoundFile& file, bool is_own) {
    if (is_own) check_own_mode(file);
    check_defaults(file);
    for (const DatabaseConfig& database : file.config.databases)
        check_database(file, database, is_own);
    for (const ModelConfig& model : file.config.models) check_model(file, model);
    if (is_own) check_sessions(file);
}

/// The store is not opened, and need not be there yet.
void ConfigChecker::check_sessions(const FoundFile& file) {
    const SessionsConfig& sessions = file.config.sessions;
    Config alone;
    alone.known_databases = databases();
    alone.sessions.store = sessions_of(file, databases(), how_.environment).store;
    for (DatabaseConfig& database : alone.known_databases) database.password = {};
    const Environment nothing;
    if (!sessions.store.empty()) {
        const auto choice = choose_sessions_store(alone, {nothing, how_.stop});
        if (!choice) add(file, "sessions", "store", choice.error());
    }
    check_secret(file, {.table = "sessions", .key = "encryption_key", .is_own = true},
                 {.command = sessions.encryption_key_command});
}

/// What merging finds, with the environment and the options: names that both files have, limits.
void ConfigChecker::check_environment() {
    const auto merged = merge_config({files_.user, files_.project, how_.environment, how_.args});
    if (!merged) return add(merged.error());
    const std::string model = how_.environment.get("ASKDB_MODEL");
    if (model.empty() || model == "offline") return;
    const auto address = locate_model(model, models(), how_.environment);
    if (address) return;
    Error error = address.error();
    error.message = "the variable ASKDB_MODEL: " + error.message;
    add(std::move(error));
}

ConfigReport ConfigChecker::check() {
    std::vector<Finding> findings;
    for (const ConfigPlace& place : config_places(how_.args, how_.environment)) read_place(place);
    const bool can_be_used = problems_.empty();  // Those of reading, not of what names lead to.
    for (const auto* file : {&files_.user, &files_.project}) {
        if (!*file) continue;
        const std::size_t before = problems_.size();
        check_file(**file, file == &files_.user);
        const FileConfig& config = (*file)->config;
        if (before == 0 && problems_.empty())
            findings.push_back(
                {.about = "config",
                 .message = fmt::format("{}: databases: {}, models: {}", (*file)->path,
                                        config.databases.size(), config.models.size())});
    }
    const std::vector<Finding> slips = check_variables(how_.environment);
    findings.insert(findings.end(), slips.begin(), slips.end());
    if (problems_.empty()) check_environment();
    for (const Error& problem : problems_) findings.push_back(broken("config", problem));
    ConfigReport report{.findings = std::move(findings), .files = std::nullopt};
    if (can_be_used) report.files = std::move(files_);
    return report;
}

}

ConfigReport check_configuration(const ConfigCheck& how) {
    return ConfigChecker(how).check();
}

}
