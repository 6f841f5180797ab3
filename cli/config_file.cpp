#include "cli/config_file.h"

#include "libagent/base/text.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <functional>

namespace askdb::cli {
namespace {

/// One file while it is read: where messages point, and what is allowed.
struct ConfigReader {
    std::string_view file;
    Trust trust;

    Error at(const toml::node& node, std::string message, std::string hint = {}) const {
        return at_line(node.source().begin.line, std::move(message), std::move(hint));
    }
    Error at_line(std::size_t line, std::string message, std::string hint) const {
        return {Errc::usage, fmt::format("{}:{}: {}", visible(file), line, message),
                std::move(hint)};
    }
    bool is_project() const { return trust == Trust::project; }
};

Error forbidden_in_project(const ConfigReader& reader, const toml::node& node,
                           std::string_view what) {
    Error error = project_error(what);
    return reader.at(node, std::move(error.message), std::move(error.hint));
}

/// A key of a table and what reads its value.
struct KeyReader {
    std::string_view key;
    std::function<std::optional<Error>(const toml::node&)> read;
};

Error unknown_key(const ConfigReader& reader, const toml::key& key, std::string_view table,
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

std::optional<Error> read_table(const ConfigReader& reader, const toml::table& table,
                                std::string_view name, const std::vector<KeyReader>& readers) {
    for (const auto& [key, node] : table) {
        if (key.str() == "api_key" || key.str() == "password" || key.str() == "token") {
            return reader.at(
                node, fmt::format("'{}' must not stand in a file", key.str()),
                "name where it is: api_key_env = \"VARIABLE\" or api_key_file = \"PATH\"");
        }
        const auto known = std::find_if(readers.begin(), readers.end(),
                                        [&](const KeyReader& r) { return r.key == key.str(); });
        if (known == readers.end()) return unknown_key(reader, key, name, readers);
        if (auto error = known->read(node)) return error;
    }
    return std::nullopt;
}

KeyReader text_key(const ConfigReader& reader, std::string_view key, std::string& into) {
    return {key, [&reader, key, &into](const toml::node& node) -> std::optional<Error> {
                const auto* text = node.as_string();
                if (text == nullptr)
                    return reader.at(node, fmt::format("'{}' must be a text in quotes", key));
                if (text->get().find('\0') != std::string::npos)
                    return reader.at(node, fmt::format("'{}' holds a NUL character", key));
                into = text->get();
                return std::nullopt;
            }};
}

KeyReader user_only_key(const ConfigReader& reader, std::string_view key, std::string& into) {
    KeyReader text = text_key(reader, key, into);
    if (!reader.is_project()) return text;
    text.read = [&reader, key](const toml::node& node) -> std::optional<Error> {
        return forbidden_in_project(reader, node, fmt::format("'{}'", key));
    };
    return text;
}

KeyReader limit_key(const ConfigReader& reader, const LimitSpec& limit, LimitValues& into) {
    return {limit.key, [&](const toml::node& node) -> std::optional<Error> {
                const std::optional<double> value = node.value<double>();
                const bool is_number = node.is_integer() || node.is_floating_point();
                const std::string why =
                    is_number && value ? why_not(limit, *value) : why_not(limit, -1);
                if (!why.empty()) return reader.at(node, fmt::format("'{}' {}", limit.key, why));
                into.*limit.member = *value;
                return std::nullopt;
            }};
}

/// Lexical: no absolute path, no home, no scheme, no way up.
bool stays_below(std::string_view path) {
    if (path.empty() || path.front() == '/' || path.front() == '~') return false;
    if (path.find(':') != std::string_view::npos) return false;
    const std::vector<std::string> parts = split(path, '/');
    return std::find(parts.begin(), parts.end(), "..") == parts.end();
}

std::optional<Error> read_database(const ConfigReader& reader, std::string_view name,
                                   const toml::table& table, FileConfig& config) {
    DatabaseConfig database{.name = std::string(name), .path = {}};
    const std::string where = fmt::format("databases.{}", name);
    if (auto error = read_table(reader, table, where, {text_key(reader, "path", database.path)}))
        return error;
    if (database.path.empty())
        return reader.at(table, fmt::format("[{}] has no path", visible(where)));
    if (reader.is_project() && !stays_below(database.path)) {
        return forbidden_in_project(
            reader, *table.get("path"),
            fmt::format("the path '{}', which is not below its folder", visible(database.path)));
    }
    config.databases.push_back(std::move(database));
    return std::nullopt;
}

std::optional<Error> read_model(const ConfigReader& reader, std::string_view name,
                                const toml::table& table, FileConfig& config) {
    ModelConfig model;
    model.name = name;
    const std::string where = fmt::format("models.{}", name);
    if (name == "offline")
        return reader.at(table, "the name 'offline' is taken: it is the built-in planner");
    if (auto error = read_table(
            reader, table, where,
            {text_key(reader, "vendor", model.vendor), text_key(reader, "model", model.model),
             text_key(reader, "base_url", model.base_url),
             text_key(reader, "api_key_env", model.api_key_env),
             text_key(reader, "api_key_file", model.api_key_file)}))
        return error;
    if (model.model.empty())
        return reader.at(table, fmt::format("[{}] has no model", visible(where)));
    if (model.vendor.empty() && model.base_url.empty())
        return reader.at(table,
                         fmt::format("[{}] has neither vendor nor base_url", visible(where)));
    if (!model.api_key_env.empty() && !model.api_key_file.empty())
        return reader.at(table,
                         fmt::format("[{}] has both api_key_env and api_key_file", visible(where)));
    config.models.push_back(std::move(model));
    return std::nullopt;
}

using EntryReader = std::optional<Error> (*)(const ConfigReader&, std::string_view,
                                             const toml::table&, FileConfig&);

/// `[databases.NAME]` and the like: a table of tables.
KeyReader named_tables(const ConfigReader& reader, std::string_view key, EntryReader read,
                       FileConfig& config) {
    return {key, [&reader, key, read, &config](const toml::node& node) -> std::optional<Error> {
                const toml::table* entries = node.as_table();
                if (entries == nullptr)
                    return reader.at(node, fmt::format("'{}' must be tables: [{}.NAME]", key, key));
                for (const auto& [name, entry] : *entries) {
                    if (!entry.is_table())
                        return reader.at(
                            entry, fmt::format("'{}.{}' must be a table: [{}.{}]", key,
                                               visible(name.str()), key, visible(name.str())));
                    if (auto error = read(reader, name.str(), *entry.as_table(), config))
                        return error;
                }
                return std::nullopt;
            }};
}

KeyReader models_key(const ConfigReader& reader, FileConfig& config) {
    if (!reader.is_project()) return named_tables(reader, "models", read_model, config);
    return {"models", [&reader](const toml::node& node) -> std::optional<Error> {
                return forbidden_in_project(reader, node, "a model");
            }};
}

KeyReader limits_key(const ConfigReader& reader, LimitValues& limits) {
    return {"limits", [&](const toml::node& node) -> std::optional<Error> {
                if (!node.is_table()) return reader.at(node, "'limits' must be a table: [limits]");
                std::vector<KeyReader> readers;
                for (const LimitSpec& limit : all_limits())
                    readers.push_back(limit_key(reader, limit, limits));
                return read_table(reader, *node.as_table(), "limits", readers);
            }};
}

}

Error project_error(std::string_view what) {
    return {Errc::usage,
            fmt::format("a project file must not set {}: it may come from others", what),
            "put it into your own configuration file instead; see: man askdb"};
}

Result<FileConfig> parse_config(std::string_view text, std::string_view file, Trust trust) {
    const ConfigReader reader{file, trust};
    FileConfig config;
    try {
        const toml::table root = toml::parse(text, file);
        const std::vector<KeyReader> readers = {
            text_key(reader, "default_database", config.default_database),
            user_only_key(reader, "default_model", config.default_model),
            text_key(reader, "instructions", config.instructions),
            named_tables(reader, "databases", read_database, config),
            models_key(reader, config),
            limits_key(reader, config.limits),
        };
        if (auto error = read_table(reader, root, "", readers)) return *error;
    } catch (const toml::parse_error& error) {
        return reader.at_line(error.source().begin.line,
                              fmt::format("not TOML: {}", visible(error.description())), {});
    }
    return config;
}

}
