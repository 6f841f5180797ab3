#pragma once

#include "cli/config/config.h"
#include "libagent/base/error.h"

#include <optional>
#include <string_view>

namespace askdb::cli {

/// Adds the agents of a file to those that are known. Errc::usage, with the file's line, for a name
/// that is taken and for a database that is not configured. Pure.
std::optional<Error> add_agents(Config& config, const FoundFile& file);

/// `config` as the agent called `name` works with it: `base` is what there is without one, whose
/// instructions its own are added to; its model and databases stand in place of those of `config`.
/// An empty name: `base`'s again. Errc::usage when there is none of that name. Pure.
std::optional<Error> use_agent(Config& config, std::string_view name, const Config& base);

}
