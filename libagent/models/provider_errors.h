#pragma once

#include "libagent/base/error.h"
#include "libagent/base/json.h"
#include "libagent/models/endpoint.h"
#include "libagent/net/http_client.h"

#include <chrono>
#include <string>
#include <string_view>

namespace askdb::models {

/// What an answer with a status other than 2xx means to a person, and whether to try again. `now`
/// is for a Retry-After that is a date. Never holds the key.
Error describe_refusal(const Endpoint& endpoint, const net::HttpResponse& response,
                       std::chrono::system_clock::time_point now);

/// The same for an error object that came with status 200, alone or in a stream. May hold what the
/// server quotes: to be redacted by the caller.
Error describe_stream_error(const Json& body);

/// `text` without the key, and without words that begin like it: servers quote keys in part.
std::string without_key(std::string text, const std::string& key);

}
