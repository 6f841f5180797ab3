#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace askdb::database {

/// One thread for work that nobody waits for, begun with the first piece. Any thread may call it.
/// Its destructor asks the piece that runs to stop, waits until it has (200 ms, by what everything
/// promises that takes a stop token), and forgets the others.
class BehindThread {
  public:
    using Work = std::function<void(const std::stop_token&)>;

    BehindThread() = default;
    ~BehindThread();
    BehindThread(const BehindThread&) = delete;
    BehindThread& operator=(const BehindThread&) = delete;

    /// Runs `work` after what was added before. What it throws is dropped: it is done another time.
    /// So it is when there can be no thread.
    void add(Work work);
    /// Waits until all that was added has ended.
    void finish();

  private:
    void live(const std::stop_token& stop);

    std::mutex mutex_;  ///< Guards the two below.
    std::deque<Work> works_;
    bool is_working_ = false;
    std::condition_variable_any changed_;
    std::jthread thread_;  ///< Last: it uses all of the above.
};

}
