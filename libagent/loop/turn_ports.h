#pragma once

#include "libagent/chat/event.h"
#include "libagent/loop/ask.h"

#include <stop_token>

namespace askdb::loop {

/// What one turn works with, all of it borrowed from the caller of ask().
struct TurnPorts {
    const Agent& agent;
    Conversation& conversation;
    chat::EventSink& sink;
    std::stop_token stop;
};

}
