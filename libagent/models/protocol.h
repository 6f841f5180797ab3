#pragma once

#include "libagent/models/endpoint.h"
#include "libagent/models/model.h"
#include "libagent/net/http_client.h"

#include <memory>
#include <span>
#include <string_view>

namespace askdb::models {

/// One wire format. The record is the only truth: the configuration, the vendors and the tests
/// read it.
struct Protocol {
    std::string_view name;
    std::unique_ptr<Model> (*make)(Endpoint endpoint, net::HttpClient& http);  ///< Borrows `http`.
    /// The request for the names of all models, as address and headers; see list_models().
    net::HttpRequest (*list_request)(const Endpoint& endpoint);
};

/// All wire formats, in the order of models.def.
std::span<const Protocol* const> all_protocols();
const Protocol* find_protocol(std::string_view name);

}
