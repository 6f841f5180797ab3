#pragma once

#include "libagent/base/error.h"
#include "libagent/database/dialect.h"

#include <optional>
#include <string_view>

namespace askdb::database {

/// The first wall: is this exactly one statement that only reads? Nothing when it is, else why not
/// (Errc::refused). Pure, linear in the text's length. What it does not know it refuses; the
/// engine's own walls stand behind it. An empty text is Errc::bad_input.
std::optional<Error> judge_read_only(std::string_view sql, const Dialect& dialect);

}
