#pragma once

#include "tests/support/sanitized.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <exception>
#include <functional>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace askdb::test {

/// Whether start_child() may be called; says so where not. Thread sanitizer ends a child that
/// starts threads once its parent has had any, and sees no race between processes anyway.
inline bool may_start_children() {
    if (is_thread_sanitized) WARN("skipped: children of a process with threads, under a sanitizer");
    return !is_thread_sanitized;
}

/// Runs `work` in a process of its own, which ends by _exit(): with 0 behind it, with 1 when it
/// throws. Nothing that the caller holds is destroyed there.
inline pid_t start_child(const std::function<void()>& work) {
    const pid_t child = ::fork();
    if (child != 0) return child;
    try {
        work();
    } catch (const std::exception& error) {
        const std::string_view words = error.what();
        (void)!::write(STDERR_FILENO, words.data(), words.size());
        (void)!::write(STDERR_FILENO, "\n", 1);
        ::_exit(1);
    }
    ::_exit(0);
}

/// Its wait status.
inline int wait_for_child(pid_t child) {
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

/// A number from the environment, for tests that may do more than they usually do.
inline int number_from_environment(const char* variable, int usual) {
    const char* const text = std::getenv(variable);
    const int number = text == nullptr ? 0 : std::atoi(text);
    return number > 0 ? number : usual;
}

}
