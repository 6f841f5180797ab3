#pragma once

#include "cli/environment.h"
#include "libagent/base/result.h"

#include <stop_token>
#include <string>
#include <string_view>

namespace askdb::cli {

/// Where a secret is kept; never the secret itself. At most one of them is set.
struct SecretPlace {
    std::string variable = {};  ///< Of the environment.
    std::string file = {};
    std::string command = {};  ///< For /bin/sh; prints the secret.

    bool empty() const { return variable.empty() && file.empty() && command.empty(); }
};

/// Where secrets are read from; borrowed.
struct SecretSources {
    const Environment& environment;
    const std::stop_token& stop;
};

/// The secret: of a file and of what a command prints the first line, without its end; empty for an
/// empty place or variable. `whose` is for messages: "the database 'shop'". Errc::usage for a file
/// that cannot be read, and for a command that fails or prints a JSON object. No error repeats
/// anything of a command or of what it printed. Throws Stopped.
Result<std::string> read_secret(const SecretPlace& place, std::string_view whose,
                                const SecretSources& sources);

}
