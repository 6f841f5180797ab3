#pragma once

#include "cli/limits.h"
#include "cli/secret.h"
#include "libagent/base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// Exactly one of path, url, dsn and connection_string is set.
struct DatabaseConfig {
    std::string name;
    std::string path = {};  ///< Of an SQLite file, as the configuration spells it.
    std::string url = {};
    std::string dsn = {};
    std::string connection_string = {};  ///< ODBC's.
    std::string user = {};
    SecretPlace password = {};
};

struct ModelConfig {
    std::string name;
    std::string vendor;
    std::string model;
    std::string base_url;
    SecretPlace api_key = {};
    std::string protocol;               ///< Empty: the vendor's, else "openai".
    std::vector<std::string> fallback;  ///< What -m takes, to be asked when this one fails.
    std::optional<double> input_price;  ///< USD per million tokens.
    std::optional<double> output_price;
};

/// One configuration file as a value.
struct FileConfig {
    std::string default_database;
    std::string default_model;
    std::string instructions;
    std::vector<DatabaseConfig> databases;
    std::vector<ModelConfig> models;
    LimitValues limits;
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

}
