#include "sessions/write_queue.h"

#include <algorithm>
#include <utility>

namespace askdb::sessions {

void WriteQueue::make(const StoreWrite& write) {
    Waiting mine{&write};
    std::unique_lock lock(mutex_);
    waiting_.push_back(&mine);
    done_.wait(lock, [&] { return mine.is_done || !has_leader_; });
    if (!mine.is_done) lead(lock);
    if (mine.thrown) std::rethrow_exception(mine.thrown);
}

/// Makes all that wait, the leader's own among them.
void WriteQueue::lead(std::unique_lock<std::mutex>& lock) {
    has_leader_ = true;
    std::vector<Waiting*> group = std::exchange(waiting_, {});
    lock.unlock();
    std::stable_sort(group.begin(), group.end(), [](const Waiting* a, const Waiting* b) {
        return a->write->order < b->write->order;
    });
    std::vector<const StoreWrite*> writes;
    for (const Waiting* waiting : group) writes.push_back(waiting->write);
    std::vector<std::exception_ptr> thrown;
    try {
        thrown = make_all_(writes);
    } catch (...) {
        thrown.assign(group.size(), std::current_exception());  // For all who wait for it.
    }
    lock.lock();
    has_leader_ = false;
    for (std::size_t i = 0; i < group.size(); ++i) {
        group[i]->thrown = thrown[i];
        group[i]->is_done = true;
    }
    done_.notify_all();
}

}
