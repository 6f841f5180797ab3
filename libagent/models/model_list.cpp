#include "libagent/models/model_list.h"

#include "libagent/base/json.h"
#include "libagent/models/json_fields.h"
#include "libagent/models/protocol.h"
#include "libagent/models/provider_errors.h"

#include <nlohmann/json.hpp>

#include <cassert>

namespace askdb::models {
namespace {

constexpr std::chrono::seconds list_patience{5};
constexpr std::size_t longest_list = 8u << 20;
constexpr std::size_t longest_model_name = 256;

net::HttpResponse fetch_list(const Endpoint& endpoint, const Protocol& protocol,
                             net::HttpClient& http, const std::stop_token& stop) {
    net::HttpRequest request = protocol.list_request(endpoint);
    request.method = "GET";
    request.connect_timeout = list_patience;
    request.idle_timeout = list_patience;
    request.max_body_bytes = longest_list;
    return http.send(request, {}, stop);
}

}

Result<std::vector<std::string>> read_model_list(std::string_view body) {
    const Error no_list{Errc::model, "its answer is no list of models"};
    const Result<Json> parsed = parse_json(body, "models");
    if (!parsed) return no_list;
    // Most have `{"data": […]}`, some the list alone; a server without a model says null.
    const Json& json = parsed.value();
    if (!json.is_array() && !(json.is_object() && json.contains("data"))) return no_list;
    const Json* const list = json.is_array() ? &json : json_field(json, "data");
    std::vector<std::string> names;
    if (list == nullptr) return names;
    if (!list->is_array()) return no_list;
    for (const Json& entry : *list) {
        std::string_view name = text_field(entry, "id");
        constexpr std::string_view folder = "models/";  // Gemini's.
        if (name.starts_with(folder)) name.remove_prefix(folder.size());
        if (!name.empty() && name.size() <= longest_model_name) names.emplace_back(name);
    }
    return names;
}

std::vector<std::string> list_models(const Endpoint& endpoint, std::string_view protocol_name,
                                     net::HttpClient& http, std::stop_token stop) {
    const Protocol* const protocol = find_protocol(protocol_name);
    assert(protocol != nullptr);
    try {
        const net::HttpResponse response = fetch_list(endpoint, *protocol, http, stop);
        const bool is_good = response.status >= 200 && response.status < 300;
        if (!is_good)
            throw Failure(describe_refusal(endpoint, response, std::chrono::system_clock::now()));
        return read_model_list(response.body).value_or_throw();
    } catch (const Failure& failure) {
        Error error = failure.error();
        error.message = without_key(std::move(error.message), endpoint.api_key);
        throw Failure(std::move(error));
    }
}

}
