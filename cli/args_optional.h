#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// What stands in an option of Args whose value was left out; no such value may be typed.
inline constexpr std::string_view left_out_value = "?";

/// Binds options whose value may be left out (`-r [ID]`) to it, as `--resume=ID`: a word behind one
/// of them is its value when a conversation (or a model, for `[MODEL]`) may be called so, that is
/// when it is one of letters, digits, `.`, `_` and `-` (of a model also `:`, `/` and `@`), and no
/// option; a model is no command, either. Everything else is a word of its own: a question in
/// quotes has spaces. `-r=ID` always has a value. Pure.
std::vector<std::string> with_optional_values(std::vector<std::string> words);

}
