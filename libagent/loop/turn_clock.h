#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace askdb::loop {

/// A stop token that fires when the caller's does, or when the turn's time is over.
class TurnClock {
  public:
    TurnClock(std::chrono::milliseconds limit, const std::stop_token& outer);
    ~TurnClock();

    std::stop_token token() const { return source_.get_token(); }
    bool ran_out() const;
    double elapsed_ms() const;

  private:
    struct Forward {
        std::stop_source& source;
        void operator()() const { source.request_stop(); }
    };

    const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    std::stop_source source_;
    mutable std::mutex mutex_;  ///< Guards the two below.
    bool over_ = false;
    bool ran_out_ = false;
    std::condition_variable over_changed_;
    std::stop_callback<Forward> forward_;
    std::jthread timer_;
};

}
