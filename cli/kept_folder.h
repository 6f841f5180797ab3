#pragma once

#include <array>
#include <string>
#include <string_view>

namespace askdb::cli {

class Environment;

/// A folder of the XDG Base Directory Specification
/// (https://specifications.freedesktop.org/basedir-spec), and where it is without its variable.
struct KeptFolder {
    std::string_view variable;
    std::string_view below_home;
    std::string_view title;
};

inline constexpr KeptFolder configuration_folder{"XDG_CONFIG_HOME", ".config", "configuration"};
/// Where things are kept that may be lost at any time.
inline constexpr KeptFolder cache_folder{"XDG_CACHE_HOME", ".cache", "cache"};
/// Where the program remembers what it did.
inline constexpr KeptFolder state_folder{"XDG_STATE_HOME", ".local/state", "state"};
/// Where conversations and their files are.
inline constexpr KeptFolder data_folder{"XDG_DATA_HOME", ".local/share", "data"};
inline constexpr std::array kept_folders = {
    configuration_folder,
    cache_folder,
    state_folder,
    data_folder,
};

/// Our own part of it: $XDG_CACHE_HOME/askdb, else ~/.cache/askdb; empty without a home. A variable
/// that is not absolute is to be ignored, and so is a HOME that is not.
std::string folder_path(const KeptFolder& folder, const Environment& environment);

}
