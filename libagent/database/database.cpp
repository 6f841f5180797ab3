#include "libagent/database/database.h"

#include "libagent/base/stop.h"
#include "libagent/database/cache/table_ranking.h"
#include "libagent/database/guard.h"
#include "libagent/database/nearest_names.h"
#include "libagent/database/table_filter.h"
#include "libagent/database/table_judge.h"
#include "libagent/database/write_connection.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace askdb::database {

/// A connection of the pool, lent to one call. Goes back at the end, unless it has failed.
class Database::Lease {
  public:
    Lease(Database& database, const std::stop_token& stop) : database_(database) {
        std::unique_lock lock(database_.mutex_);
        const bool is_free = database_.freed_.wait(lock, stop, [this] {
            return !database_.idle_.empty() || database_.open_ < database_.max_connections_;
        });
        if (!is_free || stop.stop_requested()) {
            lock.unlock();
            database_.freed_.notify_one();  // Another may wait for what we do not take.
            throw Stopped();
        }
        if (!database_.idle_.empty()) {
            connection_ = std::move(database_.idle_.back());
            database_.idle_.pop_back();
            return;
        }
        ++database_.open_;
        lock.unlock();
        try {
            connection_ = database_.source_->connect(stop);
        } catch (...) {
            give_back(nullptr);
            throw;
        }
    }

