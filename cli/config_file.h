#pragma once

#include "cli/limits.h"
#include "libagent/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

struct DatabaseConfig {
    std::string name;
    std::string path;  ///< Of an SQLite file, as the configuration spells it.
};

struct ModelConfig {
    std::string name;
    std::string vendor;
    std::string model;
    std::string base_url;
    std::string api_key_env;
    std::string api_key_file;
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
              ///< instructions and limits; no model, address, key or path that leads elsewhere.
};

/// That a project file sets `what`, and must not.
Error project_error(std::string_view what);

/// Reads TOML text; `file` is its name in messages ("askdb.toml:12: unknown key …"). Errc::usage
/// for what is not TOML, an unknown key, a wrong type, a key written out, or what `trust` forbids.
Result<FileConfig> parse_config(std::string_view text, std::string_view file, Trust trust);

}
