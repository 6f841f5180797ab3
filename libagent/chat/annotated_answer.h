#pragma once

#include "libagent/chat/event.h"

#include <string>
#include <string_view>

namespace askdb::chat {

/// Reset::reason of an answer that went back to the model, because a check found something.
inline constexpr std::string_view failed_checks_reason = "checks";
/// What a person reads in place of such an answer.
inline constexpr std::string_view taken_back_words =
    "(an answer failed a check and was taken back)";

/// The response as a person gets it: "⚠" behind each number and name that does not hold; with
/// `cites`, also "[1]" behind the others, and sources() below. Markdown, like the response. Claims
/// whose places are not in the response are passed over. Pure.
std::string annotated_response(const Answer& answer, bool cites);

/// Where the numbers are from, as a Markdown list whose items have the numbers that
/// annotated_response() puts behind them: "Sources:\n\n1. r1: row 1, total\n". Empty when there is
/// none.
std::string sources(const Answer& answer);

/// What stands below a response whose rows can no more be marked: "⚠ in doubt: 96, 1,234\n" with
/// what does not hold, each once, of many the first ones, and with `cites` sources(), behind an
/// empty line. Empty when there is neither. Markdown. Pure.
std::string notes_below(const Answer& answer, bool cites);

}
