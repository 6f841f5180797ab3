#include "cli/config/config_settings.h"

#include "cli/config/sessions_setting.h"
#include "cli/config/share_setting.h"
#include "cli/config/theme_setting.h"
#include "cli/database_choice.h"
#include "libagent/base/text.h"
#include "libagent/database/odbc/connection_string.h"
#include "libagent/database/odbc/drivers.h"
#include "libagent/database/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace askdb::cli {
namespace {

constexpr std::string_view built_in = "built in";

std::string place_of(const FoundFile& file, std::size_t line) {
    return fmt::format("{}:{}", file.path, line);
}

std::string place_of(const FoundFile& file, std::string_view table, std::string_view key) {
    return place_of(file, file.config.line_of(table, key));
}

/// The program's name, and nothing of what it is given: that may be a secret.
std::string shown_command(std::string_view command) {
    command = trim(command);
    const std::string_view first = command.substr(0, command.find_first_of(" \t\n;|&"));
    const bool is_plain = first.find_first_of("=$`'\"()<>") == std::string_view::npos;
    if (first == command && is_plain) return std::string(first);
    return is_plain ? std::string(first) + " …" : std::string("…");
}

bool names_secret(std::string_view key) {
    constexpr std::array words = {"pwd", "pass", "secret", "token", "key", "auth"};
    const std::string lower = lower_ascii(key);
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return lower.find(word) != std::string::npos;
    });
}

std::string shown_connection_string(const std::string& text) {
    auto parsed = database::ConnectionString::parse(text);
    if (!parsed) return "…";
    std::vector<std::string> pairs;
    for (const auto& [key, value] : parsed.value().pairs())
        pairs.push_back(key + "=" + (names_secret(key) ? "***" : value));
    return join(pairs, ";");
}

/// `?key=value&…` as it was written, but for what may be secret. Where there is an '@', all of it
/// may be part of a password with a '?' in it.
std::string shown_parameters(const std::string& text, const database::DatabaseUrl& url) {
    const std::size_t begin = text.find('?');
    if (begin == std::string::npos) return {};
    if (text.find('@', begin) != std::string::npos) return "?***";
    const database::DriverQuirks* const quirks = database::quirks_of_scheme(url.scheme);
    const auto is_public = [&](std::string_view key) {
        return quirks != nullptr && std::find(quirks->parameters.begin(), quirks->parameters.end(),
                                              key) != quirks->parameters.end();
    };
    std::vector<std::string> parts = split(text.substr(begin + 1), '&');
    for (std::string& part : parts) {
        const std::size_t equals = part.find('=');
        if (equals == std::string::npos)
            part = "***";
        else if (!is_public(part.substr(0, equals)))
            part.replace(equals + 1, std::string::npos, "***");
    }
    return "?" + visible(join(parts, "&"));
}

SettingValue shown_value(std::string_view key, const SettingValue& value) {
    const auto* const text = std::get_if<std::string>(&value);
    return text == nullptr ? value : SettingValue(shown_text(key, *text));
}

/// Paths of the user's own file are shown as they are opened.
SettingValue opened_value(const ConfigEntry& entry, const FoundFile& file,
                          const Environment& environment) {
    const auto* const text = std::get_if<std::string>(&entry.value);
    const bool is_path = text != nullptr && !text->empty() &&
                         ((entry.table.starts_with("databases.") && entry.key == "path") ||
                          entry.key == "password_file" || entry.key == "api_key_file");
    if (is_path) return resolved_path(*text, file.path, environment);
    return shown_value(entry.key, entry.value);
}

using Settings = std::vector<Setting>;

void add_default_database(Settings& settings, const ConfigSources& sources, const Config& merged) {
    constexpr std::string_view key = "default_database";
    if (merged.databases.empty()) return;
    std::string from = "the only one configured";
    if (!sources.args.databases.empty()) {
        from = "--database";
    } else if (!sources.environment.get("ASKDB_DATABASE").empty()) {
        from = "ASKDB_DATABASE";
    } else if (sources.project && !sources.project->config.default_database.empty()) {
        from = place_of(*sources.project, "", key);
    } else if (sources.user && !sources.user->config.default_database.empty()) {
        from = place_of(*sources.user, "", key);
    }
    std::vector<std::string> shown;
    for (const std::string& name : merged.databases) shown.push_back(shown_text(key, name));
    settings.push_back(
        {.key = std::string(key),
         .value = shown.size() == 1 ? SettingValue(shown.front()) : SettingValue(shown),
         .from = {from}});
}

void add_default_model(Settings& settings, const ConfigSources& sources, const Config& merged) {
    constexpr std::string_view key = "default_model";
    std::string from(built_in);
    if (!sources.args.model.empty()) {
        from = "--model";
    } else if (!sources.environment.get("ASKDB_MODEL").empty()) {
        from = "ASKDB_MODEL";
    } else if (sources.user && !sources.user->config.default_model.empty()) {
        from = place_of(*sources.user, "", key);
    }
    settings.push_back({.key = std::string(key),
                        .value = merged.model.empty() ? std::string("offline") : merged.model,
                        .from = {from}});
}

