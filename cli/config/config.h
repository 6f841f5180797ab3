#pragma once

#include "cli/args.h"
#include "cli/config/config_file.h"
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
    std::vector<AgentConfig> known_agents;
    std::string agent;  ///< Which of them is in use; empty: the usual one. See use_agent().
    LimitValues limits;
    tools::SharingRule sharing;      ///< Of all databases; see sharing_of().
    std::string theme = "auto";      ///< One of theme_names; see merge_theme().
    SessionsConfig sessions;         ///< With ASKDB_SESSIONS; a path of `store` made ready to open.
    std::vector<std::string> notes;  ///< For -v: which files were used, and what was held back.
};

/// A configuration file that was found, and the folder that its relative paths start from.
struct FoundFile {
    FileConfig config;
    std::string path;
};

/// A file that a configuration is looked for in.
struct ConfigPlace {
    std::string path;
    Trust trust = Trust::user;
    bool exists = false;
    bool is_named = false;     ///< Somebody gave its name: it must be there.
    std::string ignored = {};  ///< Why it is not read although it may be there; empty: it is.
};

/// The user's file, where there can be one, then the project's. The user's is `--config`, else
/// $ASKDB_CONFIG, else $XDG_CONFIG_HOME/askdb/config.toml, else ~/.config/askdb/config.toml; the
/// project's is ./askdb.toml.
std::vector<ConfigPlace> config_places(const Args& args, const Environment& environment);

/// The text of a configuration file. Errc::usage. Throws Stopped while a FIFO has nothing to say.
Result<std::string> read_config_text(const std::string& path, const std::stop_token& stop);

/// That `name` is none of the databases, with the nearest of theirs; nothing for an empty one. The
/// message repeats no address, which may hold a password. Pure.
std::optional<Error> check_default(const std::string& name,
                                   const std::vector<DatabaseConfig>& configured);

/// A path of the user's own file: `~/` is the home, a relative one starts at the file's folder.
std::string resolved_path(const std::string& path, const std::string& file,
                          const Environment& environment);

/// The files that are there.
struct ConfigFiles {
    std::optional<FoundFile> user;
    std::optional<FoundFile> project;
};

/// Finds and reads the files. A file of config_places() that is not named may be missing.
Result<ConfigFiles> read_config_files(const Args& args, const Environment& environment,
                                      const std::stop_token& stop);

/// That no link leads out of the project's folder, which is the working one.
std::optional<Error> check_links(const FoundFile& project);

/// Where a configuration comes from; borrowed.
struct ConfigSources {
    const std::optional<FoundFile>& user;
    const std::optional<FoundFile>& project;
    const Environment& environment;
    const Args& args;
};

/// Puts the sources together. Looks at files that both configurations may name; else pure.
Result<Config> merge_config(const ConfigSources& sources);

/// Finds and reads the files, then merges. The databases of the project's must lie below its folder
/// also where links lead. Throws Stopped, too, while a file that is a FIFO has nothing to say.
Result<Config> load_config(const Args& args, const Environment& environment,
                           const std::stop_token& stop);

}
