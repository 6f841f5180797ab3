#include "libagent/loop/turn_clock.h"

namespace askdb::loop {

TurnClock::TurnClock(std::chrono::milliseconds limit, const std::stop_token& outer)
    : forward_(outer, Forward{source_}), timer_([this, limit] {
          std::unique_lock lock(mutex_);
          if (over_changed_.wait_until(lock, begin_ + limit, [this] { return over_; })) return;
          ran_out_ = true;
          lock.unlock();
          source_.request_stop();
      }) {}

TurnClock::~TurnClock() {
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
    }
    over_changed_.notify_one();
}

bool TurnClock::ran_out() const {
    const std::lock_guard lock(mutex_);
    return ran_out_;
}

double TurnClock::elapsed_ms() const {
    const std::chrono::duration<double, std::milli> took =
        std::chrono::steady_clock::now() - begin_;
    return took.count();
}

}
