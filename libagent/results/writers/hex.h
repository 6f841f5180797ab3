#pragma once

#include "libagent/results/writers/output_buffer.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace askdb::results {

/// Bytes as every writer shows them, and as PostgreSQL does: `\x` and two lower-case hex digits a
/// byte.
void append_hex(OutputBuffer& out, std::string_view bytes);

/// Terminal columns of the same text for `bytes` bytes.
constexpr std::size_t hex_width(std::size_t bytes) {
    return 2 + 2 * bytes;
}

/// The first bytes as hex, as many as fill `max_width` columns.
std::string hex_text(std::string_view bytes, std::size_t max_width);

}
