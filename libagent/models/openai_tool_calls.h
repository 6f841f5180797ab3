#pragma once

#include "libagent/base/json.h"
#include "libagent/chat/message.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::models {

/// Puts tool calls together from the pieces of a stream, forgiving what compatible servers do
/// differently: no index, the same index for all, no id, an empty or a new id with each piece, the
/// name in pieces or repeated, arguments as an object. Pure.
class OpenAiToolCalls {
  public:
    /// Takes the `tool_calls` of one delta or message. Throws Failure(model) past 128 calls.
    void add(const Json& pieces);

    bool empty() const { return parts_.empty(); }
    std::size_t bytes() const { return bytes_; }  ///< Names and arguments so far.

    /// The calls in the order in which they began. Calls without an id, or with one that came
    /// before, get "call_N", N counting from `calls_before` + 1. Empty arguments become "{}".
    /// `extras` gets what a server wants to see again with a call (`extra_content`, in which
    /// Google's puts its signature of a thought), by the call's id.
    /// Throws Failure(model, retryable) when a call has no name.
    std::vector<chat::ToolCall> finished(std::size_t calls_before, Json& extras) const;

  private:
    struct Part {
        std::optional<std::int64_t> index;
        chat::ToolCall call;
        std::string extra_content;  ///< JSON text, or empty.
        int depth = 0;              ///< Of the brackets open at the end of the arguments.
        bool in_string = false;
        bool escaped = false;

        bool has_whole_arguments() const { return !call.arguments.empty() && depth == 0; }
        void add_arguments(std::string_view text);
        void add_name(std::string_view text);
    };

    void add_piece(const Json& piece);
    Part& part_of(std::optional<std::int64_t> index, std::string_view id, std::string_view name,
                  std::string_view arguments);

    std::vector<Part> parts_;
    std::size_t bytes_ = 0;
};

}
