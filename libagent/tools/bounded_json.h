#pragma once

#include "libagent/base/json.h"

#include <cstddef>
#include <string>
#include <vector>

namespace askdb::tools {

/// A tool's text is cut into nothing but whole JSON: each tool keeps below this by itself.
inline constexpr std::size_t max_tool_json_bytes = 56u << 10;
inline constexpr std::size_t max_told_name_bytes = 400;

/// Adds `item` to the array when its text fits into `left_bytes`, which it then takes from them.
bool push_within(Json& array, Json item, std::size_t& left_bytes);

/// As many of the names as fit, each clipped.
Json names_within(const std::vector<std::string>& names, std::size_t left_bytes);

}
