#pragma once

#include "cli/secret.h"
#include "libagent/base/error.h"

#include <optional>
#include <string>
#include <string_view>

namespace askdb::cli {

/// Whether users other than the owner and the group may read the file, or others than the owner
/// write to it. False when there is no such file.
bool is_open_to_others(const std::string& path);

/// What is wrong with a place of a secret: a variable that is not set, a file that is missing,
/// unreadable or open to others, and with `runs_command` a command that fails or prints nothing.
/// `whose` is for messages. The secret itself is dropped. Throws Stopped.
std::optional<Error> check_secret_place(const SecretPlace& place, std::string_view whose,
                                        const SecretSources& sources, bool runs_command);

}
