#pragma once

#include "libagent/base/json.h"
#include "libagent/chat/message.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::models {

/// Puts the content blocks of one Messages answer together: text, thoughts, tool calls. Blocks of
/// other kinds, such as the provider's own tools, are let pass. Pure.
class AnthropicBlocks {
  public:
    /// A block begins, or is there whole. Gives the text that it brings to the answer. Throws
    /// Failure(model) past 128 tool calls.
    std::string_view start(std::int64_t index, const Json& block);

    /// The block goes on. False when no block of that index has begun.
    bool go_on(std::int64_t index, const Json& delta);

    /// What the blocks take in memory, but for the answer's text.
    std::size_t bytes() const { return bytes_; }

    /// The calls in their order, as complete_calls() completes them.
    std::vector<chat::ToolCall> calls(std::size_t calls_before) const;

    /// All blocks as the API wants them back in front of the results of `calls`; null when none
    /// of them is a thought: then the text and the calls say it all.
    Json to_send_back(const std::vector<chat::ToolCall>& calls) const;

  private:
    enum class Kind { text, thinking, redacted, tool, other };

    struct Block {
        std::int64_t index = 0;
        Kind kind = Kind::other;
        std::string begun = {};  ///< JSON text of the block as it began.
        std::string text = {};   ///< Of a text or a thought; of a call, its arguments.
        std::string signature = {};
        chat::ToolCall call = {};
    };

    static Kind kind_of(const Json& block);

    std::vector<Block> blocks_;
    std::size_t call_count_ = 0;
    std::size_t bytes_ = 0;
};

}
