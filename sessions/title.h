#pragma once

#include <string>
#include <string_view>

namespace askdb::sessions {

/// What a conversation is called as long as nobody named it: its first question in one line, at
/// most 72 terminal columns, cut between two words where it is longer. Asks no model. Pure.
std::string title_of(std::string_view question);

}
