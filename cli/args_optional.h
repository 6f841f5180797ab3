#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// What stands in an option of Args whose value was left out; no such value may be typed.
inline constexpr std::string_view left_out_value = "?";

/// Binds options whose value may be left out (`-r [ID]`) to it, as `--resume=ID`: a word behind one
/// of them is its value when a conversation may be called so, that is when it is one of letters,
/// digits, `.`, `_` and `-`, and no option. Everything else is a word of its own: a question in
/// quotes has spaces. `-r=ID` always has a value. Pure.
std::vector<std::string> with_optional_values(std::vector<std::string> words);

}
