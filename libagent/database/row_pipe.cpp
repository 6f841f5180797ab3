#include "libagent/database/row_pipe.h"

#include "libagent/base/stop.h"

#include <algorithm>
#include <utility>

namespace askdb::database {
namespace {

/// Who has waited for so long is given what there is.
constexpr std::chrono::milliseconds pipe_look_every{20};
constexpr std::chrono::hours longest_pipe_wait{24 * 365};  // More would overflow the clock.
/// A block that one huge value made larger is not kept.
constexpr std::size_t most_kept_bytes = 4 * RowPipe::block_bytes;

}

RowPipe::Next RowPipe::wait_for_next(const Wait& wait, Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    const auto has_come = [this] { return begun_ || !full_.empty() || ended_; };
    for (;;) {
        if (wait.stop.stop_requested()) return Next::stopped;
        if (begun_) return Next::columns;
        if (!full_.empty()) return Next::block;
        if (ended_) return Next::end;
        const auto now = Clock::now();
        if (now >= deadline) return Next::timed_out;
        const auto until = std::min(deadline, now + pipe_look_every);
        if (changed_.wait_until(lock, wait.stop, until, has_come)) continue;
        hungry_ = true;
        lock.unlock();
        if (wait.is_too_much && wait.is_too_much()) return Next::too_much;
        lock.lock();
    }
}

Rows RowPipe::take_block() {
    const std::lock_guard lock(mutex_);
    Rows block = std::move(full_.front());
    full_.pop_front();
    changed_.notify_all();
    return block;
}

void RowPipe::give_back(Rows block) {
    if (block.memory_bytes() > most_kept_bytes) return;
    block.clear();
    const std::lock_guard lock(mutex_);
    empty_.push_back(std::move(block));
}

RowPipe::Drained RowPipe::drain_or_throw(RowSink& sink, const Wait& wait) {
    Drained drained;
    const auto patience = std::min<std::chrono::milliseconds>(wait.timeout, longest_pipe_wait);
    auto deadline = Clock::now() + patience;
    for (;;) {
        switch (wait_for_next(wait, deadline)) {
            case Next::columns: {
                std::vector<ResultColumn> columns;
                {
                    const std::lock_guard lock(mutex_);
                    begun_ = false;
                    columns = columns_;
                }
                sink.begin(columns);
                break;
            }
            case Next::block: {
                Rows block = take_block();
                sink.take(block);
                drained.rows += block.row_count();
                give_back(std::move(block));
                deadline = Clock::now() + patience;
                break;
            }
            case Next::end: return drained;
            case Next::timed_out: drained.how = How::timed_out; return drained;
            case Next::too_much: drained.how = How::too_much; return drained;
            case Next::stopped: drained.how = How::stopped; return drained;
        }
    }
}

RowPipe::Drained RowPipe::drain(RowSink& sink, const Wait& wait) {
    Drained drained;
    try {
        drained = drain_or_throw(sink, wait);
    } catch (...) {  // The caller throws it again, once the reading has ended.
        drained = {.how = How::thrown, .thrown = std::current_exception()};
    }
    if (drained.how != How::timed_out) leave();
    return drained;
}

/// With mutex_ held.
bool RowPipe::has_room() const {
    std::size_t bytes = 0;
    for (const Rows& block : full_) bytes += block.text_bytes();
    return full_.size() < most_waiting && bytes <= most_waiting * block_bytes;
}

void RowPipe::leave() {
    left_.request_stop();
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
}

void RowFeed::begin(std::vector<ResultColumn> columns) {
    const std::lock_guard lock(pipe_->mutex_);
    pipe_->columns_ = std::move(columns);
    pipe_->begun_ = true;
    pipe_->changed_.notify_all();
}

void RowFeed::put(Rows& block) {
    if (block.cell_count() == 0) return;
    RowPipe& pipe = *pipe_;
    std::unique_lock lock(pipe.mutex_);
    pipe.changed_.wait(lock, left(), [&pipe] { return pipe.has_room(); });
    throw_if_stopped(left());
    pipe.full_.push_back(std::move(block));
    pipe.hungry_ = false;
    if (pipe.empty_.empty()) {
        block = Rows();
        block.columns = pipe.columns_;
    } else {
        block = std::move(pipe.empty_.back());
        pipe.empty_.pop_back();
    }
    pipe.changed_.notify_all();
}

void RowFeed::end() {
    const std::lock_guard lock(pipe_->mutex_);
    pipe_->ended_ = true;
    pipe_->changed_.notify_all();
}

}
