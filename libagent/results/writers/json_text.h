#pragma once

#include "libagent/results/writers/output_buffer.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::results {

/// Is this text a number as RFC 8259 spells it, of whatever length? `.5`, `+1` and `007` are not.
bool is_json_number(std::string_view text);

/// Quoted; invalid UTF-8 becomes U+FFFD. Control characters and those that reorder text on a
/// terminal are escaped.
void append_json_string(OutputBuffer& out, std::string_view text);

/// Numbers keep every digit. NULL is null, and so are Infinity and NaN, for which JSON has no
/// number; any other number text that JSON does not know is a string. Bytes are `"\\x…"` hex, dates
/// and times strings.
void append_json_value(OutputBuffer& out, const database::Cell& cell);

/// The columns' names, made distinct (`name`, `name_2`) and valid UTF-8.
std::vector<std::string> json_keys(const std::vector<database::ResultColumn>& columns);

/// One row as `{"name":value,…}`, on one line. `keys` are those of json_keys().
void append_json_row(OutputBuffer& out, const std::vector<std::string>& keys,
                     const database::Rows& rows, std::size_t row);

}
