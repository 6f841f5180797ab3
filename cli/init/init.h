#pragma once

#include "cli/command.h"
#include "cli/init/interview.h"

#include <string>

namespace askdb::cli {

/// Asks what a first configuration needs and writes it to `path`, or beside it where something is
/// there already (`PATH.new`, `PATH.new-2`, …); gives the file that was written, empty when the
/// person did not want it after all. Nothing is written before the last question is answered.
/// Throws Failure, and Stopped.
std::string interview_for_configuration(Interview& person, const CommandContext& context,
                                        const std::string& path);

}
