#pragma once

#include "libagent/models/endpoint.h"
#include "libagent/models/model.h"

#include <string>
#include <string_view>

namespace askdb::models {

/// The points on which compatible servers disagree about the request.
struct OpenAiDialect {
    bool completion_tokens = false;  ///< `max_completion_tokens` instead of `max_tokens`.
    bool stream_usage = true;        ///< `stream_options` is understood.
    bool reasoning_back = false;     ///< Thoughts before a tool call are to be sent again.

    bool operator==(const OpenAiDialect&) const = default;
};

/// What is known of the server at that address before it was asked.
OpenAiDialect openai_dialect(std::string_view base_url);

/// The dialect to try after the server refused a request with `complaint` (its JSON, or words); the
/// same as `dialect` when the complaint is about something else.
OpenAiDialect openai_dialect_after(OpenAiDialect dialect, std::string_view complaint);

/// The body of a chat completion request: one line of JSON.
/// Throws Failure(model) for a tool whose schema is no JSON object.
std::string openai_request_json(const Endpoint& endpoint, const ModelRequest& request,
                                OpenAiDialect dialect);

}
