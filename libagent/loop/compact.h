#pragma once

#include "libagent/chat/message.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace askdb::loop {

/// A conversation as a request shows it to the model: shortened where it had to be. What the
/// session keeps is another list, and whole.
struct Transcript {
    std::vector<chat::Message> messages = {};  ///< The system message, earlier turns, this turn.
    std::size_t question = 0;                  ///< Index of the question in hand.
    std::size_t left_out_turns = 0;
    std::size_t left_out_steps = 0;  ///< Of the turn in hand.
    std::string note = {};           ///< How the system message ends: it tells of the two.
};

/// Bytes that the messages take in a request, their frames included. An upper bound: of what a
/// model wants to see again and of its text, some wire formats send only one.
std::size_t request_bytes(std::span<const chat::Message> messages);

struct CompactSize {
    std::size_t target;  ///< Bytes to which older material is shortened, so that there is room.
    std::size_t most;    ///< Bytes that nothing may exceed; at least `target`.
};

/// Shortens, oldest first and no more than it takes: old tool results become one line each; earlier
/// turns become question and answer; earlier turns go; old steps of this turn go, each as a whole;
/// the results of the last step show fewer rows; that step's calls become words. The system message
/// says how much is gone. The system message, the question in hand and the last step always stay,
/// also where they alone are larger than `most`; every call keeps its one result, and what a
/// provider wants to see again stays with its call. Valid UTF-8 stays valid. Pure; linear.
void compact(Transcript& transcript, const CompactSize& size);

}
