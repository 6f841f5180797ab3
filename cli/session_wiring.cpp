#include "cli/session_wiring.h"

#include "cli/config/sessions_setting.h"
#include "cli/environment.h"
#include "cli/kept_folder.h"
#include "cli/limits.h"
#include "cli/render/messages.h"
#include "libagent/base/stable_hash.h"
#include "libagent/base/text.h"
#include "libagent/database/odbc/odbc_own_source.h"
#include "libagent/database/sqlite/sqlite_own_source.h"
#include "sessions/cipher.h"
#include "sessions/sql_store.h"

#include <fmt/format.h>

#include <array>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace askdb::cli {
namespace {

/// That nothing is kept, and how something could be.
Error nothing_kept(std::string_view why, std::string_view hint) {
    return {Errc::usage, fmt::format("no conversation is kept: {}", why), std::string(hint)};
}

bool is_folder(const std::string& path) {
    struct stat info = {};
    return !path.empty() && ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

/// A home that is not there belongs to somebody who keeps nothing ("/nonexistent").
bool has_home(const Environment& environment) {
    return environment.get(data_folder.variable).starts_with('/') ||
           is_folder(environment.get("HOME"));
}

/// Beside an SQLite file, else in the data folder, for each server its own, however the
/// configuration calls it; empty without one.
std::string artifact_root(const DatabaseChoice& choice, const Environment& environment) {
    const std::string usual = usual_sessions_store(environment);
    const std::string folder = folder_path(data_folder, environment);
    if (!choice.path.empty())
        return choice.path == usual ? folder + "/artifacts" : choice.path + ".artifacts";
    if (folder.empty()) return {};
    return fmt::format("{}/artifacts-{}", folder, stable_hash(choice.address).substr(0, 12));
}

std::unique_ptr<database::OwnSource> open_store(const CommandContext& context,
                                                const DatabaseChoice& choice) {
    if (choice.address.empty()) return database::make_sqlite_own_source(choice.path);
    context.messages.hide_secret(choice.password);
    return database::make_odbc_own_source(
        {.address = choice.address,
         .name = choice.name,
         .user = choice.user,
         .password = choice.password,
         .dialect = choice.dialect,
         .connect_timeout = turn_limits(context.config.limits).statement.timeout});
}

Result<std::string> encryption_key(const CommandContext& context) {
    const std::string& command = context.config.sessions.encryption_key_command;
    if (command.empty()) return std::string();
    const Result<std::string> printed =
        read_secret({.command = command}, "[sessions]", {context.environment, context.stop});
    if (!printed) return printed.error();
    return sessions::read_key(printed.value());
}

}

std::string session_user(const Environment& environment) {
    for (const char* variable : {"LOGNAME", "USER"}) {
        if (std::string name = environment.get(variable); !name.empty()) return name;
    }
    std::array<char, 4096> buffer{};
    passwd entry = {};
    passwd* found = nullptr;
    const bool is_known =
        ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 &&
        found != nullptr;
    return is_known ? std::string(entry.pw_name) : fmt::format("{}", ::geteuid());
}

std::optional<Error> why_nothing_is_kept(const Config& config, const Environment& environment) {
    if (!config.sessions.enabled.value_or(true))
        return nothing_kept("it is turned off",
                            "set [sessions] enabled = true, and see: askdb config show");
    if (config.sessions.store.empty() && !has_home(environment))
        return nothing_kept("there is no home folder", "set [sessions] store = \"FILE\"");
    return std::nullopt;
}

Result<DatabaseChoice> choose_sessions_store(const Config& config, const SecretSources& secrets) {
    if (auto error = why_nothing_is_kept(config, secrets.environment)) return *error;
    const SessionsConfig& settings = config.sessions;
    if (settings.store.empty())
        return DatabaseChoice{.name = "sessions",
                              .path = usual_sessions_store(secrets.environment)};
    Result<std::vector<DatabaseChoice>> chosen =
        choose_databases({settings.store}, config.known_databases, secrets);
    if (!chosen) {
        Error error = chosen.error();
        error.message = fmt::format("[sessions] store: {}", error.message);
        return error;
    }
    DatabaseChoice choice = std::move(chosen.value().front());
    if (choice.files.empty()) return choice;
    return Error{Errc::usage,
                 fmt::format("[sessions] store: '{}' is a data file, which keeps nothing",
                             visible(settings.store)),
                 "name an SQLite file (sessions.db) or a postgres:// address"};
}

Result<std::unique_ptr<session::SessionArchive>> wire_sessions(const CommandContext& context) {
    const Result<DatabaseChoice> choice =
        choose_sessions_store(context.config, {context.environment, context.stop});
    if (!choice) return choice.error();
    Result<std::string> key = encryption_key(context);
    if (!key) return key.error();
    try {
        return sessions::make_sql_store(
            {.where = open_store(context, choice.value()),
             .artifact_folder = artifact_root(choice.value(), context.environment),
             .encryption_key = std::move(key).value()});
    } catch (const Failure& failure) {
        return failure.error();
    }
}

std::unique_ptr<session::SessionArchive> wire_sessions_or_throw(const CommandContext& context) {
    return wire_sessions(context).value_or_throw();
}

}
