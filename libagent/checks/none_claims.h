#pragma once

#include "libagent/chat/event.h"

#include <optional>
#include <span>
#include <string_view>

namespace askdb::checks {

/// Whether an answer says that there is none: "there are no …", "none", "0 …", "no results were
/// found", and the like in German, French and Spanish. By single phrases: it does not tell of what.
bool claims_none(std::string_view answer);

/// An answer that says so, while the statements behind it (whose findings these are) gave nothing
/// and ask for texts that are no values of their columns, or were not looked up: the warning
/// "zero_rows". Nothing when all texts are there, when there are none, and when the answer itself
/// names the one that is nowhere ("there is no site called 'Nowhere'"). Pure.
std::optional<chat::Warning> check_none_claim(std::string_view answer,
                                              std::span<const chat::Finding> findings);

}
