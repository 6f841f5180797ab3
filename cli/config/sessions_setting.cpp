#include "cli/config/sessions_setting.h"

#include "cli/config/config_settings.h"
#include "cli/database_choice.h"
#include "cli/kept_folder.h"
#include "libagent/database/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace askdb::cli {
namespace {

constexpr std::string_view sessions_table = "sessions";
constexpr std::string_view turned_off = "off";

/// Whether it names a file, as -d would see it.
bool is_store_path(const std::string& store, const std::vector<DatabaseConfig>& known) {
    if (store.starts_with("~/")) return true;
    const bool is_known = std::any_of(known.begin(), known.end(),
                                      [&](const auto& database) { return database.name == store; });
    return !is_known && !database::looks_like_url(store) && !is_connection_string(store) &&
           store.find_first_of("/.") != std::string::npos;
}

std::string place_of_key(const ConfigSources& sources, std::string_view key) {
    return fmt::format("{}:{}", sources.user->path,
                       sources.user->config.line_of(sessions_table, key));
}

}

std::string usual_sessions_store(const Environment& environment) {
    const std::string folder = folder_path(data_folder, environment);
    return folder.empty() ? std::string() : folder + "/sessions.db";
}

SessionsConfig sessions_of(const FoundFile& file,
                           const std::vector<DatabaseConfig>& known_databases,
                           const Environment& environment) {
    SessionsConfig sessions = file.config.sessions;
    if (is_store_path(sessions.store, known_databases))
        sessions.store = resolved_path(sessions.store, file.path, environment);
    return sessions;
}

SessionsConfig merge_sessions(const ConfigSources& sources,
                              const std::vector<DatabaseConfig>& known_databases) {
    SessionsConfig merged;
    if (sources.user) merged = sessions_of(*sources.user, known_databases, sources.environment);
    const std::string named = sources.environment.get(sessions_variable);
    if (named.empty()) return merged;
    merged.enabled = named != turned_off;
    if (named != turned_off) merged.store = named;
    return merged;
}

std::vector<Setting> list_sessions_settings(const ConfigSources& sources,
                                            const SessionsConfig& merged) {
    std::vector<Setting> settings;
    const bool by_variable = !sources.environment.get(sessions_variable).empty();
    const bool is_on = merged.enabled.value_or(true);
    const auto add = [&](std::string_view key, SettingValue value, std::string from) {
        settings.push_back({.table = std::string(sessions_table),
                            .key = std::string(key),
                            .value = std::move(value),
                            .from = {std::move(from)}});
    };
    const auto origin = [&](std::string_view key, bool is_set, bool may_be_variable) {
        if (may_be_variable && by_variable) return std::string(sessions_variable);
        return is_set && sources.user ? place_of_key(sources, key) : std::string("built in");
    };
    add("enabled", is_on, origin("enabled", merged.enabled.has_value(), true));
    const std::string store =
        merged.store.empty() ? usual_sessions_store(sources.environment) : merged.store;
    if (!store.empty())
        add("store", shown_text("store", store), origin("store", !merged.store.empty(), is_on));
    if (const std::string& command = merged.encryption_key_command; !command.empty())
        add("encryption_key_command", shown_text("encryption_key_command", command),
            place_of_key(sources, "encryption_key_command"));
    if (merged.retention_days)
        add("retention_days", *merged.retention_days, place_of_key(sources, "retention_days"));
    if (merged.retention_megabytes)
        add("retention_megabytes", *merged.retention_megabytes,
            place_of_key(sources, "retention_megabytes"));
    return settings;
}

}