void add_instructions(Settings& settings, const ConfigSources& sources, const Config& merged) {
    if (merged.instructions.empty()) return;
    Setting setting{.key = "instructions", .value = merged.instructions};
    for (const auto* file : {&sources.user, &sources.project}) {
        if (*file && !(*file)->config.instructions.empty())
            setting.from.push_back(place_of(**file, "", setting.key));
    }
    settings.push_back(std::move(setting));
}

/// What the files hold beside what is merged above and below.
void add_entries(Settings& settings, const ConfigSources& sources, bool of_tables) {
    constexpr std::array merged_keys = {"default_database", "default_model", "instructions",
                                        "share"};
    for (const auto* file : {&sources.user, &sources.project}) {
        if (!*file) continue;
        for (const ConfigEntry& entry : (*file)->config.entries) {
            const bool is_merged =
                std::find(merged_keys.begin(), merged_keys.end(), entry.key) != merged_keys.end() &&
                entry.table.empty();
            const bool is_listed_below =
                entry.table == "limits" || entry.table == "sessions" || entry.table == "terminal";
            if (is_merged || is_listed_below || entry.table.empty() == of_tables) continue;
            const bool is_own = file == &sources.user;
            settings.push_back({.table = entry.table,
                                .key = entry.key,
                                .value = is_own ? opened_value(entry, **file, sources.environment)
                                                : shown_value(entry.key, entry.value),
                                .from = {place_of(**file, entry.line)}});
        }
    }
}

/// Which of the files set the limit: the project's only where it is the tighter one.
std::string file_of_limit(const LimitSpec& limit, const ConfigSources& sources,
                          const LimitValues& merged) {
    for (const auto* file : {&sources.project, &sources.user}) {
        if (!*file) continue;
        const std::optional<double>& value = (*file)->config.limits.*limit.member;
        if (value && value == merged.*limit.member) return place_of(**file, "limits", limit.key);
    }
    return std::string(built_in);
}

void add_limits(Settings& settings, const ConfigSources& sources, const Config& merged) {
    const LimitValues own = built_in_limits();
    for (const LimitSpec& limit : all_limits()) {
        const std::optional<double>& value = merged.limits.*limit.member;
        std::string from(built_in);
        if (!sources.args.text_of(limit.key).empty()) {
            from = limit.option();
        } else if (!sources.environment.get(limit.variable).empty()) {
            from = limit.variable;
        } else if (value) {
            from = file_of_limit(limit, sources, merged.limits);
        }
        const double in_force = value ? *value : *(own.*limit.member);
        if (!std::isfinite(in_force)) continue;  // No limit.
        settings.push_back(
            {.table = "limits", .key = std::string(limit.key), .value = in_force, .from = {from}});
    }
}

std::string quoted_text(const std::string& text) {
    std::string inside;
    for (const char c : text) {
        if (c == '"' || c == '\\') inside += '\\';
        inside += c;
    }
    return '"' + visible(inside) + '"';
}

struct ValueAsToml {
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(double value) const { return fmt::format("{}", value); }
    std::string operator()(const std::string& value) const { return quoted_text(value); }
    std::string operator()(const std::vector<std::string>& values) const {
        std::vector<std::string> texts;
        for (const std::string& value : values) texts.push_back(quoted_text(value));
        return "[" + join(texts, ", ") + "]";
    }
};

}

std::size_t FileConfig::line_of(std::string_view table, std::string_view key) const {
    std::size_t first = 0;
    for (const ConfigEntry& entry : entries) {
        if (entry.table != table) continue;
        if (entry.key == key) return entry.line;
        if (first == 0 || entry.line < first) first = entry.line;
    }
    return first;
}

std::vector<Setting> list_settings(const ConfigSources& sources, const Config& merged) {
    Settings settings;
    add_default_database(settings, sources, merged);
    add_default_model(settings, sources, merged);
    add_instructions(settings, sources, merged);
    settings.push_back(share_setting(sources, merged.sharing));
    add_entries(settings, sources, false);
    add_entries(settings, sources, true);
    add_limits(settings, sources, merged);
    settings.push_back(theme_setting(sources, merged.theme));
    for (Setting& setting : list_sessions_settings(sources, merged.sessions))
        settings.push_back(std::move(setting));
    return settings;
}

std::string toml_text(const SettingValue& value) {
    return std::visit(ValueAsToml{}, value);
}

std::string shown_text(std::string_view key, const std::string& text) {
    if (key.ends_with("_command")) return shown_command(text);
    // What is not understood may be anything.
    const bool is_address = key == "url" || text.find("://") != std::string::npos;
    if (is_address && !database::looks_like_url(text)) return "***";
    if (database::looks_like_url(text)) {
        const Result<database::DatabaseUrl> url = database::parse_database_url(text);
        if (!url) return text.substr(0, text.find("://")) + "://…";
        // shown() leaves out what may be secret, but also the path of a model's address.
        const std::string lower = lower_ascii(text);
        const bool may_tell =
            lower.find("password=") == std::string::npos && lower.find("pwd=") == std::string::npos;
        if (url.value().password.empty() && url.value().parameters.empty())
            return may_tell ? text : text.substr(0, text.find("://")) + "://…";
        return url.value().shown() + shown_parameters(text, url.value());
    }
    const bool may_be_address =
        key == "connection_string" || key == "default_database" || key == "store";
    if (may_be_address && is_connection_string(text)) return shown_connection_string(text);
    return text;
}

}
