#pragma once

#include "libagent/database/catalog.h"
#include "libagent/database/dialect.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::loop {

/// All tables as indices, best for the question first. Asked only when not all of them fit.
using TableRanking = std::function<std::vector<std::size_t>()>;

/// A database as a digest shows it; borrowed.
struct DigestedCatalog {
    const database::Catalog& catalog;
    const database::Dialect& dialect;
};

/// What a model must know of a catalog, in at most about `max_tokens` tokens (four bytes each):
/// every table with its columns, keys and estimated rows when that fits, very wide ones with the
/// columns that matter most; else the best of `ranking` (where it is empty, those whose words are
/// in the question most often), then the names of the others, then how many more there are.
/// Comments, shortened, where there is room beside all that, for the tables first that the question
/// names. Names, types and comments cannot begin a line. Pure.
std::string catalog_digest(const DigestedCatalog& shown, std::string_view question,
                           std::size_t max_tokens, const TableRanking& ranking = {});

}
