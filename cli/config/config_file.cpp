#include "cli/config/config_file.h"

#include "cli/config/config_reader.h"
#include "cli/database_choice.h"
#include "libagent/base/text.h"
#include "libagent/database/files/data_format.h"
#include "libagent/database/odbc/odbc_source.h"
#include "libagent/database/url.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

constexpr std::string_view data_endings =
    "its name must end with .csv, .tsv, .jsonl, .ndjson or .json";

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

/// Where one table says that its secret is.
struct SecretOfTable {
    std::string_view where;  ///< "databases.shop".
    std::string_view key;
    const SecretPlace& place;
};

std::optional<Error> check_one_secret(const ConfigReader& reader, const toml::table& table,
                                      const SecretOfTable& secret) {
    const auto& [where, key, place] = secret;
    std::vector<std::string> given;
    if (!place.variable.empty()) given.push_back(fmt::format("{}_env", key));
    if (!place.file.empty()) given.push_back(fmt::format("{}_file", key));
    if (!place.command.empty()) given.push_back(fmt::format("{}_command", key));
    if (given.size() < 2) return std::nullopt;
    return reader.at(table, fmt::format("[{}] has both {}", visible(where), join(given, " and ")));
}

/// One place, and no login for a file.
std::optional<Error> check_one_place(const ConfigReader& reader, const toml::table& table,
                                     std::string_view where, const DatabaseConfig& database) {
    std::vector<std::string> given;
    if (!database.path.empty()) given.emplace_back("path");
    if (!database.files.empty()) given.emplace_back("files");
    if (!database.url.empty()) given.emplace_back("url");
    if (!database.dsn.empty()) given.emplace_back("dsn");
    if (!database.connection_string.empty()) given.emplace_back("connection_string");
    if (given.empty()) {
        if (reader.is_project() && database.tightens()) return std::nullopt;
        return reader.at(table, fmt::format("[{}] has no path", visible(where)),
                         "give it a path, files, url, dsn or connection_string");
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
    // A password in such a text would be shown as part of a file's name.
    if (database::looks_like_url(database.path) && !database.path.starts_with("sqlite:"))
        return reader.at(table, fmt::format("the path of [{}] is no file", visible(where)),
                         "give an address as url");
    if (!database.url.empty() && !database::looks_like_url(database.url))
        return reader.at(
            table, fmt::format("the url of [{}] does not begin with SCHEME://", visible(where)),
            "postgres://USER@HOST/DATABASE");
    const bool has_login = !database.user.empty() || !database.password.empty();
    if ((!database.path.empty() || !database.files.empty()) && has_login)
        return reader.at(table, fmt::format("[{}] is a file, which takes no user and no password",
                                            visible(where)));
    return std::nullopt;
}

/// Files of a project stay in it; `files` are data files.
std::optional<Error> check_files(const ConfigReader& reader, const toml::table& table,
                                 const DatabaseConfig& database) {
    const auto leaves = [&](const std::string& path) {
        return reader.is_project() && !stays_below(path);
    };
    const auto error_for = [&](std::string_view key, const std::string& path) {
        return forbidden_in_project(
            reader, *table.get(key),
            fmt::format("the path '{}', which is not below its folder", visible(path)));
    };
    if (!database.path.empty() && leaves(database.path)) return error_for("path", database.path);
    for (const std::string& path : database.files) {
        if (leaves(path)) return error_for("files", path);
        if (database::data_format_of_name(path)) continue;
        return reader.at(*table.get("files"),
                         fmt::format("'{}' is no data file: {}", visible(path), data_endings));
    }
    return std::nullopt;
}

/// A dialect of servers; from a project only the one that is judged most strictly.
std::optional<Error> check_dialect(const ConfigReader& reader, const toml::table& table,
                                   const DatabaseConfig& wanted) {
    if (wanted.dialect.empty()) return std::nullopt;
    const toml::node& node = *table.get("dialect");
    const std::vector<std::string> known = database::odbc_dialects();
    if (std::find(known.begin(), known.end(), wanted.dialect) == known.end())
        return reader.at(node, fmt::format("no dialect named '{}'", visible(wanted.dialect)),
                         did_you_mean(nearest(wanted.dialect, known, 1),
                                      fmt::format("known here: {}", join(known, ", "))));
    if (!wanted.path.empty())
        return reader.at(node, "an SQLite file has its own dialect", "leave 'dialect' out");
    if (reader.is_project() && wanted.dialect != "generic")
        return forbidden_in_project(reader, node, "a dialect other than 'generic'");
    return std::nullopt;
}

/// `tables` and `deny_tables`: a list of nothing would say the opposite of what it looks like.
std::optional<Error> add_table_lists(const ConfigReader& reader, const toml::table& table,
                                     database::TableLists lists, DatabaseConfig& into) {
    for (const std::string_view key : {"tables", "deny_tables"}) {
        const toml::node* const node = table.get(key);
        if (node == nullptr || node->as_array() == nullptr) continue;  // Told where it was read.
        if (node->as_array()->empty())
            return reader.at(*node, fmt::format("'{}' is empty", key), "leave it out");
        for (const std::string& pattern : key == "tables" ? lists.allowed : lists.denied) {
            if (auto error = database::judge_table_pattern(pattern))
                return reader.at(*node, std::move(error->message), std::move(error->hint));
        }
    }
    if (!lists.allowed.empty() || !lists.denied.empty())
        into.table_lists.push_back(std::move(lists));
    return std::nullopt;
}

std::optional<Error> read_database(const ConfigReader& reader, std::string_view name,
                                   const toml::table& table, FileConfig& config) {
    database::TableLists lists;
    DatabaseConfig database{.name = std::string(name)};
    const std::string where = fmt::format("databases.{}", name);
    std::vector<KeyReader> readers = {
        text_key(reader, "path", database.path),
        list_key(reader, "files", database.files),
        user_only_key(reader, "url", database.url),
        text_key(reader, "dsn", database.dsn),
        user_only_key(reader, "connection_string", database.connection_string),
        user_only_key(reader, "user", database.user),
        text_key(reader, "dialect", database.dialect),
        list_key(reader, "tables", lists.allowed),
        list_key(reader, "deny_tables", lists.denied),
        share_key(reader, database.share),
        mask_key(reader, database.mask),
    };
    add_secret_keys(readers, reader, "password", database.password);
    if (auto error = read_table(reader, table, where, readers)) return error;
    if (auto error = add_table_lists(reader, table, std::move(lists), database)) return error;
    if (auto error = check_dialect(reader, table, database)) return error;
    if (auto error = check_one_place(reader, table, where, database)) return error;
    if (auto error = check_one_secret(reader, table, {where, "password", database.password}))
        return error;
    if (auto error = check_files(reader, table, database)) return error;
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
    if (auto error = check_one_secret(reader, table, {where, "api_key", model.api_key}))
        return error;
    config.models.push_back(std::move(model));
    return std::nullopt;
}

std::optional<Error> read_agent(const ConfigReader& reader, std::string_view name,
                                const toml::table& table, FileConfig& config) {
    AgentConfig agent{.name = std::string(name)};
    if (name == "none")
        return reader.at(table, "the name 'none' is taken: it stands for no agent of this list");
    const std::string where = fmt::format("agents.{}", name);
    const std::vector<KeyReader> readers = {text_key(reader, "instructions", agent.instructions),
                                            user_only_key(reader, "model", agent.model),
                                            list_key(reader, "databases", agent.databases)};
    if (auto error = read_table(reader, table, where, readers)) return error;
    config.agents.push_back(std::move(agent));
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
                    const auto error =
                        entry.is_table()
                            ? read(reader, name.str(), *entry.as_table(), config)
                            : reader.at(entry,
                                        fmt::format("'{}.{}' must be a table: [{}.{}]", key,
                                                    visible(name.str()), key, visible(name.str())));
                    if (error && !reader.goes_on(*error)) return error;
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

/// Into `config`, whose entries the reader fills.
std::optional<Error> read_file_text(const ConfigReader& reader, std::string_view text,
                                    FileConfig& config) {
    try {
        const toml::table root = toml::parse(text, reader.file);
        const std::vector<KeyReader> readers = {
            text_key(reader, "default_database", config.default_database),
            user_only_key(reader, "default_model", config.default_model),
            text_key(reader, "instructions", config.instructions),
            named_tables(reader, "databases", read_database, config),
            models_key(reader, config),
            named_tables(reader, "agents", read_agent, config),
            limits_key(reader, config.limits),
            share_key(reader, config.share),
            mask_key(reader, config.mask),
            terminal_key(reader, config.theme),
            sessions_key(reader, config.sessions),
        };
        auto error = read_table(reader, root, "", readers);
        std::sort(config.entries.begin(), config.entries.end(),
                  [](const ConfigEntry& a, const ConfigEntry& b) { return a.line < b.line; });
        return error;
    } catch (const toml::parse_error& error) {
        return reader.at_line(error.source().begin.line,
                              fmt::format("not TOML: {}", visible(error.description())), {});
    }
}

}

Error project_error(std::string_view what) {
    return {Errc::usage,
            fmt::format("a project file must not set {}: it may come from others", what),
            "put it into your own configuration file instead; see: man askdb"};
}

Result<FileConfig> parse_config(std::string_view text, std::string_view file, Trust trust) {
    FileConfig config;
    const ConfigReader reader{file, trust, config.entries};
    if (auto error = read_file_text(reader, text, config)) return *error;
    return config;
}

InspectedFile inspect_config(std::string_view text, std::string_view file, Trust trust) {
    InspectedFile found;
    const ConfigReader reader{file, trust, found.config.entries, &found.problems};
    if (auto error = read_file_text(reader, text, found.config)) found.problems.push_back(*error);
    return found;
}

}
