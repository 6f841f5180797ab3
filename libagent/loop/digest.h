#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/dialect.h"

#include <string>
#include <string_view>

namespace askdb::loop {

/// What a model must know of a catalog, in at most about `max_tokens` tokens (four bytes each):
/// every table with its columns and keys when that fits; else the tables whose words are in the
/// question, in full, then the names of the others, then how many more there are. Pure.
std::string catalog_digest(const database::Catalog& catalog, const database::Dialect& dialect,
                           std::string_view question, std::size_t max_tokens);

}
