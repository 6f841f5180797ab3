#pragma once

#include "libagent/base/json.h"
#include "libagent/models/answer_stream.h"
#include "libagent/models/openai_tool_calls.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace askdb::models {

/// An answer of Chat Completions. Source: OpenAI API reference, "The chat completion chunk object",
/// and recorded answers of compatible servers.
class OpenAiStream : public AnswerStream {
  public:
    /// `model` is the one that was asked, as the server knows it; `calls_before`: how many tool
    /// calls the conversation holds already, which numbers made-up ids.
    explicit OpenAiStream(std::string model = {}, std::size_t calls_before = 0)
        : model_(std::move(model)), calls_before_(calls_before) {}

    bool is_whole() const override { return done_ || !finish_word_.empty(); }
    bool is_over() const override { return done_; }

  private:
    void take_event(const net::SseEvent& event) override;
    void take_object(const Json& answer) override;
    ModelReply take_reply() override;

    void take_chunk(const Json& chunk);
    void take_choice(const Json& choice);
    void take_delta(const Json& delta);
    void take_content(const Json& content);
    void take_usage(const Json& usage);
    FinishReason finish_reason() const;
    std::string provider_state(const Json& extras) const;
    std::string shown_refusal() const;

    const std::string model_;
    const std::size_t calls_before_;
    std::string reasoning_;
    std::string refusal_;
    OpenAiToolCalls calls_;
    chat::Usage usage_;
    std::string finish_word_;
    bool done_ = false;
};

}
