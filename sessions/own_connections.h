#pragma once

#include "libagent/database/own_connection.h"
#include "sessions/write_queue.h"

#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace askdb::sessions {

/// A bounded pool of connections to one store. Any thread may use it.
class OwnConnections {
  public:
    /// `prepare` makes the first connection's database ready for all; it is called until it
    /// succeeds once.
    OwnConnections(std::unique_ptr<database::OwnSource> source,
                   std::function<void(database::OwnConnection&)> prepare);

    const database::OwnSource& source() const { return *source_; }

    /// Runs `work` in a reading transaction; anew, once, when the connection was lost meanwhile.
    void read(const std::function<void(database::OwnConnection&)>& work);

    /// Makes the changes in one transaction; where that fails for another reason than that there is
    /// no server, each in one of its own. What they threw, in their order.
    std::vector<std::exception_ptr> write(std::span<const StoreWrite* const> writes);

  private:
    class Lease;

    /// What came of changes that were tried, for the next try.
    struct Tried {
        bool was_sent = false;  ///< They may have come through: see StoreWrite::work.
        bool is_lost = false;   ///< There was no connection, or it broke.
    };

    void write_together(std::span<const StoreWrite* const> writes, Tried& tried);
    std::exception_ptr write_alone(const StoreWrite& write, Tried tried);
    std::unique_ptr<database::OwnConnection> take();
    void give_back(std::unique_ptr<database::OwnConnection> connection) noexcept;

    std::unique_ptr<database::OwnSource> source_;
    std::function<void(database::OwnConnection&)> prepare_;

    std::mutex preparing_;  ///< Guards is_prepared_.
    bool is_prepared_ = false;

    std::mutex mutex_;  ///< Guards all below.
    std::condition_variable freed_;
    std::vector<std::unique_ptr<database::OwnConnection>> idle_;
    std::size_t taken_ = 0;
};

}
