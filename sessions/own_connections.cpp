#include "sessions/own_connections.h"

#include "libagent/base/error.h"

#include <algorithm>
#include <utility>

namespace askdb::sessions {
namespace {

constexpr std::size_t most_connections = 8;

/// Whether the same work may well succeed on another connection, or in another order: the server
/// broke the connection, or a ring of waiting processes.
bool is_worth_another_try(const database::OwnConnection& connection, const Error& error) {
    return connection.is_lost() || error.sqlstate.starts_with("40");
}

}

/// A connection for one piece of work.
class OwnConnections::Lease {
  public:
    explicit Lease(OwnConnections& pool) : pool_(pool), connection_(pool.take()) {}
    ~Lease() { pool_.give_back(std::move(connection_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    struct Try {
        database::OwnTransaction kind;
        bool is_last = false;
        bool was_sent = false;  ///< Comes out: the commit began, and may have come through.
        bool is_lost = false;   ///< Comes out: it broke.
    };

    /// Runs `work` in a transaction. True: it failed in a way that is worth another try.
    bool fails_in(Try& how, const std::function<void(database::OwnConnection&)>& work) {
        try {
            how.is_lost = false;
            connection_->begin(how.kind);
            work(*connection_);
            how.was_sent = true;
            connection_->commit();
            return false;
        } catch (const Failure& failure) {
            connection_->roll_back();
            how.is_lost = connection_->is_lost();
            if (how.is_last || !is_worth_another_try(*connection_, failure.error())) throw;
            return true;
        } catch (...) {
            connection_->roll_back();
            throw;
        }
    }

  private:
    OwnConnections& pool_;
    std::unique_ptr<database::OwnConnection> connection_;
};

OwnConnections::OwnConnections(std::unique_ptr<database::OwnSource> source,
                               std::function<void(database::OwnConnection&)> prepare)
    : source_(std::move(source)), prepare_(std::move(prepare)) {}

std::unique_ptr<database::OwnConnection> OwnConnections::take() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [this] { return taken_ < most_connections; });
    ++taken_;
    if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }
    lock.unlock();
    try {
        auto connection = source_->connect();
        const std::lock_guard preparing(preparing_);
        if (!is_prepared_) prepare_(*connection);
        is_prepared_ = true;
        return connection;
    } catch (...) {
        give_back(nullptr);
        throw;
    }
}

void OwnConnections::give_back(std::unique_ptr<database::OwnConnection> connection) noexcept {
    {
        const std::lock_guard lock(mutex_);
        --taken_;
        // Where one broke, the others most likely have: the server went away.
        if (connection && connection->is_lost()) idle_.clear();
        if (connection && !connection->is_lost()) idle_.push_back(std::move(connection));
    }
    freed_.notify_one();
}

void OwnConnections::read(const std::function<void(database::OwnConnection&)>& work) {
    Lease::Try how{.kind = database::OwnTransaction::reading};
    if (!Lease(*this).fails_in(how, work)) return;
    how.is_last = true;
    Lease(*this).fails_in(how, work);
}

void OwnConnections::write_together(std::span<const StoreWrite* const> writes, Tried& tried) {
    const bool must_last = std::any_of(writes.begin(), writes.end(),
                                       [](const StoreWrite* write) { return write->must_last; });
    Lease::Try how{.kind = must_last ? database::OwnTransaction::writing
                                     : database::OwnTransaction::writing_soon,
                   .was_sent = tried.was_sent};
    const auto work = [&](database::OwnConnection& connection) {
        for (const StoreWrite* write : writes) write->work(connection, how.was_sent);
    };
    const auto fails = [&] {
        how.is_lost = true;  // Until there is a connection.
        try {
            return Lease(*this).fails_in(how, work);
        } catch (...) {
            tried = {.was_sent = how.was_sent, .is_lost = how.is_lost};
            throw;
        }
    };
    if (!fails()) return;
    how.is_last = true;
    fails();
}

std::exception_ptr OwnConnections::write_alone(const StoreWrite& write, Tried tried) {
    const StoreWrite* const only[] = {&write};
    try {
        write_together(only, tried);
        return nullptr;
    } catch (...) {
        return std::current_exception();  // For the thread that wants it.
    }
}

std::vector<std::exception_ptr> OwnConnections::write(std::span<const StoreWrite* const> writes) {
    std::vector<std::exception_ptr> thrown(writes.size());
    Tried tried;
    if (writes.size() > 1) {
        try {
            write_together(writes, tried);
            return thrown;
        } catch (...) {
            // One of them, or all: each for itself shows, unless they would only wait one after the
            // other for a server that is gone.
            if (tried.is_lost) return std::vector(writes.size(), std::current_exception());
        }
    }
    for (std::size_t i = 0; i < writes.size(); ++i) thrown[i] = write_alone(*writes[i], tried);
    return thrown;
}

}
