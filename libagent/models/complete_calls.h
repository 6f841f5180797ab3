#pragma once

#include "libagent/chat/message.h"
#include "libagent/models/model.h"

#include <cstddef>
#include <vector>

namespace askdb::models {

constexpr std::size_t most_tool_calls = 128;  ///< Of one reply; more is a broken model.

/// What tool calls lack: those without an id, or with one that came before, get "call_N", N
/// counting from `calls_before` + 1; empty arguments become "{}". Throws Failure(model, retryable)
/// when a call has no name.
void complete_calls(std::vector<chat::ToolCall>& calls, std::size_t calls_before);

/// How many tool calls the conversation holds already.
std::size_t count_tool_calls(const ModelRequest& request);

/// Throws Failure(model) when a reply that holds `count` calls begins another one.
void check_call_count(std::size_t count);

}
