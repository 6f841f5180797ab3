#pragma once

#include "cli/replay/replay_run.h"
#include "cli/replay/replay_verdict.h"

#include <cstddef>
#include <vector>

namespace askdb::cli {

class Progress;

/// Runs the chosen statements again and compares each result with its receipt, as `--exact` says.
/// A verdict for each of them. Throws Failure where a database cannot be reached or is not to be
/// found, and Stopped.
std::vector<ReplayVerdict> check_replay(const ReplayPorts& ports,
                                        const std::vector<ReplayStep>& steps,
                                        const std::vector<std::size_t>& chosen, Progress& progress);

/// A line for each drift, what was not compared, and a last line that sums it up and says what was
/// compared; safe to say.
std::vector<std::string> verdict_lines(const ReplayStep& step, const ReplayVerdict& verdict);
std::string summary_line(const std::vector<ReplayVerdict>& verdicts, bool exact);

/// How many of them were compared. Pure.
std::size_t count_compared(const std::vector<ReplayVerdict>& verdicts);

/// That of a failed check when anything drifted, else of the first failure; that of no answer when
/// nothing was compared, else 0. Pure.
int exit_code_of(const std::vector<ReplayVerdict>& verdicts);

}
