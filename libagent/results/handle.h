#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::results {

// The names of results: "r1", "r2", …; SQL and people may write them in any case. All of it is
// pure, and linear in the text.

/// 3 of "r3"; 0 for what is no handle ("r", "R3", "r0", "r03", "r3.csv").
std::size_t handle_number(std::string_view handle);

/// "r3" of 3.
std::string handle_of(std::size_t number);

/// What a statement over results may read: the names in it that may be handles, each once, in lower
/// case. Texts in single quotes and comments have none.
std::vector<std::string> named_handles(std::string_view sql);

/// The handles that stand in words ("sum of r1.total" has r1), each once, in lower case.
std::vector<std::string> handles_in(std::string_view text);

}
