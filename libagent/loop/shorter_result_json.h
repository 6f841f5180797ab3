#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace askdb::loop {

inline constexpr std::size_t max_result_line_bytes = 600;

/// What a tool told the model, when it is longer than `max_result_line_bytes`, in one line that is
/// not: of a result its handle, row count and columns; of anything else its beginning. Pure.
std::string result_line(std::string_view text);

/// The same text in at most `max_bytes` bytes (45 where that is less): a result with fewer of its
/// rows, as whole JSON, or its one line; of anything else its beginning. Pure.
std::string shorter_result(std::string_view text, std::size_t max_bytes);

/// The handle of a result that a tool told the model of, whole; empty for anything else. Pure.
std::string result_handle(std::string_view text);

}
