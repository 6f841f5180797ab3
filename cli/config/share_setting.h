#pragma once

#include "cli/config/config.h"
#include "libagent/base/result.h"
#include "libagent/tools/sharing.h"

#include <span>
#include <string>
#include <string_view>

namespace askdb::cli {

struct Setting;

/// The variable that sets another level than the configuration.
inline constexpr std::string_view share_variable = "ASKDB_SHARE";

/// The level of that name; Errc::usage with the nearest, said of `where` ("option '--share'").
Result<tools::ShareLevel> read_share(std::string_view text, std::string_view where);

/// `share` and `mask` of both files, where the project's can only tighten, then the level of
/// ASKDB_SHARE, then that of --share. Pure.
Result<tools::SharingRule> merge_sharing(const ConfigSources& sources);

/// What models may see of the databases of these names: that, tightened by what the configuration
/// says of each. Pure.
tools::Sharing sharing_of(const Config& config, std::span<const std::string> databases);

/// What merge_sharing() made of the level, as list_settings() shows it. Pure.
Setting share_setting(const ConfigSources& sources, const tools::SharingRule& merged);

}
