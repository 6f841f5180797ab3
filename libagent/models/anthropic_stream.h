#pragma once

#include "libagent/base/json.h"
#include "libagent/models/answer_stream.h"
#include "libagent/models/anthropic_blocks.h"

#include <cstddef>
#include <string>
#include <utility>

namespace askdb::models {

/// An answer of the Messages API. Source: Anthropic API reference, "Messages" and "Streaming
/// messages", and recorded answers.
class AnthropicStream : public AnswerStream {
  public:
    /// `model` is the one that was asked, as the server knows it; `calls_before`: how many tool
    /// calls the conversation holds already, which numbers made-up ids.
    explicit AnthropicStream(std::string model = {}, std::size_t calls_before = 0)
        : model_(std::move(model)), calls_before_(calls_before) {}

    bool is_whole() const override { return done_; }
    bool is_over() const override { return done_; }

  private:
    void take_event(const net::SseEvent& event) override;
    void take_object(const Json& answer) override;
    ModelReply take_reply() override;

    void take_message_start(const Json& event);
    void take_block_delta(const Json& event);
    void take_message_delta(const Json& message);
    void take_usage(const Json& usage);
    FinishReason finish_reason() const;
    chat::Usage usage() const;

    const std::string model_;
    const std::size_t calls_before_;
    AnthropicBlocks blocks_;
    std::int64_t uncached_tokens_ = 0;
    std::int64_t cached_tokens_ = 0;
    std::int64_t cache_written_tokens_ = 0;
    std::int64_t output_tokens_ = 0;
    std::string finish_word_;
    std::string refusal_;
    bool begun_ = false;
    bool done_ = false;
};

}
