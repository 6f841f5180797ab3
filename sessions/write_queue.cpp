#include "sessions/write_queue.h"

#include <algorithm>
#include <cstddef>

namespace askdb::sessions {

void WriteQueue::make(const StoreWrite& write) {
    Waiting mine{&write};
    std::unique_lock lock(mutex_);
    waiting_.push_back(&mine);
    const auto may_go_on = [&] {
        return mine.is_done || (!mine.is_taken && groups_ < limits_.groups);
    };
    done_.wait(lock, may_go_on);
    // The group that its own thread makes may be full of older ones.
    while (!mine.is_done) {
        lead(lock);
        done_.wait(lock, may_go_on);
    }
    if (mine.thrown) std::rethrow_exception(mine.thrown);
}

/// The oldest of those that wait, in the order in which they go together.
std::vector<WriteQueue::Waiting*> WriteQueue::take_group() {
    const std::size_t count = std::min(waiting_.size(), limits_.together);
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Waiting*> group(waiting_.begin(), end);
    waiting_.erase(waiting_.begin(), end);
    for (Waiting* waiting : group) waiting->is_taken = true;
    std::stable_sort(group.begin(), group.end(), [](const Waiting* a, const Waiting* b) {
        return a->write->order < b->write->order;
    });
    return group;
}

/// Makes a group of those that wait, most often with the leader's own among them.
void WriteQueue::lead(std::unique_lock<std::mutex>& lock) {
    ++groups_;
    const std::vector<Waiting*> group = take_group();
    if (!waiting_.empty() && groups_ < limits_.groups) done_.notify_all();
    lock.unlock();
    std::vector<const StoreWrite*> writes;
    for (const Waiting* waiting : group) writes.push_back(waiting->write);
    std::vector<std::exception_ptr> thrown;
    try {
        thrown = make_all_(writes);
    } catch (...) {
        thrown.assign(group.size(), std::current_exception());  // For all who wait for it.
    }
    lock.lock();
    --groups_;
    for (std::size_t i = 0; i < group.size(); ++i) {
        group[i]->thrown = thrown[i];
        group[i]->is_done = true;
    }
    done_.notify_all();
}

}
