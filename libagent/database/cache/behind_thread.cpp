#include "libagent/database/cache/behind_thread.h"

#include <system_error>
#include <utility>

namespace askdb::database {

BehindThread::~BehindThread() {
    thread_.request_stop();
}

void BehindThread::add(Work work) {
    const std::lock_guard lock(mutex_);
    works_.push_back(std::move(work));
    changed_.notify_all();
    if (thread_.joinable()) return;
    try {
        thread_ = std::jthread([this](const std::stop_token& stop) { live(stop); });
    } catch (const std::system_error&) {
        works_.clear();
    }
}

void BehindThread::live(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [this] { return !works_.empty(); })) {
        if (stop.stop_requested()) return;
        const Work work = std::move(works_.front());
        works_.pop_front();
        is_working_ = true;
        lock.unlock();
        try {
            work(stop);
        } catch (...) {  // A thread of ours: what nobody waits for, nobody misses.
        }
        lock.lock();
        is_working_ = false;
        changed_.notify_all();
    }
}

void BehindThread::finish() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return works_.empty() && !is_working_; });
}

}
