#pragma once

#include "libagent/database/rows.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::results {

/// Which columns are shown as numbers: those declared so and, where nothing is declared, those
/// whose values in `first` are numbers (and NULL) only. `first` may have no rows.
std::vector<bool> number_columns(const std::vector<database::ResultColumn>& columns,
                                 const database::Rows& first);

/// A text as a document for people holds it: valid UTF-8, its lines ended by \n, tabs kept, and
/// every other control or invisible character made visible.
std::string document_text(std::string_view text);

/// A cell the same way: bytes as hex, NULL as `null_text`.
std::string document_text(const database::Cell& cell, std::string_view null_text);

/// "1,234 rows", "1 row", or "first 1,234 rows; more were there".
std::string row_count_text(std::size_t rows, bool truncated);

}
