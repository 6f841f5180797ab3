#pragma once

#include "libagent/database/cache/cache_file.h"
#include "libagent/database/catalog.h"
#include "libagent/database/catalog_stamp.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// A table that words lead to; better ones have more points.
struct TableHit {
    std::string table;  ///< Table::qualified_name().
    double points = 0;
};

/// What is kept of one database's catalog from run to run: the catalog itself under its stamp, an
/// index of its words, and some values of its text columns. Nothing here fails: what cannot be read
/// is not there, what cannot be written is not kept. Used by one thread at a time; several objects,
/// also of other processes, may work on one file.
class CatalogCache {
  public:
    /// `path` of the file, see CacheFile; empty: in memory.
    explicit CatalogCache(std::string path);

    struct Kept {
        Catalog catalog;
        CatalogStamp stamp;
        std::int64_t saved_at = 0;  ///< Seconds since 1970.
    };
    /// Only the stamp and the time: `catalog` is empty.
    std::optional<Kept> load_stamp();
    std::optional<Kept> load();
    /// Replaces what was kept. Values of tables that are still there stay.
    bool save(const Catalog& catalog, const CatalogStamp& stamp, std::int64_t now);

    /// What was kept is still right, and was looked at just now: the moment of `stamp` takes the
    /// place of the earlier one. Does nothing where another schema is kept by now.
    bool save_moment(const CatalogStamp& stamp);

    /// The tables of `catalog` of which no values were read in the last seven days.
    std::vector<const Table*> without_values(const Catalog& catalog, std::int64_t now);
    bool add_values(std::span<const TableSample> samples, std::int64_t now);

    /// The tables that the words of the question lead to, best first, at most `most`: by names,
    /// columns, comments and values. Makes the index of `catalog` first where there is none.
    std::vector<TableHit> search(std::string_view question, const Catalog& catalog,
                                 std::size_t most);

  private:
    std::optional<Kept> load(bool with_catalog);

    CacheFile file_;
};

/// The file for a database: by the hash of what `identity` says about it.
std::string catalog_cache_path(std::string_view folder, std::string_view identity);

}
