#pragma once

#include "libagent/base/error.h"

#include <span>
#include <string>
#include <vector>

namespace askdb::cli {

struct CommandContext;

enum class Verdict {
    good,
    warning,  ///< It works, and could be better.
    broken,
};

/// One thing that was looked at, by `config check` or `doctor`.
struct Finding {
    Verdict verdict = Verdict::good;
    std::string about = {};    ///< "config", "driver", "database", "model", "files".
    std::string message = {};  ///< What was found; holds no secret.
    std::string fix = {};      ///< A command to type, or what to change; may be empty.
    int exit_code = 0;         ///< What it means for a script when it is broken.
};

/// What is broken by `error`; its hint is the fix.
Finding broken(std::string about, const Error& error);

/// Its sign, what was found, and what to type; harmless, with a newline at the end.
std::string finding_lines(const Finding& finding, bool color);

/// 0 when nothing is broken, else the code of the worst: configuration before database before
/// model, since that is the order in which to mend them.
int exit_code_of(std::span<const Finding> findings);

/// Them as lines, safe for a terminal, which hold what `context` knows to be secret no more.
std::string findings_text(const CommandContext& context, std::span<const Finding> findings,
                          bool color);

/// Prints them on stdout, as lines or with `--output json` as one object, and gives exit_code_of().
int print_findings(const CommandContext& context, std::span<const Finding> findings);

}
