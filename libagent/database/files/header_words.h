#pragma once

#include <string_view>

namespace askdb::database {

// What tells names of columns from values, where all of a file is words. Pure.

/// "first_name", "city2": lower-case letters, then also digits and underscores, as programs write
/// names.
bool is_program_name(std::string_view text);

/// "Name", "first name", "order_id", "Ship-Date": words that people write above columns, and hardly
/// in them; ignoring case.
bool is_usual_column_name(std::string_view text);

}
