#pragma once

#include "cli/command.h"
#include "cli/init/interview.h"

#include <string>

namespace askdb::cli {

/// Asks which model answers: what -m takes, or empty for the built-in planner. Nothing goes over
/// the network, and no key is read, before the person has said yes to it. Throws Stopped.
std::string ask_model(Interview& person, const CommandContext& context);

}
