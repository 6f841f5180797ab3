#pragma once

#include "libagent/database/row_sink.h"
#include "libagent/database/rows.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

namespace askdb::database {

/// Blocks of rows on their way from the thread that reads them to the one that asked for them, so
/// that reading and formatting go side by side. A few blocks at most are on their way, and are used
/// again and again: memory does not grow with the number of rows. Shared by both threads, because
/// the one that reads may be left alone; it sees the pipe as a RowFeed.
class RowPipe {
  public:
    static constexpr std::size_t block_bytes = 256u << 10;  ///< Of text, but for one longer row.
    static constexpr std::size_t block_cells = 32u << 10;   ///< Of 8 bytes each.
    static constexpr std::size_t most_waiting = 3;          ///< Blocks that nobody has taken yet.

    struct Wait {
        std::chrono::milliseconds timeout;  ///< For the first rows, then for each next block.
        std::stop_token stop = {};
        /// Looked at every few milliseconds of waiting; true ends it. May be empty.
        std::function<bool()> is_too_much = {};
    };
    enum class How { ended, timed_out, too_much, stopped, thrown };
    struct Drained {
        How how = How::ended;
        std::exception_ptr thrown = {};  ///< By the sink, with How::thrown.
        std::size_t rows = 0;            ///< That the sink took.
    };

    /// Hands what comes to `sink`, on the calling thread, until no more does. Never throws. Unless
    /// the time was up, the reading thread is told that nobody waits for it any more.
    Drained drain(RowSink& sink, const Wait& wait);

    /// Nobody takes rows any more: the next RowFeed::put() throws Stopped.
    void leave();

  private:
    friend class RowFeed;
    enum class Next { columns, block, end, timed_out, too_much, stopped };
    using Clock = std::chrono::steady_clock;

    Next wait_for_next(const Wait& wait, Clock::time_point deadline);
    Rows take_block();
    void give_back(Rows block);
    Drained drain_or_throw(RowSink& sink, const Wait& wait);
    bool has_room() const;

    std::stop_source left_;
    std::atomic<bool> hungry_ = false;  ///< Somebody has waited: what there is should go.

    std::mutex mutex_;  ///< Guards the rest.
    std::condition_variable_any changed_;
    std::vector<ResultColumn> columns_;
    std::deque<Rows> full_;
    std::vector<Rows> empty_;
    bool begun_ = false;  ///< The columns are known, and nobody has taken them.
    bool ended_ = false;
};

/// The end of a RowPipe into which rows are put: by one thread at a time.
class RowFeed {
  public:
    explicit RowFeed(std::shared_ptr<RowPipe> pipe) : pipe_(std::move(pipe)) {}
    ~RowFeed() { end(); }
    RowFeed(const RowFeed&) = delete;
    RowFeed& operator=(const RowFeed&) = delete;

    /// Once, first.
    void begin(std::vector<ResultColumn> columns);

    /// Whether put() should be called now: the block is full, or somebody waits for it.
    bool is_due(const Rows& block) const {
        return block.text_bytes() >= RowPipe::block_bytes ||
               block.cell_count() >= RowPipe::block_cells ||
               (pipe_->hungry_.load(std::memory_order_relaxed) && block.cell_count() > 0);
    }

    /// Passes the rows on and leaves an empty block with the same columns; waits for room. Throws
    /// Stopped when nobody takes them.
    void put(Rows& block);

    /// Nothing follows; the destructor says so, too.
    void end();

    /// A stop is requested once nobody takes rows any more.
    std::stop_token left() const { return pipe_->left_.get_token(); }

  private:
    const std::shared_ptr<RowPipe> pipe_;  // Shared with the thread that takes the rows.
};

}
