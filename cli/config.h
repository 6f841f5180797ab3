#pragma once

#include "cli/args.h"
#include "cli/config_file.h"
#include "cli/environment.h"
#include "libagent/base/result.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace askdb::cli {

/// What the program runs with: files, environment and flags, each replacing what came before.
struct Config {
    std::vector<std::string>
        databases;      ///< What -d would take; the first is the default. May be empty.
    std::string model;  ///< What -m would take; empty: none chosen.
    std::string instructions;
    std::vector<DatabaseConfig> known_databases;  ///< Paths made ready to open.
    std::vector<ModelConfig> known_models;
    LimitValues limits;
    std::vector<std::string> notes;  ///< For -v: which files were used, and what was held back.
};

/// A configuration file that was found, and the folder that its relative paths start from.
struct FoundFile {
    FileConfig config;
    std::string path;
};

/// Where a configuration comes from; borrowed.
struct ConfigSources {
    const std::optional<FoundFile>& user;
    const std::optional<FoundFile>& project;
    const Environment& environment;
    const Args& args;
};

/// Puts the sources together. Pure.
Result<Config> merge_config(const ConfigSources& sources);

/// Finds and reads the files, then merges. The user's file is `--config`, else $ASKDB_CONFIG, else
/// $XDG_CONFIG_HOME/askdb/config.toml, else ~/.config/askdb/config.toml (the last two may be
/// missing); the project's is ./askdb.toml, whose databases must lie below its folder also where
/// links lead. Throws Stopped, too, while a file that is a FIFO has nothing to say.
Result<Config> load_config(const Args& args, const Environment& environment,
                           const std::stop_token& stop);

}
