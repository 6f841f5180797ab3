#include "libagent/models/openai_stream.h"

#include "libagent/base/error.h"
#include "libagent/base/text.h"
#include "libagent/models/json_fields.h"
#include "libagent/models/provider_errors.h"
#include "libagent/models/request_parts.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace askdb::models {
namespace {

/// Some servers send an empty error with each good chunk.
bool reports_error(const Json& chunk) {
    const Json* const error = json_field(chunk, "error");
    if (error == nullptr) return false;
    return error->is_string() ? !error->get_ref<const std::string&>().empty()
                              : error->is_object() && !error->empty();
}

}

void OpenAiStream::take_event(const net::SseEvent& event) {
    if (trim(event.data) == "[DONE]") {
        done_ = true;
        return;
    }
    const Result<Json> chunk = parse_json(event.data, "an event of the stream");
    if (event.event == "error") {
        throw Failure(describe_stream_error(chunk ? chunk.value() : Json(event.data)));
    }
    if (chunk) {
        take_chunk(chunk.value());
    } else if (event.event.empty() || event.event == "message") {
        throw not_understood(chunk.error().message);
    }
}

void OpenAiStream::take_chunk(const Json& chunk) {
    if (reports_error(chunk)) throw Failure(describe_stream_error(chunk));
    if (const Json* const usage = json_field(chunk, "usage")) take_usage(*usage);
    const Json* const choices = json_field(chunk, "choices");
    if (choices == nullptr || !choices->is_array()) return;
    for (const Json& choice : *choices) {
        if (count_field(choice, "index") == 0) take_choice(choice);
    }
    check_answer_size(reasoning_.size() + refusal_.size() + calls_.bytes());
}

void OpenAiStream::take_choice(const Json& choice) {
    const Json* delta = json_field(choice, "delta");
    if (delta == nullptr) delta = json_field(choice, "message");
    if (delta != nullptr) take_delta(*delta);
    if (const Json* const usage = json_field(choice, "usage")) take_usage(*usage);
    const std::string_view reason = text_field(choice, "finish_reason");
    if (!reason.empty()) finish_word_ = reason;
    if (reason == "error" || reason == "insufficient_system_resource") {
        throw Failure(Error{.code = Errc::model,
                            .message = "the model server failed in the middle of its answer",
                            .retryable = true});
    }
}

void OpenAiStream::take_delta(const Json& delta) {
    if (const Json* const content = json_field(delta, "content")) take_content(*content);
    refusal_ += text_field(delta, "refusal");
    reasoning_ += text_field(delta, "reasoning_content");
    if (const Json* const calls = json_field(delta, "tool_calls")) calls_.add(*calls);
}

/// Text, or a list of parts of which only the text ones belong to the answer (not "thinking").
void OpenAiStream::take_content(const Json& content) {
    if (content.is_string()) {
        add_text(content.get_ref<const std::string&>());
    } else if (content.is_array()) {
        for (const Json& part : content) {
            if (text_field(part, "type") == "text") add_text(text_field(part, "text"));
        }
    }
}

/// Usage comes in the last chunk or grows on the way: the latest is right.
void OpenAiStream::take_usage(const Json& usage) {
    if (!usage.is_object()) return;
    usage_.input_tokens = count_field(usage, "prompt_tokens", usage_.input_tokens);
    usage_.output_tokens = count_field(usage, "completion_tokens", usage_.output_tokens);
    const Json* const details = json_field(usage, "prompt_tokens_details");
    const std::int64_t cached = details != nullptr ? count_field(*details, "cached_tokens")
                                                   : count_field(usage, "prompt_cache_hit_tokens");
    usage_.cached_input_tokens = std::min(cached, usage_.input_tokens);
}

void OpenAiStream::take_object(const Json& answer) {
    take_chunk(answer);
    const Json* const choices = json_field(answer, "choices");
    if (choices == nullptr || !choices->is_array() || choices->empty()) {
        throw not_understood("it holds no choices");
    }
    done_ = true;
}

FinishReason OpenAiStream::finish_reason() const {
    if (finish_word_ == "length" || finish_word_ == "max_tokens" ||
        finish_word_ == "model_length") {
        return FinishReason::length;
    }
    if (finish_word_ == "content_filter" || !refusal_.empty()) return FinishReason::content_filter;
    // Some servers say "stop", or nothing, after tool calls; the calls themselves tell the truth.
    return calls_.empty() ? FinishReason::stop : FinishReason::tool_calls;
}

/// Only a reply with tool calls is answered in the same conversation by the same model.
std::string OpenAiStream::provider_state(const Json& extras) const {
    if (calls_.empty() || (reasoning_.empty() && extras.empty())) return {};
    Json state = Json::object();
    if (!reasoning_.empty()) state["reasoning_content"] = reasoning_;
    if (!extras.empty()) state["extra_content"] = extras;
    return make_provider_state(model_, std::move(state));
}

/// In one harmless line, as part of a message.
std::string OpenAiStream::shown_refusal() const {
    constexpr std::size_t longest_explanation = 300;
    std::string shown = visible(clipped(trim(refusal_), longest_explanation));
    while (shown.ends_with('.')) shown.pop_back();
    return shown;
}

ModelReply OpenAiStream::take_reply() {
    const FinishReason reason = finish_reason();
    Json extras = Json::object();
    std::vector<chat::ToolCall> calls = calls_.finished(calls_before_, extras);
    // What a refused answer called for was never meant to be done.
    if (!refusal_.empty()) calls.clear();
    std::string refusal = shown_refusal();
    return {.text = std::move(text_.empty() ? refusal_ : text_),
            .tool_calls = std::move(calls),
            .finish_reason = reason,
            .usage = usage_,
            .refusal = std::move(refusal),
            .finish_word = finish_word_,
            .provider_state = provider_state(extras)};
}

}
