#include "libagent/models/anthropic_stream.h"

#include "libagent/base/error.h"
#include "libagent/base/text.h"
#include "libagent/models/json_fields.h"
#include "libagent/models/provider_errors.h"
#include "libagent/models/request_parts.h"

#include <nlohmann/json.hpp>

namespace askdb::models {
namespace {

constexpr std::size_t longest_explanation = 300;

/// Whether an event of that name must be understood; others may come and mean nothing to us.
bool carries_the_answer(std::string_view event) {
    return event.empty() || event.starts_with("message") || event.starts_with("content_block");
}

const Json& member_or_itself(const Json& json, const char* key) {
    const Json* const member = json_field(json, key);
    return member == nullptr ? json : *member;
}

}

void AnthropicStream::take_event(const net::SseEvent& event) {
    if (trim(event.data) == "[DONE]") return;  // A word of gateways that speak both protocols.
    const Result<Json> parsed = parse_json(event.data, "an event of the stream");
    const std::string_view said = parsed ? text_field(parsed.value(), "type") : std::string_view();
    const std::string_view type = said.empty() ? std::string_view(event.event) : said;
    if (type == "error") {
        throw Failure(describe_stream_error(parsed ? parsed.value() : Json(event.data)));
    }
    if (!parsed) {
        if (carries_the_answer(event.event)) throw not_understood(parsed.error().message);
        return;
    }
    const Json& json = parsed.value();
    if (type == "message_start") {
        take_message_start(json);
    } else if (type == "content_block_start") {
        const Json* const block = json_field(json, "content_block");
        if (block != nullptr) add_text(blocks_.start(count_field(json, "index"), *block));
    } else if (type == "content_block_delta") {
        take_block_delta(json);
    } else if (type == "message_delta") {
        if (const Json* const delta = json_field(json, "delta")) take_message_delta(*delta);
        if (const Json* const usage = json_field(json, "usage")) take_usage(*usage);
    } else if (type == "message_stop") {
        if (!begun_) throw not_understood("it ends before it begins");
        done_ = true;
    }
    check_answer_size(blocks_.bytes());
}

void AnthropicStream::take_message_start(const Json& event) {
    // Two answers in one stream (a gateway that tried again): which words are whose is not known.
    if (begun_) throw not_understood("a second message begins inside the first");
    begun_ = true;
    const Json& message = member_or_itself(event, "message");
    if (const Json* const usage = json_field(message, "usage")) take_usage(*usage);
}

void AnthropicStream::take_block_delta(const Json& event) {
    const Json* const delta = json_field(event, "delta");
    if (delta == nullptr) return;
    if (!blocks_.go_on(count_field(event, "index"), *delta)) {
        throw not_understood("a part of a block comes before its beginning");
    }
    if (text_field(*delta, "type") == "text_delta") add_text(text_field(*delta, "text"));
}

/// Also of a whole message, which has the same fields.
void AnthropicStream::take_message_delta(const Json& message) {
    const std::string_view reason = text_field(message, "stop_reason");
    if (!reason.empty()) finish_word_ = reason;
    const Json* const details = json_field(message, "stop_details");
    if (details == nullptr) return;
    refusal_ = visible(clipped(trim(text_field(*details, "explanation")), longest_explanation));
    while (refusal_.ends_with('.')) refusal_.pop_back();
}

/// Usage comes at the beginning and, corrected, at the end: the latest is right.
void AnthropicStream::take_usage(const Json& usage) {
    uncached_tokens_ = count_field(usage, "input_tokens", uncached_tokens_);
    cached_tokens_ = count_field(usage, "cache_read_input_tokens", cached_tokens_);
    cache_written_tokens_ =
        count_field(usage, "cache_creation_input_tokens", cache_written_tokens_);
    output_tokens_ = count_field(usage, "output_tokens", output_tokens_);
}

void AnthropicStream::take_object(const Json& answer) {
    if (text_field(answer, "type") == "error" || json_field(answer, "error") != nullptr) {
        throw Failure(describe_stream_error(answer));
    }
    const Json* const content = json_field(answer, "content");
    if (content == nullptr || !content->is_array()) throw not_understood("it holds no content");
    std::int64_t index = 0;
    for (const Json& block : *content) add_text(blocks_.start(index++, block));
    take_message_delta(answer);
    if (const Json* const usage = json_field(answer, "usage")) take_usage(*usage);
    check_answer_size(blocks_.bytes());
    done_ = true;
}

FinishReason AnthropicStream::finish_reason() const {
    if (finish_word_ == "refusal") return FinishReason::content_filter;
    if (finish_word_ == "max_tokens" || finish_word_ == "model_context_window_exceeded") {
        return FinishReason::length;
    }
    return FinishReason::stop;
}

chat::Usage AnthropicStream::usage() const {
    return {.input_tokens = uncached_tokens_ + cached_tokens_ + cache_written_tokens_,
            .output_tokens = output_tokens_,
            .cached_input_tokens = cached_tokens_,
            .cache_written_input_tokens = cache_written_tokens_};
}

ModelReply AnthropicStream::take_reply() {
    ModelReply reply{.text = std::move(text_),
                     .finish_reason = finish_reason(),
                     .usage = usage(),
                     .refusal = refusal_,
                     .finish_word = finish_word_};
    // What a refused answer called for was never meant to be done.
    if (reply.finish_reason == FinishReason::content_filter) return reply;
    reply.tool_calls = blocks_.calls(calls_before_);
    if (reply.tool_calls.empty()) return reply;
    if (reply.finish_reason == FinishReason::stop) reply.finish_reason = FinishReason::tool_calls;
    Json blocks = blocks_.to_send_back(reply.tool_calls);
    if (!blocks.is_null()) reply.provider_state = make_provider_state(model_, std::move(blocks));
    return reply;
}

}
