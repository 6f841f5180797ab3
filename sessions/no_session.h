#pragma once

#include "libagent/base/error.h"

#include <span>
#include <string>
#include <string_view>

namespace askdb::sessions {

/// Errc::bad_input: no conversation is called `id`, nor begins so; the hint names the nearest of
/// `ids`.
Error no_such_session(std::string_view id, std::span<const std::string> ids = {});

/// Errc::bad_input: several conversations begin with `prefix`: `ids` (some of them) and how many
/// there are in all.
Error ambiguous_session(std::string_view prefix, std::span<const std::string> ids,
                        std::size_t in_all);

/// Errc::unavailable: the turn that ends now has no place any more.
Error turn_was_removed(std::string_view id, int turn);

/// Errc::bad_input: the conversation has no turn of that number.
Error no_such_turn(std::string_view id, int turn);

/// Errc::bad_input: the conversation has no artifact of that name; the hint lists `names`.
Error no_such_artifact(std::string_view id, std::string_view name,
                       std::span<const std::string> names);

}
