#pragma once

#include "cli/repl/mailbox.h"
#include "cli/repl/resolved_question.h"
#include "libagent/base/error.h"
#include "libagent/database/database.h"

#include <functional>
#include <optional>
#include <span>
#include <thread>
#include <vector>

namespace askdb::cli::repl {

/// Loads the catalogs of the databases behind, while a person types. Used by the thread that owns
/// the mailbox.
class CatalogLoader {
  public:
    /// How it went with one database.
    struct News {
        bool is_default = false;
        const database::Catalog* catalog = nullptr;  ///< Null: it failed.
        std::optional<Error> error = {};
    };

    /// `told` is called, as a letter in the mailbox (borrowed), once for each database.
    CatalogLoader(Mailbox& mailbox, std::function<void(const News&)> told);
    /// Stops, and waits.
    ~CatalogLoader();
    CatalogLoader(const CatalogLoader&) = delete;
    CatalogLoader& operator=(const CatalogLoader&) = delete;

    /// Forgets what it has and loads these, the default one first. The databases are borrowed until
    /// the next load() or stop(), the list only for the call. Where the system gives no thread
    /// nothing is loaded: a turn loads what it needs.
    void load(std::span<database::Database* const> databases);
    /// Forgets them all: they go away now.
    void stop();

    /// Of the default database; null while it loads, or when it failed.
    const database::Catalog* default_catalog() const;
    /// Those that have been loaded, in the order of their databases.
    std::vector<NamedCatalog> catalogs() const;

  private:
    struct Loaded {
        database::Database* database;
        const database::Catalog* catalog = nullptr;  ///< Null: not yet, or it failed.
    };

    void load_all(const std::stop_token& stop, int round,
                  const std::vector<database::Database*>& databases);
    void take(int round, std::size_t index, const News& news);

    Mailbox& mailbox_;
    const std::function<void(const News&)> told_;
    int round_ = 0;  ///< Of load(): what an earlier one posted is not for this one.
    std::vector<Loaded> loaded_;
    std::jthread thread_;  ///< Last: it uses the mailbox.
};

}
