#pragma once

#include "libagent/chat/message.h"
#include "libagent/models/model.h"

#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace askdb::models {

/// Tool calls that a weak model wrote into its text, in the spellings of the well-known families:
/// `<tool_call>{…}</tool_call>`, `<function=NAME>…</function>`, `[TOOL_CALLS][…]`, and a JSON
/// object with a name and arguments, bare or in a fence of its own. Only when `text` consists of
/// nothing else and every name is an offered tool; otherwise none. Ids are empty. Pure.
std::vector<chat::ToolCall> read_written_calls(std::string_view text,
                                               std::span<const ToolOffer> tools);

/// Whether a text that begins like this can still turn out to be such a call.
bool may_become_written_call(std::string_view beginning);

/// `model`, whose written calls are calls. Text that may become one waits until that is decided, so
/// that it never has to be taken back from the sink.
std::unique_ptr<Model> make_written_calls_model(std::unique_ptr<Model> model);

}
