#include "libagent/database/cache/catalog_keeper.h"

#include "libagent/base/stop.h"

#include <utility>

namespace askdb::database {
namespace {

/// After so long, what was gathered is put aside before more is.
constexpr std::chrono::milliseconds gathering_step{300};

std::int64_t seconds_since_1970() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}

CatalogKeeper::CatalogKeeper(CatalogCacheOptions options, std::string_view identity)
    : options_(std::move(options)),
      path_(options_.folder.empty() || identity.empty()
                ? std::string()
                : catalog_cache_path(options_.folder, identity)) {}

bool CatalogKeeper::is_kept() const {
    const std::lock_guard lock(mutex_);
    return is_kept_;
}

std::optional<CatalogKeeper::Brought> CatalogKeeper::from_cache(Connection& connection,
                                                                CatalogTrust trust,
                                                                std::optional<CatalogStamp>& stamp,
                                                                const std::stop_token& stop) {
    CatalogCache cache(path_);
    const std::optional<CatalogCache::Kept> known = cache.load_stamp();
    stamp = connection.catalog_stamp(known ? &known->stamp : nullptr, stop);
    if (!known || !stamp || known->stamp.schema != stamp->schema) return std::nullopt;
    const std::int64_t now = seconds_since_1970();
    const bool is_young =
        known->saved_at <= now && now - known->saved_at <= options_.longest_trust.count();
    if (!stamp->is_exact && (trust == CatalogTrust::certain || !is_young)) return std::nullopt;
    std::optional<CatalogCache::Kept> kept = cache.load();
    if (!kept || kept->stamp != known->stamp) return std::nullopt;
    bool has_estimates = kept->stamp.contents == stamp->contents;
    if (!has_estimates && trust == CatalogTrust::certain) {
        connection.refresh_row_estimates(kept->catalog, stop);
        cache.save(kept->catalog, *stamp, now);
        has_estimates = true;
    } else if (!stamp->moment.empty() && stamp->moment != known->stamp.moment) {
        cache.save_moment(*stamp);
    }
    return Brought{.catalog = std::move(kept->catalog),
                   .is_certain = stamp->is_exact && has_estimates,
                   .should_refresh = !stamp->is_exact};
}

CatalogKeeper::Brought CatalogKeeper::bring(Connection& connection, CatalogTrust trust,
                                            const std::stop_token& stop) {
    std::optional<CatalogStamp> stamp;
    std::optional<Brought> brought;
    if (!path_.empty()) brought = from_cache(connection, trust, stamp, stop);
    bool is_kept = brought.has_value();
    if (!brought) {
        brought.emplace(Brought{.catalog = connection.load_catalog(stop)});
        infer_foreign_keys(brought->catalog);
        if (stamp && brought->catalog.tables.size() >= options_.least_tables)
            is_kept = CatalogCache(path_).save(brought->catalog, *stamp, seconds_since_1970());
    }
    const std::lock_guard lock(mutex_);
    is_kept_ = is_kept;
    return std::move(*brought);
}

void CatalogKeeper::gather_values(Connection& connection, const Catalog& catalog,
                                  const std::stop_token& stop) {
    if (!is_kept()) return;
    CatalogCache cache(path_);
    for (;;) {
        const std::vector<const Table*> tables =
            cache.without_values(catalog, seconds_since_1970());
        if (tables.empty()) return;
        const auto samples = connection.sample_values(tables, gathering_step, stop);
        if (samples.empty() || !cache.add_values(samples, seconds_since_1970())) return;
        throw_if_stopped(stop);
    }
}

std::vector<TableHit> CatalogKeeper::search(std::string_view question, const Catalog& catalog,
                                            std::size_t most) {
    if (is_kept()) {
        std::vector<TableHit> hits = CatalogCache(path_).search(question, catalog, most);
        if (!hits.empty()) return hits;  // Else perhaps it cannot be written.
    }
    const std::lock_guard lock(mutex_);
    if (indexed_ != &catalog) in_memory_ = std::make_unique<CatalogCache>("");
    indexed_ = &catalog;
    return in_memory_->search(question, catalog, most);
}

}
