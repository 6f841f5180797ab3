#include "cli/config_file.h"

#include "cli/database_choice.h"
#include "libagent/base/text.h"
#include "libagent/database/url.h"

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
    std::string key;
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
                fmt::format("name where it is: {0}_env = \"VARIABLE\", {0}_file = \"PATH\" or "
                            "{0}_command = \"COMMAND\"",
                            key.str()));
        }
        const auto known = std::find_if(readers.begin(), readers.end(),
                                        [&](const KeyReader& r) { return r.key == key.str(); });
        if (known == readers.end()) return unknown_key(reader, key, name, readers);
        if (auto error = known->read(node)) return error;
    }
    return std::nullopt;
}

KeyReader text_key(const ConfigReader& reader, std::string key, std::string& into) {
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

KeyReader list_key(const ConfigReader& reader, std::string_view key,
                   std::vector<std::string>& into) {
    return {std::string(key),
            [&reader, key, &into](const toml::node& node) -> std::optional<Error> {
                const toml::array* list = node.as_array();
                if (list == nullptr)
                    return reader.at(node, fmt::format("'{}' must be a list: [\"NAME\", …]", key));
                for (const toml::node& entry : *list) {
                    const auto* text = entry.as_string();
                    if (text == nullptr || text->get().empty())
                        return reader.at(entry, fmt::format("'{}' must hold texts in quotes", key));
                    into.push_back(text->get());
                }
                return std::nullopt;
            }};
}

KeyReader price_key(const ConfigReader& reader, std::string_view key, std::optional<double>& into) {
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

KeyReader user_only_key(const ConfigReader& reader, const std::string& key, std::string& into) {
    KeyReader text = text_key(reader, key, into);
    if (!reader.is_project()) return text;
    text.read = [&reader, key](const toml::node& node) -> std::optional<Error> {
        return forbidden_in_project(reader, node, fmt::format("'{}'", key));
    };
    return text;
}

KeyReader limit_key(const ConfigReader& reader, const LimitSpec& limit, LimitValues& into) {
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

/// Lexical: no absolute path, no home, no scheme, no way up.
bool stays_below(std::string_view path) {
    if (path.empty() || path.front() == '/' || path.front() == '~') return false;
    if (path.find(':') != std::string_view::npos) return false;
    const std::vector<std::string> parts = split(path, '/');
    return std::find(parts.begin(), parts.end(), "..") == parts.end();
}

void add_secret_keys(std::vector<KeyReader>& readers, const ConfigReader& reader,
                     std::string_view key, SecretPlace& into) {
    struct Place {
        std::string_view suffix;
        std::string& value;
    };
    for (const Place& place : {Place{"_env", into.variable}, Place{"_file", into.file},
                               Place{"_command", into.command}}) {
        readers.push_back(
            user_only_key(reader, std::string(key) + std::string(place.suffix), place.value));
    }
}

std::optional<Error> check_one_secret(const ConfigReader& reader, const toml::table& table,
                                      std::string_view where, std::string_view key,
                                      const SecretPlace& secret) {
    std::vector<std::string> given;
    if (!secret.variable.empty()) given.push_back(fmt::format("{}_env", key));
    if (!secret.file.empty()) given.push_back(fmt::format("{}_file", key));
    if (!secret.command.empty()) given.push_back(fmt::format("{}_command", key));
    if (given.size() < 2) return std::nullopt;
    return reader.at(table, fmt::format("[{}] has both {}", visible(where), join(given, " and ")));
}

/// One place, and no login for a file.
std::optional<Error> check_one_place(const ConfigReader& reader, const toml::table& table,
                                     std::string_view where, const DatabaseConfig& database) {
    std::vector<std::string> given;
    if (!database.path.empty()) given.emplace_back("path");
    if (!database.url.empty()) given.emplace_back("url");
    if (!database.dsn.empty()) given.emplace_back("dsn");
    if (!database.connection_string.empty()) given.emplace_back("connection_string");
    if (given.empty()) {
        return reader.at(table, fmt::format("[{}] has no path", visible(where)),
                         "give it a path, url, dsn or connection_string");
    }
    if (given.size() > 1)
        return reader.at(table,
                         fmt::format("[{}] has both {}", visible(where), join(given, " and ")));
    // The driver of a connection string is a library that would be loaded, its server one that
    // would get a password: a project file must not bring either in under another name.
    if (is_connection_string(database.dsn) || database::looks_like_url(database.dsn))
        return reader.at(table,
                         fmt::format("the dsn of [{}] is no name of a data source", visible(where)),
                         "give a URL as url, and an ODBC connection string as connection_string");
    const bool has_login = !database.user.empty() || !database.password.empty();
    if (!database.path.empty() && has_login)
        return reader.at(table, fmt::format("[{}] is a file, which takes no user and no password",
                                            visible(where)));
    return std::nullopt;
}

std::optional<Error> read_database(const ConfigReader& reader, std::string_view name,
                                   const toml::table& table, FileConfig& config) {
    DatabaseConfig database{.name = std::string(name)};
    const std::string where = fmt::format("databases.{}", name);
    std::vector<KeyReader> readers = {
        text_key(reader, "path", database.path),
        user_only_key(reader, "url", database.url),
        text_key(reader, "dsn", database.dsn),
        user_only_key(reader, "connection_string", database.connection_string),
        user_only_key(reader, "user", database.user),
    };
    add_secret_keys(readers, reader, "password", database.password);
    if (auto error = read_table(reader, table, where, readers)) return error;
    if (auto error = check_one_place(reader, table, where, database)) return error;
    if (auto error = check_one_secret(reader, table, where, "password", database.password))
        return error;
    if (!database.path.empty() && reader.is_project() && !stays_below(database.path)) {
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
    std::vector<KeyReader> readers = {text_key(reader, "vendor", model.vendor),
                                      text_key(reader, "model", model.model),
                                      text_key(reader, "base_url", model.base_url),
                                      text_key(reader, "protocol", model.protocol),
                                      list_key(reader, "fallback", model.fallback),
                                      price_key(reader, "input_price", model.input_price),
                                      price_key(reader, "output_price", model.output_price)};
    add_secret_keys(readers, reader, "api_key", model.api_key);
    if (auto error = read_table(reader, table, where, readers)) return error;
    if (model.input_price.has_value() != model.output_price.has_value())
        return reader.at(
            table, fmt::format("[{}] needs both input_price and output_price", visible(where)));
    if (model.model.empty())
        return reader.at(table, fmt::format("[{}] has no model", visible(where)));
    if (model.vendor.empty() && model.base_url.empty())
        return reader.at(table,
                         fmt::format("[{}] has neither vendor nor base_url", visible(where)));
    if (auto error = check_one_secret(reader, table, where, "api_key", model.api_key)) return error;
    config.models.push_back(std::move(model));
    return std::nullopt;
}

using EntryReader = std::optional<Error> (*)(const ConfigReader&, std::string_view,
                                             const toml::table&, FileConfig&);

/// `[databases.NAME]` and the like: a table of tables.
KeyReader named_tables(const ConfigReader& reader, std::string_view key, EntryReader read,
                       FileConfig& config) {
    return {std::string(key),
            [&reader, key, read, &config](const toml::node& node) -> std::optional<Error> {
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
