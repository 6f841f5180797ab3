#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace askdb::chat {

enum class Role { system, user, assistant, tool };

/// A model's wish to run a tool. `arguments` is JSON text as the model wrote it, not yet checked.
struct ToolCall {
    std::string id;
    std::string name;
    std::string arguments;

    bool operator==(const ToolCall&) const = default;
};

/// One message of a conversation, free of any provider's wire format.
struct Message {
    Role role = Role::user;
    std::string text = {};
    std::vector<ToolCall> tool_calls = {};  ///< Role::assistant only.
    std::string tool_call_id = {};          ///< Role::tool only: which call this answers.
    bool failed = false;                    ///< Role::tool only: the tool could not do it.
    /// Role::assistant only: what the model that wrote it wants to see again unchanged (signed
    /// thoughts). For that model's wire format alone; others pass it on unread. May be empty.
    std::string provider_state = {};
};

struct Usage {
    std::int64_t input_tokens = 0;
    std::int64_t output_tokens = 0;
    std::int64_t cached_input_tokens = 0;         ///< Part of input_tokens: read from a cache.
    std::int64_t cache_written_input_tokens = 0;  ///< Part of input_tokens: put into a cache.

    std::int64_t total() const { return input_tokens + output_tokens; }
    Usage& operator+=(const Usage& other) {
        input_tokens += other.input_tokens;
        output_tokens += other.output_tokens;
        cached_input_tokens += other.cached_input_tokens;
        cache_written_input_tokens += other.cache_written_input_tokens;
        return *this;
    }
};

}
