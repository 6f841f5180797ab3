#pragma once

#include "libagent/base/result.h"
#include "libagent/models/endpoint.h"
#include "libagent/net/http_client.h"

#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::models {

/// The names of the models that an endpoint offers, as it orders them: one cheap request, which
/// costs nothing. `protocol` is Protocol::name; `endpoint.model` is not used. Throws Failure(model)
/// for a server that cannot be reached, refuses, or answers something else, without the key in its
/// words; Stopped within 200 ms of a stop.
std::vector<std::string> list_models(const Endpoint& endpoint, std::string_view protocol,
                                     net::HttpClient& http, std::stop_token stop);

/// The names in the body of such an answer. Errc::model when it is none.
Result<std::vector<std::string>> read_model_list(std::string_view body);

}
