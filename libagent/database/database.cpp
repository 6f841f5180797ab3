#include "libagent/database/database.h"

#include "libagent/base/stop.h"
#include "libagent/database/guard.h"
#include "libagent/database/nearest_names.h"
#include "libagent/database/write_connection.h"

#include <algorithm>
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
      max_connections_(std::max<std::size_t>(1, max_connections)) {
    idle_.reserve(max_connections_);  // So that giving back cannot fail.
}

Database::~Database() = default;

const Catalog& Database::catalog(std::stop_token stop) {
    {
        const std::lock_guard lock(mutex_);
        if (catalog_) return *catalog_;
    }
    // Two first calls at once may both load; the first one to end is kept.
    Lease lease(*this, stop);
    auto loaded = std::make_unique<Catalog>(
        lease.run([&stop](Connection& connection) { return connection.load_catalog(stop); }));
    infer_foreign_keys(*loaded);
    const std::lock_guard lock(mutex_);
    if (!catalog_) catalog_ = std::move(loaded);
    return *catalog_;
}

Result<Rows> Database::query(std::string_view sql, const Limits& limits, std::stop_token stop) {
    if (auto error = judge_read_only(sql, dialect())) return std::move(*error);
    const auto run = [&] {
        Lease lease(*this, stop);
        return lease.run(
            [&](Connection& connection) { return connection.query(sql, limits, stop); });
    };
    Result<Rows> result = run();
    if (result) return result;
    return with_hint(result.error(), sql, stop);
}

std::optional<Error> Database::check(std::string_view sql, std::stop_token stop) {
    if (auto error = judge_read_only(sql, dialect())) return error;
    const auto run = [&] {
        Lease lease(*this, stop);
        return lease.run([&](Connection& connection) { return connection.check(sql, stop); });
    };
    std::optional<Error> error = run();
    if (error) error = with_hint(std::move(*error), sql, stop);
    return error;
}

std::unique_ptr<WriteConnection> Source::connect_for_writing(std::stop_token) const {
    throw Failure({Errc::usage, "this kind of database cannot be written to by askdb"});
}

std::unique_ptr<WriteConnection> Database::connect_for_writing(std::stop_token stop) {
    return source_->connect_for_writing(std::move(stop));
}

void Database::forget_catalog() {
    const std::lock_guard lock(mutex_);
    if (catalog_) old_catalogs_.push_back(std::move(catalog_));
}

Error Database::with_hint(Error error, std::string_view sql, const std::stop_token& stop) {
    if (error.code != Errc::bad_input || !error.hint.empty()) return error;
    try {
        error.hint = nearest_names(error, sql, catalog(stop));
    } catch (const Failure&) {
        // The error itself is worth more than why there is no hint.
    }
    return error;
}

}
