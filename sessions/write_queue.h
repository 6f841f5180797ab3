#pragma once

#include "libagent/database/own_connection.h"

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace askdb::sessions {

/// One change of the store.
struct StoreWrite {
    /// Makes it, in a transaction that is open. May be called several times, each time from its
    /// beginning; `again`: an earlier time may have been committed without our learning of it.
    std::function<void(database::OwnConnection& connection, bool again)> work;
    bool must_last = true;  ///< On the disk when it is done.
    /// Those that go together are done in this order, which keeps processes from waiting for each
    /// other in a ring.
    std::string order = {};
};

/// Lets changes that are wanted at the same time share one transaction: who comes first makes it,
/// with those of all who came while the one before was made. Any thread may call it.
class WriteQueue {
  public:
    /// Makes the changes, and tells how each one ended: null, or what it threw. Called by one
    /// thread at a time.
    using MakeAll =
        std::function<std::vector<std::exception_ptr>(std::span<const StoreWrite* const> writes)>;

    explicit WriteQueue(MakeAll make_all) : make_all_(std::move(make_all)) {}

    /// Returns when it is made; throws what it threw.
    void make(const StoreWrite& write);

  private:
    struct Waiting {
        const StoreWrite* write;
        bool is_done = false;
        std::exception_ptr thrown = {};
    };

    void lead(std::unique_lock<std::mutex>& lock);

    MakeAll make_all_;
    std::mutex mutex_;  ///< Guards all below, and what `waiting_` points to.
    std::condition_variable done_;
    std::vector<Waiting*> waiting_;
    bool has_leader_ = false;
};

}
