#pragma once

#include "libagent/base/error.h"
#include "libagent/database/dialect.h"

#include <optional>
#include <string_view>

namespace askdb::database {

/// The first wall: is this exactly one statement that only reads? Nothing when it is, else why not
/// (Errc::refused). Pure, linear in the text's length; any thread. What it does not know it
/// refuses; the engine's own walls stand behind it. A text that is empty, has parameters without
/// values, or is no SQL of this dialect (where we have its grammar) is Errc::bad_input. What it
/// cannot know: what functions of one's own do, unless their names say that they write.
std::optional<Error> judge_read_only(std::string_view sql, const Dialect& dialect);

}
