#include "libagent/models/anthropic_request_json.h"
#include "libagent/models/anthropic_stream.h"
#include "libagent/models/complete_calls.h"
#include "libagent/models/http_model.h"
#include "libagent/models/protocol.h"
#include "libagent/net/url.h"

namespace askdb::models {
namespace {

net::Headers anthropic_headers(const Endpoint& endpoint) {
    net::Headers headers = {{"anthropic-version", "2023-06-01"}};
    if (!endpoint.api_key.empty()) headers.emplace_back("x-api-key", endpoint.api_key);
    return headers;
}

/// `path` begins with the version, which some addresses have already.
std::string anthropic_url(const std::string& base_url, std::string_view path) {
    constexpr std::string_view version = "/v1";
    if (base_url.ends_with(version)) path.remove_prefix(version.size());
    return net::join_url(base_url, path);
}

/// Source of the protocol: Anthropic API reference, "Messages".
class AnthropicModel : public HttpModel {
  public:
    AnthropicModel(Endpoint endpoint, net::HttpClient& http)
        : HttpModel(std::move(endpoint), http) {}

  private:
    ModelReply ask(const ModelRequest& request, TextSink& sink,
                   const std::stop_token& stop) const override {
        net::HttpRequest http{.url = anthropic_url(endpoint().base_url, "/v1/messages"),
                              .headers = anthropic_headers(endpoint()),
                              .body = anthropic_request_json(endpoint(), request)};
        AnthropicStream stream(endpoint().model, count_tool_calls(request));
        const net::HttpResponse response = send(std::move(http), {request, stream, sink, stop});
        return finish(response, stream, sink);
    }
};

/// Source: Anthropic API reference, "List Models"; a page holds at most 1000.
net::HttpRequest anthropic_list_request(const Endpoint& endpoint) {
    std::string url = anthropic_url(endpoint.base_url, "/v1/models");
    url += url.find('?') == std::string::npos ? "?limit=1000" : "&limit=1000";
    return {.url = std::move(url), .headers = anthropic_headers(endpoint)};
}

std::unique_ptr<Model> make_anthropic_model(Endpoint endpoint, net::HttpClient& http) {
    return std::make_unique<AnthropicModel>(std::move(endpoint), http);
}

}

extern const Protocol anthropic_protocol = {
    .name = "anthropic", .make = make_anthropic_model, .list_request = anthropic_list_request};

}
