#pragma once

#include <string>
#include <string_view>

namespace askdb::cli {

/// As much of a session's id as tells it from those beside it: of a UUID its first group.
std::string short_id(std::string_view id);

}
