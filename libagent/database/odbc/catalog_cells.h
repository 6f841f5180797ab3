#pragma once

#include "libagent/database/rows.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::database {

/// A cell of a catalog's rows; empty for NULL.
std::string catalog_text(const Rows& rows, std::size_t row, std::size_t column);
/// Nothing for NULL and for what is no whole number.
std::optional<std::int64_t> catalog_number(const Rows& rows, std::size_t row, std::size_t column);
/// `name`, or `schema.name` when there is a schema.
std::string catalog_qualified(std::string_view schema, std::string_view name);

}
