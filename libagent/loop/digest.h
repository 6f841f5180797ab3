#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/dialect.h"

#include <string>
#include <string_view>

namespace askdb::loop {

/// What a model must know of a catalog, in at most about `max_tokens` tokens (four bytes each):
/// every table with its columns, keys and estimated rows when that fits, very wide ones with the
/// columns that matter most; else the tables whose words are in the question, then the names of the
/// others, then how many more there are. Comments, shortened, where there is room beside all that,
/// for the tables first that the question names. Names, types and comments cannot begin a line.
/// Pure.
std::string catalog_digest(const database::Catalog& catalog, const database::Dialect& dialect,
                           std::string_view question, std::size_t max_tokens);

}
