#pragma once

#include "cli/config/config.h"
#include "libagent/base/result.h"

#include <optional>
#include <string>
#include <string_view>

namespace askdb::cli {

struct Setting;

/// The variable that names another theme than the configuration.
inline constexpr std::string_view theme_variable = "ASKDB_THEME";

/// That `name` is none of theme_names, with the nearest of them. Pure.
std::optional<Error> check_theme(std::string_view name);

/// [terminal] theme of the user's own file, and ASKDB_THEME over it; "auto" when neither says
/// anything. Errc::usage for a theme that there is not. Pure.
Result<std::string> merge_theme(const ConfigSources& sources);

/// What merge_theme() made, as list_settings() shows it. Pure.
Setting theme_setting(const ConfigSources& sources, const std::string& merged);

}
