#pragma once

#include "cli/limits.h"
#include "cli/secret.h"
#include "libagent/base/result.h"
#include "libagent/database/table_filter.h"
#include "libagent/tools/sharing.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace askdb::cli {

/// Exactly one of path, files, url, dsn and connection_string is set; none of them in a project
/// file that only tightens the table lists, the level or the masks of a database of the user's.
struct DatabaseConfig {
    std::string name;
    std::string path = {};  ///< Of an SQLite or data file, as the configuration spells it.
    std::vector<std::string> files = {};  ///< Data files: CSV and its like.
    std::string url = {};
    std::string dsn = {};
    std::string connection_string = {};  ///< ODBC's.
    std::string user = {};
    SecretPlace password = {};
    std::string dialect = {};                            ///< Empty: what the driver is known for.
    std::vector<database::TableLists> table_lists = {};  ///< All of them must allow a table.
    std::optional<tools::ShareLevel> share = {};         ///< What models may see at most.
    std::vector<std::string> mask = {};                  ///< See tools::SharingRule::masks.

    bool has_place() const {
        return !path.empty() || !files.empty() || !url.empty() || !dsn.empty() ||
               !connection_string.empty();
    }
    bool tightens() const { return !table_lists.empty() || share || !mask.empty(); }
};

/// A model under the name that `--model` calls it by.
struct ModelConfig {
    std::string name;
    std::string vendor;
    std::string model;
    std::string base_url;
    SecretPlace api_key = {};
    std::string protocol;               ///< Empty: the vendor's, else "openai".
    std::vector<std::string> fallback;  ///< What -m takes but offline; asked when this one fails.
    std::optional<double> input_price;  ///< USD per million tokens.
    std::optional<double> output_price;
};

/// Whom a person may ask in place of the usual agent: what it says replaces what there is, but for
/// the instructions, which are added.
struct AgentConfig {
    std::string name;
    std::string instructions = {};
    std::string model = {};                   ///< What -m takes; empty: the one in use.
    std::vector<std::string> databases = {};  ///< Names; empty: those in use.
};

/// Where conversations are kept, and how long; what is not set is as usual.
struct SessionsConfig {
    /// What -d takes for SQLite and PostgreSQL, or a file that is not there yet; empty: the file
    /// sessions.db in the data folder.
    std::string store = {};
    std::string encryption_key_command = {};
    std::optional<double> retention_days = {};
    std::optional<double> retention_megabytes = {};
    std::optional<bool> enabled = {};
};

using SettingValue = std::variant<bool, double, std::string, std::vector<std::string>>;

/// One `key = value` of a file, as it stands there.
struct ConfigEntry {
    std::string table;  ///< "databases.shop"; empty above the first table.
    std::string key;
    SettingValue value;
    std::size_t line = 0;  ///< 1-based.
};

/// One configuration file as a value.
struct FileConfig {
    std::string default_database;
    std::string default_model;
    std::string instructions;
    std::vector<DatabaseConfig> databases;
    std::vector<ModelConfig> models;
    std::vector<AgentConfig> agents;
    LimitValues limits;
    std::optional<tools::ShareLevel> share;
    std::vector<std::string> mask;
    std::string theme;  ///< Of the terminal; empty: not said.
    SessionsConfig sessions;
    std::vector<ConfigEntry> entries;  ///< All of the above, in the order of the file.

    /// Where the key stands, else where its table begins, else 0.
    std::size_t line_of(std::string_view table, std::string_view key) const;
};

/// Whose words a file holds.
enum class Trust {
    user,     ///< The person's own file: everything may stand there.
    project,  ///< ./askdb.toml of a folder that may be another's: relative SQLite files below it,
              ///< data sources of this machine, instructions and limits; no model, address, key,
              ///< command or path that leads elsewhere.
};

/// That a project file sets `what`, and must not.
Error project_error(std::string_view what);

/// Reads TOML text; `file` is its name in messages ("askdb.toml:12: unknown key …"). Errc::usage
/// for what is not TOML, an unknown key, a wrong type, a key written out, or what `trust` forbids.
Result<FileConfig> parse_config(std::string_view text, std::string_view file, Trust trust);

/// The same, going on after an error: what could be read, and all that is wrong.
struct InspectedFile {
    FileConfig config;
    std::vector<Error> problems;
};
InspectedFile inspect_config(std::string_view text, std::string_view file, Trust trust);

}
