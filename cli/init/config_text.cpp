#include "cli/init/config_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

bool is_bare(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
}

std::string setting(std::string_view key, std::string_view value) {
    return value.empty() ? std::string() : fmt::format("{} = {}\n", key, toml_quoted(value));
}

std::string database_text(const DatabaseConfig& database) {
    std::string text = fmt::format("\n[databases.{}]\n", database.name);
    text += setting("path", database.path);
    text += setting("url", database.url);
    text += setting("dsn", database.dsn);
    text += setting("connection_string", database.connection_string);
    text += setting("user", database.user);
    text += setting("password_env", database.password.variable);
    text += setting("password_file", database.password.file);
    text += setting("password_command", database.password.command);
    return text +
           "# Only these tables may be seen and read; patterns, as names or SCHEMA.NAME:\n"
           "# tables = [\"orders\", \"customers\"]\n"
           "# deny_tables = [\"salaries\"]\n";
}

constexpr std::string_view offered_databases =
    "\n# Another one: askdb -d NAME …\n"
    "# [databases.NAME]\n"
    "# path = \"FILE\"                              # SQLite or data: .db, .csv, .jsonl, …\n"
    "# url = \"postgres://USER@HOST/DATABASE\"       # or mysql://, mssql://\n"
    "# dsn = \"SOURCE\"                             # an ODBC data source of this machine\n"
    "# password_env = \"VARIABLE\"                  # or password_file, password_command\n";

constexpr std::string_view offered_models =
    "\n# A model under a name of your own: askdb -m NAME …\n"
    "# [models.NAME]\n"
    "# vendor = \"openai\"                          # all of them: askdb models\n"
    "# model = \"MODEL\"\n"
    "# base_url = \"http://localhost:11434/v1\"     # of a server of your own\n"
    "# api_key_env = \"VARIABLE\"                   # or api_key_file, api_key_command\n";

constexpr std::string_view offered_limits =
    "\n# What ends a question at the latest:\n"
    "# [limits]\n"
    "# timeout = 30                               # seconds of one statement\n"
    "# max_rows = 100000                          # of one result\n"
    "# max_cost_usd = 0.50                        # of one question\n";

}

std::string toml_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte == 0x7F) {
            out += fmt::format("\\u{:04X}", byte);
        } else {
            out += c;
        }
    }
    return out + '"';
}

bool is_bare_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), is_bare);
}

std::string bare_name_of(std::string_view name) {
    std::string bare;
    for (const char c : name) {
        if (is_bare(c)) bare += c;
        if (!is_bare(c) && !bare.empty() && bare.back() != '_') bare += '_';
    }
    while (bare.ends_with('_')) bare.pop_back();
    return bare.empty() ? "database" : bare;
}

std::string config_text(const InitChoices& choices) {
    std::string text = fmt::format(
        "# What askdb runs with; written by `askdb init` on {}. All keys: man askdb-config\n"
        "# What is in force, and where it comes from: askdb config show\n"
        "# What is wrong, after a change: askdb config check\n"
        "# Verified queries and business rules go into the folder knowledge/ beside this file.\n\n",
        choices.date);
    text += "# The database that is asked when -d names none.\n";
    text += choices.database ? setting("default_database", choices.database->name)
                             : std::string("# default_database = \"NAME\"\n");
    text +=
        "\n# The model that answers. offline is the built-in planner: no key, no network.\n"
        "# VENDOR:MODEL takes its key from the vendor's variable (which: askdb models).\n";
    text += setting("default_model", choices.model.empty() ? "offline" : choices.model);
    text +=
        "\n# What a model should know about the data, in your words:\n"
        "# instructions = \"Amounts are in EUR. A fiscal year begins in October.\"\n";
    if (choices.database) text += database_text(*choices.database);
    return text.append(offered_databases).append(offered_models).append(offered_limits);
}

}
