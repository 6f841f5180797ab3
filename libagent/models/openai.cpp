#include "libagent/models/complete_calls.h"
#include "libagent/models/http_model.h"
#include "libagent/models/openai_request_json.h"
#include "libagent/models/openai_stream.h"
#include "libagent/models/protocol.h"
#include "libagent/net/url.h"

namespace askdb::models {
namespace {

constexpr int bad_request = 400, unprocessable_request = 422;

net::Headers openai_headers(const Endpoint& endpoint) {
    if (endpoint.api_key.empty()) return {};
    return {{"Authorization", "Bearer " + endpoint.api_key}};
}

/// Source of the protocol: OpenAI API reference, "Create chat completion" and its streaming chunks.
class OpenAiModel : public HttpModel {
  public:
    OpenAiModel(Endpoint endpoint, net::HttpClient& http) : HttpModel(std::move(endpoint), http) {}

  private:
    ModelReply ask(const ModelRequest& request, TextSink& sink,
                   const std::stop_token& stop) const override {
        const OpenAiDialect dialect = openai_dialect(endpoint().base_url);
        OpenAiStream stream(endpoint().model, count_tool_calls(request));
        const Exchange exchange{request, stream, sink, stop};
        net::HttpResponse response = send(http_request(request, dialect), exchange);
        if (response.status == bad_request || response.status == unprocessable_request) {
            const OpenAiDialect other = openai_dialect_after(dialect, response.body);
            if (other != dialect) {
                response = send(http_request(request, other), exchange);
            }
        }
        return finish(response, stream, sink);
    }

    net::HttpRequest http_request(const ModelRequest& request, OpenAiDialect dialect) const {
        return {.url = net::join_url(endpoint().base_url, "/chat/completions"),
                .headers = openai_headers(endpoint()),
                .body = openai_request_json(endpoint(), request, dialect)};
    }
};

/// Source: OpenAI API reference, "List models".
net::HttpRequest openai_list_request(const Endpoint& endpoint) {
    return {.url = net::join_url(endpoint.base_url, "/models"),
            .headers = openai_headers(endpoint)};
}

std::unique_ptr<Model> make_openai_model(Endpoint endpoint, net::HttpClient& http) {
    return std::make_unique<OpenAiModel>(std::move(endpoint), http);
}

}

extern const Protocol openai_protocol = {
    .name = "openai", .make = make_openai_model, .list_request = openai_list_request};

}
