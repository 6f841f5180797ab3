#pragma once

#include "libagent/base/result.h"
#include "libagent/database/rows.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::results {

/// What CSV says nothing of.
struct CsvColumn {
    std::string declared_type = {};
    database::Kind kind = database::Kind::null;
    /// Of the cells, where they are not all of the column's kind: runs from the first row on, as
    /// "3i1t"; NULLs belong to any run.
    std::string cells = {};
};

/// The name by which a kind is kept: "integer". Never changes.
std::string_view name_of(database::Kind kind);
std::optional<database::Kind> find_kind(std::string_view name);

std::vector<CsvColumn> csv_columns(const database::Rows& rows);

/// The rows as the writer of CSV wrote them, cell for cell; its header gives the names.
/// Errc::bad_input when it is not such a text, or one of other columns.
Result<database::Rows> rows_of_csv(std::string_view csv, const std::vector<CsvColumn>& columns);

}
