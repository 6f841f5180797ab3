#pragma once

#include "cli/render/messages.h"
#include "libagent/chat/event.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// "'openai:gpt-4o' agrees: …", or why there is no second opinion. Empty where they differ, since a
/// warning of the answer says so.
std::string opinion_line(const chat::SecondOpinion& opinion);

/// Where they differ: both statements, each below a line that says whose it is; else empty.
std::string differing_statements(const chat::Answer& answer);

/// What is said of it, and how.
struct OpinionLine {
    std::string text;
    Tone tone;
};

/// All that is said of an answer's second opinion, behind its warnings: the above, with a mark
/// where there is none. Nothing of one that agrees when `quiet`. `whose` stands before the first
/// line.
std::vector<OpinionLine> opinion_lines(const chat::Answer& answer, bool quiet,
                                       std::string_view whose = {});

}
