#pragma once

#include "libagent/database/own_connection.h"

#include <condition_variable>
#include <exception>
#include <functional>
#include <limits>
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
/// with those of others who came while the ones before were made. Any thread may call it.
class WriteQueue {
  public:
    /// Makes the changes, and tells how each one ended: null, or what it threw. Called by as many
    /// threads at once as the limits say.
    using MakeAll =
        std::function<std::vector<std::exception_ptr>(std::span<const StoreWrite* const> writes)>;

    struct Limits {
        std::size_t groups = 1;                                          ///< Made at the same time.
        std::size_t together = std::numeric_limits<std::size_t>::max();  ///< In one group.
    };

    explicit WriteQueue(MakeAll make_all) : WriteQueue(std::move(make_all), Limits{}) {}
    WriteQueue(MakeAll make_all, Limits limits) : make_all_(std::move(make_all)), limits_(limits) {}

    /// Returns when it is made; throws what it threw.
    void make(const StoreWrite& write);

  private:
    struct Waiting {
        const StoreWrite* write;
        bool is_taken = false;
        bool is_done = false;
        std::exception_ptr thrown = {};
    };

    void lead(std::unique_lock<std::mutex>& lock);

    std::vector<Waiting*> take_group();

    MakeAll make_all_;
    Limits limits_;
    std::mutex mutex_;  ///< Guards all below, and what `waiting_` points to.
    std::condition_variable done_;
    std::vector<Waiting*> waiting_;  ///< That nobody has taken.
    std::size_t groups_ = 0;         ///< That are being made.
};

}
