#include "libagent/models/openai.h"

#include "libagent/base/text.h"
#include "libagent/models/openai_errors.h"
#include "libagent/models/openai_request_json.h"
#include "libagent/models/openai_stream.h"
#include "libagent/net/url.h"

namespace askdb::models {
namespace {

/// What surrounds each token of a stream is many times the token; the answer itself is bounded
/// by OpenAiStream.
constexpr std::size_t longest_stream = 256u << 20;
constexpr int bad_request = 400, unprocessable_request = 422;

std::size_t count_tool_calls(std::span<const chat::Message> messages) {
    std::size_t count = 0;
    for (const chat::Message& message : messages) count += message.tool_calls.size();
    return count;
}

bool is_good_answer(const net::HttpResponse& response) {
    return response.status >= 200 && response.status < 300;
}

class OpenAiModel : public Model {
  public:
    OpenAiModel(OpenAiOptions options, net::HttpClient& http)
        : options_(std::move(options)), http_(http) {}

    std::string name() const override { return options_.name; }

    ModelReply complete(const ModelRequest& request, TextSink& sink,
                        std::stop_token stop) const override {
        try {
            return ask(request, sink, stop);
        } catch (const Failure& failure) {
            Error error = failure.error();
            error.message = without_key(std::move(error.message), options_.api_key);
            throw Failure(std::move(error));
        }
    }

  private:
    ModelReply ask(const ModelRequest& request, TextSink& sink, const std::stop_token& stop) const {
        OpenAiDialect dialect = openai_dialect(options_.base_url);
        OpenAiStream stream(count_tool_calls(request.messages));
        net::HttpResponse response = send(request, dialect, stream, sink, stop);
        if (response.status == bad_request || response.status == unprocessable_request) {
            const OpenAiDialect other = openai_dialect_after(dialect, response.body);
            if (other != dialect) response = send(request, other, stream, sink, stop);
        }
        if (!is_good_answer(response)) {
            throw Failure(describe_refusal(options_, response, std::chrono::system_clock::now()));
        }
        return finish(stream, sink);
    }

    net::HttpResponse send(const ModelRequest& request, OpenAiDialect dialect, OpenAiStream& stream,
                           TextSink& sink, const std::stop_token& stop) const {
        bool ours = false;  // What fails now failed in our hands, not on the way.
        const net::BodySink on_body = [&](std::string_view bytes) {
            ours = true;
            const std::string text = stream.feed(bytes);
            if (!text.empty()) sink.on_text(text);
            ours = false;
        };
        try {
            return http_.send(http_request(request, dialect), on_body, stop);
        } catch (const Failure&) {
            // A connection that breaks after the answer's end has not harmed the answer.
            if (ours || !stream.is_whole()) throw;
            return {.status = 200, .headers = {}, .body = {}};
        }
    }

    net::HttpRequest http_request(const ModelRequest& request, OpenAiDialect dialect) const {
        net::HttpRequest http{.url = net::join_url(options_.base_url, "/chat/completions"),
                              .headers = {{"Content-Type", "application/json"}},
                              .body = openai_request_json(options_.model, request, dialect),
                              .max_body_bytes = longest_stream};
        if (!options_.api_key.empty()) {
            http.headers.emplace_back("Authorization", "Bearer " + options_.api_key);
        }
        return http;
    }

    /// An answer that did not stream reaches the sink at its end.
    static ModelReply finish(OpenAiStream& stream, TextSink& sink) {
        const bool streamed = stream.is_whole();
        ModelReply reply = stream.finish();
        if (!streamed && !reply.text.empty()) sink.on_text(reply.text);
        return reply;
    }

    const OpenAiOptions options_;
    net::HttpClient& http_;
};

}

std::unique_ptr<Model> make_openai_model(OpenAiOptions options, net::HttpClient& http) {
    return std::make_unique<OpenAiModel>(std::move(options), http);
}

}
