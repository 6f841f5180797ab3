#pragma once

#include "cli/command.h"

namespace askdb::cli {

/// Many questions in one run, from --file or standard input: each a conversation of its own, unless
/// the command line names one for all of them; up to --jobs of them at once, answered on stdout in
/// their order, each as soon as it and those before it are done. Gives the exit code of the worst.
/// Throws Failure for what concerns all of them, and Stopped.
int run_batch(const CommandContext& context);

}
