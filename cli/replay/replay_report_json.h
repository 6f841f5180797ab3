#pragma once

#include "cli/render/output.h"
#include "cli/replay/replay_plan.h"
#include "cli/replay/replay_verdict.h"

#include <cstddef>
#include <string>
#include <vector>

namespace askdb::cli {

/// What `askdb replay --check --output json` tells; borrowed.
struct ReplayReport {
    const std::string& id;  ///< Of the conversation.
    const std::vector<ReplayStep>& steps;
    const std::vector<std::size_t>& chosen;
    const std::vector<ReplayVerdict>& verdicts;  ///< Of `chosen`.
    int exit_code = 0;
};

/// {"ok", "exit_code", "session_id", "compared", "results": [{"turn", "handle", "question",
/// "database", "sql", "compared", "drifts": [{"what", "message"}], "notes", "error"}]}, on one
/// line. "compared" of the whole is how many of the results were; of one whether it was.
void print_replay_json(Output& output, const ReplayReport& report);

}
