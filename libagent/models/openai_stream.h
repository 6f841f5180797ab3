#pragma once

#include "libagent/base/json.h"
#include "libagent/models/model.h"
#include "libagent/models/openai_tool_calls.h"
#include "libagent/net/sse_parser.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::models {

/// Puts one answer of Chat Completions together from the bytes of its body, however they are cut:
/// a stream of events, or the one JSON object that some servers send although a stream was asked
/// for. Pure; for one answer each. Source: OpenAI API reference, "The chat completion chunk
/// object", and recorded answers of compatible servers.
class OpenAiStream {
  public:
    /// `calls_before`: how many tool calls the conversation holds already; numbers made-up ids.
    explicit OpenAiStream(std::size_t calls_before = 0) : calls_before_(calls_before) {}

    /// The text that `bytes` added to the answer. Throws Failure(model) when the server reports an
    /// error, sends what is no JSON (both perhaps retryable), or more than 8 MiB of answer (not).
    std::string feed(std::string_view bytes);

    /// Whether the server said that the answer is whole; only its usage may still be missing.
    bool is_whole() const { return done_ || !finish_reason_.empty(); }

    /// The answer, to be called once, after the last byte. Throws Failure(model, retryable) when
    /// the answer was cut off: what came is never taken for an answer.
    ModelReply finish();

  private:
    enum class Shape { unknown, events, json };

    void recognise(std::string_view bytes);
    void take_event(const net::SseEvent& event);
    void take_chunk(const Json& chunk);
    void take_choice(const Json& choice);
    void take_content(const Json& content);
    void take_usage(const Json& usage);
    void add_text(std::string_view text);
    void check_size() const;
    void read_json_body();
    FinishReason finish_reason() const;

    const std::size_t calls_before_;
    Shape shape_ = Shape::unknown;
    net::SseParser events_;
    std::string body_;  ///< All of it, for Shape::json.
    std::string text_;
    OpenAiToolCalls calls_;
    chat::Usage usage_;
    std::string finish_reason_;
    bool done_ = false;
};

}
