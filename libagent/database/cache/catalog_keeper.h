#pragma once

#include "libagent/database/cache/catalog_cache.h"
#include "libagent/database/connection.h"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// Where catalogs are kept from run to run, and which.
struct CatalogCacheOptions {
    std::string folder = {};         ///< Empty: none is kept.
    std::size_t least_tables = 200;  ///< Smaller catalogs are loaded as fast as they are looked up.
    /// How old one may be whose stamp does not notice every change.
    std::chrono::seconds longest_trust = std::chrono::hours(1);
};

/// How sure a catalog must be.
enum class CatalogTrust {
    likely,  ///< May be an old one where only a slow look could tell; row estimates may be old.
    certain  ///< As the database has it now.
};

/// Brings the catalog of one database, from its cache where that still holds. Any thread may call
/// it.
class CatalogKeeper {
  public:
    /// `identity` tells the database from all others, see Source::identity(); empty: nothing is
    /// kept.
    CatalogKeeper(CatalogCacheOptions options, std::string_view identity);

    struct Brought {
        Catalog catalog;
        bool is_certain = true;
        bool should_refresh = false;  ///< Its stamp would not have told a change.
    };
    /// Foreign keys are inferred. Throws what Connection::load_catalog() throws.
    Brought bring(Connection& connection, CatalogTrust trust, const std::stop_token& stop);

    /// Whether there is a file in which more than the catalog can be kept.
    bool is_kept() const;
    /// Reads values of the tables of which none are known yet, as far as it gets. Does nothing
    /// where nothing is kept. Throws what the connection throws.
    void gather_values(Connection& connection, const Catalog& catalog, const std::stop_token& stop);

    /// See CatalogCache::search(); where nothing is kept, by an index in memory, without values.
    std::vector<TableHit> search(std::string_view question, const Catalog& catalog,
                                 std::size_t most);

  private:
    std::optional<Brought> from_cache(Connection& connection, CatalogTrust trust,
                                      std::optional<CatalogStamp>& stamp,
                                      const std::stop_token& stop);

    const CatalogCacheOptions options_;
    const std::string path_;  ///< Empty: nothing is kept.

    mutable std::mutex mutex_;  ///< Guards the three below.
    bool is_kept_ = false;
    const Catalog* indexed_ = nullptr;  ///< What `in_memory_` is the index of.
    std::unique_ptr<CatalogCache> in_memory_;
};

}
