#pragma once

#include "libagent/loop/ask.h"
#include "libagent/session/store.h"

#include <chrono>
#include <string_view>

namespace askdb::loop {

/// Warning::check of what a person hears at once, while a turn waits for another one to end.
inline constexpr std::string_view waiting_check = "waiting";

/// Begins a turn of the conversation and gives its number. While another turn of it runs, in
/// whatever process, it waits, and says so once, after a second, by a Warning to the listener that
/// no answer holds. Throws Stopped within 200 ms of a stop, and as SessionStore::begin_turn().
int begin_alone(session::SessionStore& sessions, const Conversation& conversation,
                const session::TurnStart& start, const TurnListener& listener);

/// What is known of a turn of the agent's when it begins.
session::TurnStart start_of_turn(const Agent& agent, std::string_view question,
                                 std::string_view model);

}
