#pragma once

#include "libagent/base/error.h"
#include "libagent/database/dialect.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace askdb::database {

/// "DELETE is not allowed: askdb only reads" (Errc::refused).
Error not_allowed(std::string_view what);

/// May a reading statement call this function? `parts` is its name as the database looks it up, in
/// lower case: schemas or packages first, the function's own name last; never empty. Nothing when
/// it may. A function that nobody knows is refused when a word of its name says that it writes
/// (`delete_all`); other unknown ones are left to the engine's own walls.
std::optional<Error> judge_function(std::span<const std::string> parts, const Dialect& dialect);

/// Whether the dialect's lists deny the function, or a package of its name; `parts` as above. Where
/// nobody knows the server (Dialect::quoting_unknown), the lists of all dialects.
bool is_denied_function(std::span<const std::string> parts, const Dialect& dialect);

/// Whether all that a schema or package of this name (lower case) holds is out of bounds.
bool is_denied_package(std::string_view name, const Dialect& dialect);

}
