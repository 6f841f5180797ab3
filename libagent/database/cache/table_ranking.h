#pragma once

#include "libagent/database/cache/catalog_cache.h"
#include "libagent/database/catalog.h"

#include <cstddef>
#include <vector>

namespace askdb::database {

/// All tables of the catalog as indices, those first that a question most likely needs: by the
/// points of `hits`, of which a table passes a part on to those that its keys join it with (what
/// stands between two good ones gets from both); of tables with the same columns the best one goes
/// before others. Those without points stay in their own order. Names that the catalog does not
/// have are left out. Pure.
std::vector<std::size_t> rank_tables(const Catalog& catalog, const std::vector<TableHit>& hits);

}
