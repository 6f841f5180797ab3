#include "libagent/models/openai_stream.h"

#include "libagent/base/error.h"
#include "libagent/base/text.h"
#include "libagent/models/openai_errors.h"
#include "libagent/models/openai_fields.h"

#include <algorithm>

namespace askdb::models {
namespace {

constexpr std::size_t longest_answer = 8u << 20;
constexpr std::size_t longest_json_body = 16u << 20;

Failure not_understood(const std::string& what) {
    return Failure(Error{.code = Errc::model,
                         .message = "the model server's answer is not understood: " + what,
                         .retryable = true});
}

/// Some servers send an empty error with each good chunk.
bool reports_error(const Json& chunk) {
    const Json* const error = openai_field(chunk, "error");
    if (error == nullptr) return false;
    return error->is_string() ? !error->get_ref<const std::string&>().empty()
                              : error->is_object() && !error->empty();
}

Failure answer_cut_off() {
    return Failure(
        Error{.code = Errc::model, .message = "the model's answer was cut off", .retryable = true});
}

}

std::string OpenAiStream::feed(std::string_view bytes) {
    const std::size_t before = text_.size();
    if (shape_ == Shape::unknown) recognise(bytes);
    if (shape_ == Shape::json) {
        if (body_.size() + bytes.size() > longest_json_body) {
            throw Failure(Error{Errc::model, "the model server's answer is larger than 16 MiB"});
        }
        body_ += bytes;
        return {};
    }
    for (const net::SseEvent& event : events_.feed(bytes)) take_event(event);
    return text_.substr(before);
}

/// No event of a stream can begin like JSON or HTML, so the first byte that is no space tells.
void OpenAiStream::recognise(std::string_view bytes) {
    const std::string_view text = trim(bytes);
    if (text.empty()) return;  // Blank lines mean nothing to events and JSON alike.
    const char first = text.front();
    if (first == '<') {
        throw Failure(Error{Errc::model,
                            "the model server sent a web page instead of an answer (is the base "
                            "URL right?)"});
    }
    shape_ = first == '{' || first == '[' ? Shape::json : Shape::events;
}

void OpenAiStream::take_event(const net::SseEvent& event) {
    if (done_) return;
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
    if (const Json* const usage = openai_field(chunk, "usage")) take_usage(*usage);
    const Json* const choices = openai_field(chunk, "choices");
    if (choices == nullptr || !choices->is_array()) return;
    for (const Json& choice : *choices) {
        if (openai_count_field(choice, "index") == 0) take_choice(choice);
    }
    check_size();
}

void OpenAiStream::take_choice(const Json& choice) {
    const Json* delta = openai_field(choice, "delta");
    if (delta == nullptr) delta = openai_field(choice, "message");
    if (delta != nullptr) {
        if (const Json* const content = openai_field(*delta, "content")) take_content(*content);
        add_text(openai_text_field(*delta, "refusal"));
        if (const Json* const calls = openai_field(*delta, "tool_calls")) calls_.add(*calls);
    }
    if (const Json* const usage = openai_field(choice, "usage")) take_usage(*usage);
    const std::string_view reason = openai_text_field(choice, "finish_reason");
    if (!reason.empty()) finish_reason_ = reason;
    if (reason == "error" || reason == "insufficient_system_resource") {
        throw Failure(Error{.code = Errc::model,
                            .message = "the model server failed in the middle of its answer",
                            .retryable = true});
    }
}

/// Text, or a list of parts of which only the text ones belong to the answer (not "thinking").
void OpenAiStream::take_content(const Json& content) {
    if (content.is_string()) {
        add_text(content.get_ref<const std::string&>());
    } else if (content.is_array()) {
        for (const Json& part : content) {
            if (openai_text_field(part, "type") == "text")
                add_text(openai_text_field(part, "text"));
        }
    }
}

/// Usage comes in the last chunk or grows on the way: the latest is right.
void OpenAiStream::take_usage(const Json& usage) {
    if (!usage.is_object()) return;
    usage_.input_tokens = openai_count_field(usage, "prompt_tokens", usage_.input_tokens);
    usage_.output_tokens = openai_count_field(usage, "completion_tokens", usage_.output_tokens);
    const Json* const details = openai_field(usage, "prompt_tokens_details");
    const std::int64_t cached = details != nullptr
                                    ? openai_count_field(*details, "cached_tokens")
                                    : openai_count_field(usage, "prompt_cache_hit_tokens");
    usage_.cached_input_tokens = std::min(cached, usage_.input_tokens);
}

void OpenAiStream::add_text(std::string_view text) {
    text_ += text;
}

void OpenAiStream::check_size() const {
    if (text_.size() + calls_.bytes() <= longest_answer) return;
    throw Failure(Error{Errc::model, "the model's answer is larger than 8 MiB"});
}

void OpenAiStream::read_json_body() {
    const Result<Json> parsed = parse_json(body_, "the body");
    if (!parsed) throw answer_cut_off();
    const Json& json = parsed.value();
    // Google wraps errors into a list of one.
    const Json& answer = json.is_array() && !json.empty() ? json.front() : json;
    take_chunk(answer);
    const Json* const choices = openai_field(answer, "choices");
    if (choices == nullptr || !choices->is_array() || choices->empty()) {
        throw not_understood("it holds no choices");
    }
    done_ = true;
}

FinishReason OpenAiStream::finish_reason() const {
    if (finish_reason_ == "length" || finish_reason_ == "max_tokens" ||
        finish_reason_ == "model_length") {
        return FinishReason::length;
    }
    if (finish_reason_ == "content_filter") return FinishReason::content_filter;
    // Some servers say "stop", or nothing, after tool calls; the calls themselves tell the truth.
    return calls_.empty() ? FinishReason::stop : FinishReason::tool_calls;
}

ModelReply OpenAiStream::finish() {
    if (shape_ == Shape::json) read_json_body();
    if (!is_whole()) throw answer_cut_off();
    const FinishReason reason = finish_reason();
    return {.text = std::move(text_),
            .tool_calls = calls_.take(calls_before_),
            .finish_reason = reason,
            .usage = usage_};
}

}
