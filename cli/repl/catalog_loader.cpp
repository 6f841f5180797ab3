#include "cli/repl/catalog_loader.h"

#include "cli/doors.h"

#include <system_error>
#include <utility>

namespace askdb::cli::repl {

CatalogLoader::CatalogLoader(Mailbox& mailbox, std::function<void(const News&)> told)
    : mailbox_(mailbox), told_(std::move(told)) {}

CatalogLoader::~CatalogLoader() = default;

void CatalogLoader::stop() {
    thread_ = {};
    loaded_.clear();
    ++round_;
}

void CatalogLoader::load(std::span<database::Database* const> databases) {
    stop();
    for (database::Database* database : databases) loaded_.push_back({database});
    try {
        // A list of its own: whoever gave this one may wire the same databases anew meanwhile.
        thread_ = std::jthread(
            [this, round = round_, own = std::vector(databases.begin(), databases.end())](
                const std::stop_token& stop) { load_all(stop, round, own); });
    } catch (const std::system_error&) {  // Too few threads: a turn loads it when it needs it.
    }
}

void CatalogLoader::load_all(const std::stop_token& stop, int round,
                             const std::vector<database::Database*>& databases) {
    for (std::size_t index = 0; index < databases.size(); ++index) {
        News news{.is_default = index == 0};
        try {
            news.catalog = &databases[index]->catalog(stop);
        } catch (const std::exception&) {
            news.error = error_of(std::current_exception());
            if (!news.error) return;  // Stopped.
        }
        mailbox_.post([this, round, index, news] { take(round, index, news); });
    }
}

void CatalogLoader::take(int round, std::size_t index, const News& news) {
    if (round != round_) return;  // The database may be gone.
    loaded_[index].catalog = news.catalog;
    told_(news);
}

const database::Catalog* CatalogLoader::default_catalog() const {
    return loaded_.empty() ? nullptr : loaded_.front().catalog;
}

std::vector<NamedCatalog> CatalogLoader::catalogs() const {
    std::vector<NamedCatalog> catalogs;
    for (const Loaded& loaded : loaded_) {
        if (loaded.catalog == nullptr) continue;
        catalogs.push_back({.name = loaded.database->name(),
                            .catalog = loaded.catalog,
                            .is_default = &loaded == &loaded_.front()});
    }
    return catalogs;
}

}
