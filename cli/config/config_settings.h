#pragma once

#include "cli/config/config.h"

#include <string>
#include <vector>

namespace askdb::cli {

/// One value that is in force, and where it comes from.
struct Setting {
    std::string table = {};  ///< "databases.shop"; empty above the first table.
    std::string key = {};
    SettingValue value = {};  ///< Safe to show.
    std::vector<std::string> from =
        {};  ///< "/home/me/.config/askdb/config.toml:3", "ASKDB_TIMEOUT", "--timeout", "built in".
};

/// The merged configuration, value by value, in the order of a file. No secret is in it: addresses
/// lose their passwords, commands all but their first word. `merged` is what merge_config() made of
/// `sources`. Pure.
std::vector<Setting> list_settings(const ConfigSources& sources, const Config& merged);

/// `value` as TOML spells it, on one line; characters that a terminal should not get are escaped.
std::string toml_text(const SettingValue& value);

/// What may be shown of the text of a key: see list_settings().
std::string shown_text(std::string_view key, const std::string& text);

}
