#pragma once

#include "cli/model_choice.h"
#include "libagent/base/result.h"
#include "libagent/models/endpoint.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

struct CommandContext;

/// Reads the key of the model, which no message shows from then on, and says how to reach it.
/// Errc::usage for a key that is missing or cannot be sent. Throws Stopped while it is waited for.
Result<models::Endpoint> open_endpoint(const CommandContext& context, const ModelAddress& address);

/// Whether the model is among those that an endpoint lists; Ollama adds ":latest" to names.
bool offers_model(const std::vector<std::string>& listed, std::string_view model);

}
