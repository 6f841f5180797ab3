#pragma once

// The tools of config_file.cpp, which alone includes them: with them comes toml++.

#include "cli/config/config_file.h"
#include "cli/config/share_setting.h"
#include "cli/config/theme_setting.h"
#include "libagent/base/text.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <functional>

namespace askdb::cli {

/// One file while it is read: where messages point, and what is allowed.
struct ConfigReader {
    std::string_view file;
    Trust trust;
    std::vector<ConfigEntry>& entries;       ///< What was read.
    std::vector<Error>* problems = nullptr;  ///< Null: the first one ends it.

    Error at(const toml::node& node, std::string message, std::string hint = {}) const {
        return at_line(node.source().begin.line, std::move(message), std::move(hint));
    }
    Error at_line(std::size_t line, std::string message, std::string hint) const {
        return {Errc::usage, fmt::format("{}:{}: {}", visible(file), line, message),
                std::move(hint)};
    }
    bool is_project() const { return trust == Trust::project; }
    /// Whether reading goes on after it.
    bool goes_on(const Error& error) const {
        if (problems != nullptr) problems->push_back(error);
        return problems != nullptr;
    }
};

/// That only the user's own file may hold `what`, said of the line of `node`.
inline Error forbidden_in_project(const ConfigReader& reader, const toml::node& node,
                                  std::string_view what) {
    Error error = project_error(what);
    return reader.at(node, std::move(error.message), std::move(error.hint));
}

/// A key of a table and what reads its value.
struct KeyReader {
    std::string key;
    std::function<std::optional<Error>(const toml::node&)> read;
};

/// That `table` (empty: the file itself) has no such key, with the nearest of those that it has.
inline Error unknown_key(const ConfigReader& reader, const toml::key& key, std::string_view table,
                         const std::vector<KeyReader>& readers) {
    std::vector<std::string> names;
    for (const KeyReader& known : readers) names.emplace_back(known.key);
    return reader.at_line(
        key.source().begin.line,
        fmt::format("unknown key '{}'{}", visible(key.str()),
                    table.empty() ? std::string() : fmt::format(" in [{}]", visible(table))),
        did_you_mean(nearest(key.str(), names, 1),
                     fmt::format("known here: {}", join(names, ", "))));
}

/// A value that one of the readers has taken, for those who show it. Tables tell of their own.
inline void remember_entry(const ConfigReader& reader, std::string_view table, const toml::key& key,
                           const toml::node& node) {
    SettingValue value;
    if (const toml::array* const list = node.as_array()) {
        std::vector<std::string> texts;
        for (const toml::node& entry : *list) texts.push_back(entry.value_or(std::string()));
        value = std::move(texts);
    } else if (node.is_number()) {
        value = node.value_or(0.0);
    } else if (node.is_string()) {
        value = node.value_or(std::string());
    } else if (node.is_boolean()) {
        value = node.value_or(false);
    } else {
        return;
    }
    reader.entries.push_back(
        {std::string(table), std::string(key.str()), std::move(value), key.source().begin.line});
}

/// One key of a file with its value; borrowed.
struct KeyOfTable {
    std::string_view table;
    const toml::key& key;
    const toml::node& node;
};

/// Reads one key by its reader and remembers it. A secret in the file is refused before all else.
inline std::optional<Error> read_key(const ConfigReader& reader, const KeyOfTable& of,
                                     const std::vector<KeyReader>& readers) {
    const auto& [table, key, node] = of;
    if (key.str() == "api_key" || key.str() == "password" || key.str() == "token") {
        return reader.at(
            node, fmt::format("'{}' must not stand in a file", key.str()),
            fmt::format("name where it is: {0}_env = \"VARIABLE\", {0}_file = \"PATH\" or "
                        "{0}_command = \"COMMAND\"",
                        key.str()));
    }
    const auto known = std::find_if(readers.begin(), readers.end(),
                                    [&of](const KeyReader& r) { return r.key == of.key.str(); });
    if (known == readers.end()) return unknown_key(reader, key, table, readers);
    if (auto error = known->read(node)) return error;
    remember_entry(reader, table, key, node);
    return std::nullopt;
}

/// Reads all keys of a table; stops at the first error unless ConfigReader::goes_on().
inline std::optional<Error> read_table(const ConfigReader& reader, const toml::table& table,
                                       std::string_view name,
                                       const std::vector<KeyReader>& readers) {
    for (const auto& [key, node] : table) {
        const auto error = read_key(reader, {name, key, node}, readers);
        if (error && !reader.goes_on(*error)) return error;
    }
    return std::nullopt;
}

// What follows reads a value of one kind into `into`, which it borrows, as it does `reader`.

inline KeyReader text_key(const ConfigReader& reader, std::string key, std::string& into) {
    return {std::string(key),
            [&reader, key, &into](const toml::node& node) -> std::optional<Error> {
                const auto* text = node.as_string();
                if (text == nullptr)
                    return reader.at(node, fmt::format("'{}' must be a text in quotes", key));
                if (text->get().find('\0') != std::string::npos)
                    return reader.at(node, fmt::format("'{}' holds a NUL character", key));
                into = text->get();
                return std::nullopt;
            }};
}

inline KeyReader list_key(const ConfigReader& reader, std::string_view key,
                          std::vector<std::string>& into) {
    return {std::string(key),
            [&reader, key, &into](const toml::node& node) -> std::optional<Error> {
                const toml::array* list = node.as_array();
                if (list == nullptr)
                    return reader.at(node, fmt::format("'{}' must be a list: [\"NAME\", …]", key));
                for (const toml::node& entry : *list) {
                    const auto* text = entry.as_string();
                    if (text == nullptr)
                        return reader.at(entry, fmt::format("'{}' must hold texts in quotes", key));
                    if (text->get().empty())
                        return reader.at(entry, fmt::format("'{}' holds an empty text", key),
                                         "leave it out");
                    into.push_back(text->get());
                }
                return std::nullopt;
            }};
}

inline KeyReader share_key(const ConfigReader& reader, std::optional<tools::ShareLevel>& into) {
    return {"share", [&](const toml::node& node) -> std::optional<Error> {
                const auto* const text = node.as_string();
                if (text == nullptr) return reader.at(node, "'share' must be a text in quotes");
                Result<tools::ShareLevel> level = read_share(text->get(), "'share'");
                if (!level) return reader.at(node, level.error().message, level.error().hint);
                into = level.value();
                return std::nullopt;
            }};
}

inline KeyReader mask_key(const ConfigReader& reader, std::vector<std::string>& into) {
    KeyReader list = list_key(reader, "mask", into);
    list.read = [&reader, &into, as_list = list.read](const toml::node& node) {
        auto error = as_list(node);
        for (const std::string& mask : into) {
            if (error) break;
            error = tools::judge_mask(mask);
            if (error) error = reader.at(node, error->message, error->hint);
        }
        return error;
    };
    return list;
}

/// USD per million tokens.
inline KeyReader price_key(const ConfigReader& reader, std::string_view key,
                           std::optional<double>& into) {
    return {std::string(key),
            [&reader, key, &into](const toml::node& node) -> std::optional<Error> {
                constexpr double highest_price = 1e6;
                const bool is_number = node.is_integer() || node.is_floating_point();
                if (is_number) into = node.value<double>();
                if (!into || !(*into >= 0 && *into <= highest_price))
                    return reader.at(
                        node, fmt::format("'{}' must be USD per million tokens, 0 or more", key));
                return std::nullopt;
            }};
}

/// A text that a project's file may not set.
inline KeyReader user_only_key(const ConfigReader& reader, const std::string& key,
                               std::string& into) {
    KeyReader text = text_key(reader, key, into);
    if (!reader.is_project()) return text;
    text.read = [&reader, key](const toml::node& node) -> std::optional<Error> {
        return forbidden_in_project(reader, node, fmt::format("'{}'", key));
    };
    return text;
}

/// `[terminal]`: of the user's own file, since it is about this person's eyes.
inline KeyReader terminal_key(const ConfigReader& reader, std::string& theme) {
    return {"terminal", [&](const toml::node& node) -> std::optional<Error> {
                if (reader.is_project()) return forbidden_in_project(reader, node, "'terminal'");
                if (!node.is_table())
                    return reader.at(node, "'terminal' must be a table: [terminal]");
                KeyReader text = text_key(reader, "theme", theme);
                text.read = [&, as_text = text.read](const toml::node& value) {
                    auto error = as_text(value);
                    if (error) return error;
                    error = check_theme(theme);
                    if (!error) return error;
                    theme.clear();
                    return std::optional(
                        reader.at(value, std::move(error->message), std::move(error->hint)));
                };
                return read_table(reader, *node.as_table(), "terminal", {text});
            }};
}

inline KeyReader switch_key(const ConfigReader& reader, std::string_view key,
                            std::optional<bool>& into) {
    return {std::string(key),
            [&reader, key, &into](const toml::node& node) -> std::optional<Error> {
                if (!node.is_boolean())
                    return reader.at(node, fmt::format("'{}' must be true or false", key));
                into = node.value<bool>();
                return std::nullopt;
            }};
}

/// What may be kept of something: more than nothing, in whole `units`.
inline KeyReader amount_key(const ConfigReader& reader, std::string_view key,
                            std::string_view units, std::optional<double>& into) {
    return {std::string(key),
            [&reader, key, units, &into](const toml::node& node) -> std::optional<Error> {
                constexpr double most = 1e6;
                const std::optional<std::int64_t> value = node.value_exact<std::int64_t>();
                if (!value || *value < 1 || static_cast<double>(*value) > most)
                    return reader.at(
                        node, fmt::format("'{}' must be a whole number of {} from 1 to {}", key,
                                          units, static_cast<std::int64_t>(most)));
                into = static_cast<double>(*value);
                return std::nullopt;
            }};
}

/// `[sessions]`: of the user's own file, since a project must not say where its questions go.
inline KeyReader sessions_key(const ConfigReader& reader, SessionsConfig& sessions) {
    return {"sessions", [&](const toml::node& node) -> std::optional<Error> {
                if (reader.is_project()) return forbidden_in_project(reader, node, "'sessions'");
                if (!node.is_table())
                    return reader.at(node, "'sessions' must be a table: [sessions]");
                const std::vector<KeyReader> readers = {
                    switch_key(reader, "enabled", sessions.enabled),
                    text_key(reader, "store", sessions.store),
                    text_key(reader, "encryption_key_command", sessions.encryption_key_command),
                    amount_key(reader, "retention_days", "days", sessions.retention_days),
                    amount_key(reader, "retention_megabytes", "megabytes",
                               sessions.retention_megabytes),
                };
                return read_table(reader, *node.as_table(), "sessions", readers);
            }};
}

inline KeyReader limit_key(const ConfigReader& reader, const LimitSpec& limit, LimitValues& into) {
    return {std::string(limit.key), [&](const toml::node& node) -> std::optional<Error> {
                const std::optional<double> value = node.value<double>();
                const bool is_number = node.is_integer() || node.is_floating_point();
                const std::string why =
                    is_number && value ? why_not(limit, *value) : why_not(limit, -1);
                if (!why.empty()) return reader.at(node, fmt::format("'{}' {}", limit.key, why));
                into.*limit.member = *value;
                return std::nullopt;
            }};
}

}