    ~Lease() { give_back(std::move(connection_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    /// Runs `work` on the connection, which is dropped when it turns out to be gone.
    template <class Work>
    auto run(Work work) {
        try {
            return work(*connection_);
        } catch (const Failure& failure) {
            if (failure.error().code == Errc::unavailable) connection_.reset();
            throw;
        }
    }

  private:
    void give_back(std::unique_ptr<Connection> connection) {
        {
            const std::lock_guard lock(database_.mutex_);
            if (connection) {
                database_.idle_.push_back(std::move(connection));
            } else {
                --database_.open_;
            }
        }
        database_.freed_.notify_one();
    }

    Database& database_;
    std::unique_ptr<Connection> connection_;
};

Database::Database(std::string name, std::unique_ptr<Source> source, std::size_t max_connections)
    : name_(std::move(name)),
      source_(std::move(source)),
      max_connections_(std::max<std::size_t>(1, max_connections)),
      keeper_(std::make_unique<CatalogKeeper>(CatalogCacheOptions{}, "")) {
    idle_.reserve(max_connections_);  // So that giving back cannot fail.
}

Database::~Database() = default;

void Database::keep_catalogs(CatalogCacheOptions options) {
    const std::string identity = source_->identity();
    // Another dialect reads the same database in another way.
    keeper_ = std::make_unique<CatalogKeeper>(
        std::move(options),
        identity.empty() ? identity : identity + "\n" + std::string(dialect().name));
}

const Catalog& Database::catalog(std::stop_token stop) {
    {
        const std::lock_guard lock(mutex_);
        if (catalog_) return *catalog_;
    }
    return bring_catalog(CatalogTrust::likely, stop);
}

const Catalog& Database::certain_catalog(std::stop_token stop) {
    {
        const std::lock_guard lock(mutex_);
        if (catalog_ && is_certain_) return *catalog_;
    }
    return bring_catalog(CatalogTrust::certain, stop);
}

const Catalog* Database::known_catalog() {
    const std::lock_guard lock(mutex_);
    return is_certain_ ? catalog_.get() : nullptr;
}

const Catalog* Database::catalog_at_hand() {
    const std::lock_guard lock(mutex_);
    return catalog_.get();
}

const Catalog& Database::bring_catalog(CatalogTrust trust, const std::stop_token& stop) {
    std::size_t epoch = 0;
    {
        const std::lock_guard lock(mutex_);
        epoch = epoch_;
        if (epoch > 0) trust = CatalogTrust::certain;  // It was told to have changed.
    }
    Lease lease(*this, stop);
    CatalogKeeper::Brought brought =
        lease.run([&](Connection& connection) { return keeper_->bring(connection, trust, stop); });
    const bool should_refresh = brought.should_refresh;
    const Catalog& adopted = adopt(std::move(brought), epoch);
    if (should_refresh) refresh_behind(epoch);
    return adopted;
}

/// Two first calls at once may both load; the first one to end is kept, unless it is less certain.
const Catalog& Database::adopt(CatalogKeeper::Brought brought, std::size_t epoch) {
    std::shared_ptr<const Catalog> all;
    if (const TableFilter& filter = source_->tables(); filter.is_active()) {
        all = std::make_shared<const Catalog>(brought.catalog);
        keep_allowed(brought.catalog, filter);
    }
    auto loaded = std::make_unique<const Catalog>(std::move(brought.catalog));
    const std::lock_guard lock(mutex_);
    const bool is_better = !catalog_ || (brought.is_certain && !is_certain_);
    if (!is_better) return *catalog_;
    if (epoch != epoch_) {  // Right for the caller, who began before it was forgotten.
        old_catalogs_.push_back(std::move(loaded));
        return *old_catalogs_.back();
    }
    if (catalog_) old_catalogs_.push_back(std::move(catalog_));
    catalog_ = std::move(loaded);
    all_tables_ = std::move(all);
    is_certain_ = brought.is_certain;
    return *catalog_;
}

void Database::refresh_behind(std::size_t epoch) {
    behind_.add([this, epoch](const std::stop_token& stop) {
        const std::unique_ptr<Connection> connection = source_->connect(stop);
        adopt(keeper_->bring(*connection, CatalogTrust::certain, stop), epoch);
    });
}

void Database::gather_behind() {
    {
        const std::lock_guard lock(mutex_);
        if (is_gathering_ || !catalog_ || !keeper_->is_kept()) return;
        is_gathering_ = true;
    }
    behind_.add([this](const std::stop_token& stop) {
        const std::unique_ptr<Connection> connection = source_->connect(stop);
        keeper_->gather_values(*connection, catalog(stop), stop);
    });
}

std::vector<TableHit> Database::search_tables(const Catalog& catalog, std::string_view words) {
    std::vector<TableHit> hits = keeper_->search(words, catalog, catalog.tables.size());
    gather_behind();
    if (source_->tables().is_active()) {  // The index knows all of them.
        std::unordered_set<std::string> seen;
        for (const Table& table : catalog.tables) seen.insert(table.qualified_name());
        std::erase_if(hits, [&](const TableHit& hit) { return !seen.contains(hit.table); });
    }
    return hits;
}

std::vector<std::size_t> Database::rank_tables(const Catalog& catalog, std::string_view question) {
    return database::rank_tables(catalog, search_tables(catalog, question));
}

void Database::finish_behind() {
    behind_.finish();
}

const Dialect& Database::server_dialect(std::stop_token stop) {
    if (!dialect().quoting_unknown) return dialect();
    {
        const std::lock_guard lock(mutex_);
        if (described_) return *described_;
    }
    Lease lease(*this, stop);
    std::shared_ptr<const Dialect> described =
        lease.run([&stop](Connection& connection) { return connection.describe_dialect(stop); });
    if (!described) return dialect();
    const std::lock_guard lock(mutex_);
    if (!described_) described_ = std::move(described);
    return *described_;
}

bool Database::limits_tables() const {
    return source_->tables().is_active();
}

std::optional<Error> Database::judge_tables(std::string_view sql, std::stop_token stop) {
    const TableFilter& filter = source_->tables();
    if (!filter.is_active() || !judges_table_names(dialect())) return std::nullopt;
    std::shared_ptr<const Catalog> all;
    while (!all) {  // Somebody may forget it in between.
        (void)catalog(stop);
        const std::lock_guard lock(mutex_);
        all = all_tables_;
    }
    return judge_table_names(sql, dialect(), filter, *all);
}

std::optional<Error> Database::judge(std::string_view sql, const std::stop_token& stop) {
    if (auto error = judge_read_only(sql, dialect())) return error;
    return judge_tables(sql, stop);
}

Result<Rows> Database::query(std::string_view sql, const Limits& limits, std::stop_token stop) {
    if (auto error = judge(sql, stop)) return std::move(*error);
    const auto run = [&] {
        Lease lease(*this, stop);
        return lease.run(
            [&](Connection& connection) { return connection.query(sql, limits, stop); });
    };
    Result<Rows> result = run();
    if (result) return result;
    return with_hint(result.error(), sql, stop);
}

Result<StreamEnd> Database::stream(std::string_view sql, const Limits& limits, RowSink& sink,
                                   std::stop_token stop) {
    if (auto error = judge(sql, stop)) return std::move(*error);
    const auto run = [&] {
        Lease lease(*this, stop);
        return lease.run(
            [&](Connection& connection) { return connection.stream(sql, limits, sink, stop); });
    };
    Result<StreamEnd> end = run();
    if (end) return end;
    return with_hint(end.error(), sql, stop);
}

std::optional<Error> Database::check(std::string_view sql, std::stop_token stop) {
    if (auto error = judge(sql, stop)) return error;
    const auto run = [&] {
        Lease lease(*this, stop);
        return lease.run([&](Connection& connection) { return connection.check(sql, stop); });
    };
    std::optional<Error> error = run();
    if (error) error = with_hint(std::move(*error), sql, stop);
    return error;
}

std::unique_ptr<WriteConnection> Database::connect_for_writing(std::stop_token stop) {
    return source_->connect_for_writing(std::move(stop));
}

void Database::forget_catalog() {
    const std::lock_guard lock(mutex_);
    if (catalog_) old_catalogs_.push_back(std::move(catalog_));
    ++epoch_;
    all_tables_.reset();
}

Error Database::with_hint(Error error, std::string_view sql, const std::stop_token& stop) {
    if (!error.hint.empty() || !is_unknown_name(error)) return error;
    try {
        // The name may be unknown because a kept catalog was old.
        error.hint = nearest_names(error, sql, certain_catalog(stop));
    } catch (const Failure&) {
        // The error itself is worth more than why there is no hint.
    }
    return error;
}

}
