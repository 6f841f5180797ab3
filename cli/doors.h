#pragma once

#include "libagent/base/error.h"

#include <exception>
#include <functional>
#include <optional>

namespace askdb::cli {

class Messages;

/// Exit codes that belong to no Errc; the others are exit_code(Errc).
constexpr int exit_answered = 0;
constexpr int exit_interrupted = 130;

int exit_code(Errc code);

/// What went wrong, in words; nothing for Stopped. No memory, or a system that refuses a thread, is
/// Errc::unavailable.
std::optional<Error> error_of(const std::exception_ptr& thrown);

/// `askdb: message (hint)` on stderr.
void report(Messages& messages, const Error& error);

/// Runs `work` and gives its exit code, or that of whatever it threw, which is told on stderr (a
/// Stopped is not): the one place where bad news become words.
int through_door(Messages& messages, const std::function<int()>& work);

}
