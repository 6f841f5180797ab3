#pragma once

#include "libagent/database/catalog.h"

#include <set>
#include <string>
#include <string_view>

namespace askdb::loop {

/// Adds the names of the catalog's schemas, tables and columns, in lower case.
void add_names(const database::Catalog& catalog, std::set<std::string>& names);

/// The statement without its texts, numbers and comments, whichever dialect it is written in: what
/// is one of these in any dialect is left out, so that "Ana" and $$Ana$$ are, too. Texts show as
/// '…', numbers as 0. A name in double quotes, backticks or brackets stays when it is one of
/// `names` (in lower case). Words without quotes stay. Pure.
std::string without_literals(std::string_view sql, const std::set<std::string>& names);

}
