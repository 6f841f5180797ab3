#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace askdb {

/// A moment of the calendar, to the second or finer.
using WallTime = std::chrono::system_clock::time_point;

/// "2024-05-31T17:00:00Z" (RFC 3339, UTC, seconds cut off); empty for the moment that stands for
/// none, WallTime().
std::string rfc3339_text(WallTime moment);

/// What rfc3339_text() wrote; WallTime() for any other text.
WallTime rfc3339_moment(std::string_view text);

}
