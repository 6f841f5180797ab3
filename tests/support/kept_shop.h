#pragma once

#include "libagent/database/rows.h"
#include "libagent/session/archive.h"

#include <optional>
#include <string_view>
#include <vector>

namespace askdb::test {

/// A conversation of three turns about a shop: one with a result, one that failed, one that was
/// taken back.
session::Transcript kept_shop();

/// The rows behind its "r1".
database::Rows kept_shop_rows(std::size_t count = 3);

}
