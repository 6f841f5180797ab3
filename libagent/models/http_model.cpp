#include "libagent/models/http_model.h"

#include "libagent/base/error.h"
#include "libagent/models/provider_errors.h"
#include "libagent/net/url.h"

#include <utility>

namespace askdb::models {
namespace {

/// What surrounds each token of a stream is many times the token; the answer itself is bounded
/// by AnswerStream.
constexpr std::size_t longest_stream = 256u << 20;

bool is_good_answer(const net::HttpResponse& response) {
    return response.status >= 200 && response.status < 300;
}

}

HttpModel::HttpModel(Endpoint endpoint, net::HttpClient& http)
    : endpoint_(std::move(endpoint)), http_(http) {}

ModelReply HttpModel::complete(const ModelRequest& request, TextSink& sink,
                               std::stop_token stop) const {
    try {
        return ask(request, sink, stop);
    } catch (const Failure& failure) {
        Error error = failure.error();
        error.message = without_key(std::move(error.message), endpoint_.api_key);
        throw Failure(std::move(error));
    }
}

/// Nothing leaves that was not noted.
void HttpModel::note(const net::HttpRequest& request, const ModelRequest& asked) const {
    if (endpoint_.witness == nullptr) return;
    const Result<net::Url> url = net::parse_url(request.url);
    endpoint_.witness->before_sending({.host = url ? url.value().host : std::string("?"),
                                       .model = endpoint_.name,
                                       .conversation = asked.conversation,
                                       .bytes = request.body.size(),
                                       .messages = asked.messages,
                                       .quoting = asked.quoting});
}

net::HttpResponse HttpModel::send(net::HttpRequest request, const Exchange& exchange) const {
    request.max_body_bytes = longest_stream;
    request.headers.emplace_back("Content-Type", "application/json");
    note(request, exchange.asked);
    bool ours = false;  // What fails now failed in our hands, not on the way.
    const net::BodySink on_body = [&](std::string_view bytes) {
        ours = true;
        const std::string text = exchange.stream.feed(bytes);
        if (!text.empty()) exchange.sink.on_text(text);
        ours = false;
        return !exchange.stream.is_over();
    };
    try {
        return http_.send(request, on_body, exchange.stop);
    } catch (const Failure&) {
        // A connection that breaks after the answer's end has not harmed the answer.
        if (ours || !exchange.stream.is_whole()) throw;
        return {.status = 200, .headers = {}, .body = {}};
    }
}

ModelReply HttpModel::finish(const net::HttpResponse& response, AnswerStream& stream,
                             TextSink& sink) const {
    if (!is_good_answer(response)) {
        throw Failure(describe_refusal(endpoint_, response, std::chrono::system_clock::now()));
    }
    const bool streamed = stream.is_whole();
    ModelReply reply = stream.finish();
    // An answer that did not stream reaches the sink at its end.
    if (!streamed && !reply.text.empty()) sink.on_text(reply.text);
    return reply;
}

}
