#pragma once

#include <chrono>

namespace askdb::test {

/// Built with address or thread sanitizer, where everything takes several times as long.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

#if defined(__SANITIZE_THREAD__)
inline constexpr bool is_thread_sanitized = true;
#else
inline constexpr bool is_thread_sanitized = false;
#endif

/// How long what must not take for ever may take: `usual`, and a minute with a sanitizer, on a
/// machine that does other things beside.
constexpr std::chrono::seconds patience(std::chrono::seconds usual) {
    constexpr std::chrono::seconds sanitized{60};
    return is_sanitized ? sanitized : usual;
}

}
