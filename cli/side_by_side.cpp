#include "cli/side_by_side.h"

#include "libagent/base/stop.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

namespace askdb::cli {
namespace {

constexpr std::size_t most_jobs_at_once = 16;

/// Some jobs, started together.
class JobGroup {
  public:
    void run(const BoundedJob* first, std::size_t how_many, std::chrono::milliseconds limit,
             const std::stop_token& stop) {
        std::vector<std::jthread> threads;
        try {
            for (std::size_t i = 0; i < how_many; ++i) {
                threads.emplace_back([this, job = first + i] { run_one(*job); });
            }
        } catch (const std::system_error&) {
            source_.request_stop();  // Nobody would look at the limit of those that run.
            throw;
        }
        std::unique_lock lock(mutex_);
        ended_.wait_for(lock, stop, limit, [&] { return ended_count_ == how_many; });
        source_.request_stop();
        lock.unlock();
        threads.clear();
        if (failure_) std::rethrow_exception(failure_);
    }

  private:
    void run_one(const BoundedJob& job) {
        try {
            job(source_.get_token());
        } catch (const Stopped&) {
            // It has kept what it found.
        } catch (...) {  // On a thread of ours: its starter throws it again.
            const std::lock_guard lock(mutex_);
            if (!failure_) failure_ = std::current_exception();
        }
        const std::lock_guard lock(mutex_);
        ++ended_count_;
        ended_.notify_all();
    }

    std::stop_source source_;
    std::mutex mutex_;  ///< Guards the three below.
    std::condition_variable_any ended_;
    std::size_t ended_count_ = 0;
    std::exception_ptr failure_;
};

}

void run_side_by_side(const std::vector<BoundedJob>& jobs, std::chrono::milliseconds limit,
                      const std::stop_token& stop) {
    for (std::size_t begin = 0; begin < jobs.size(); begin += most_jobs_at_once) {
        throw_if_stopped(stop);
        JobGroup group;
        group.run(&jobs[begin], std::min(most_jobs_at_once, jobs.size() - begin), limit, stop);
    }
    throw_if_stopped(stop);
}

}
