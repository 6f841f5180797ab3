#pragma once

#include "libagent/models/endpoint.h"
#include "libagent/models/model.h"

#include <string>

namespace askdb::models {

/// The body of a Messages request: one line of JSON. Tools, system and the conversation so far are
/// marked for the provider's prompt cache, because the next step of a turn sends them again.
/// Throws Failure(model) for a tool whose schema is no JSON object.
std::string anthropic_request_json(const Endpoint& endpoint, const ModelRequest& request);

}
