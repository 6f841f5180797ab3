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

/// A statement that a person ran there, its result called r2, as the next turn.
session::KeptTurn typed_in_kept_shop(std::string_view sql = "SELECT region\nFROM orders;");

/// The rows behind its "r1".
database::Rows kept_shop_rows(std::size_t count = 3);

}
