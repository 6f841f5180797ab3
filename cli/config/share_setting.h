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

/// A database that is open.
struct OpenName {
    std::string name = {};
    std::string configured = {};  ///< What it is called in the configuration; empty: it is not.
};

/// What models may see of the databases that are open, and of those that are configured and not
/// open: that, tightened by what the configuration says of each. What is called as a configured one
/// has the rule of that one, too: an earlier run may have taken values from there under this name.
/// Pure.
tools::Sharing sharing_of(const Config& config, std::span<const OpenName> open);

/// What merge_sharing() made of the level, as list_settings() shows it. Pure.
Setting share_setting(const ConfigSources& sources, const tools::SharingRule& merged);

}
