#pragma once

#include <string>
#include <string_view>

namespace askdb::sessions {

/// The same text, valid UTF-8, with every run of white space and control characters as one space,
/// and none at its ends.
std::string one_line(std::string_view text);

}
