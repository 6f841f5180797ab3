#pragma once

#include "libagent/net/http_client.h"

#include <chrono>
#include <string_view>

namespace askdb::models {

/// What a Retry-After value asks to wait: seconds, or an HTTP date of RFC 9110, 5.6.7
/// ("Sun, 06 Nov 1994 08:49:37 GMT"). 0 for the past and for what is neither; at most a day.
std::chrono::milliseconds parse_retry_after(std::string_view value,
                                            std::chrono::system_clock::time_point now);

/// The wait that a response asks for, by `retry-after-ms` or `retry-after`.
std::chrono::milliseconds requested_wait(const net::HttpResponse& response,
                                         std::chrono::system_clock::time_point now);

}
