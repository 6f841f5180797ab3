#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>

namespace askdb::database {

/// Runs calls that may never return, and lets their callers go on in time all the same. A call that
/// was left alone keeps its thread, and whatever its function owns, until it returns after all.
/// Any thread may call it. Its destructor waits for nothing. A program that ends while a call is
/// left alone should do so by _exit(): exit() takes down the driver's libraries under that call.
class Reaper {
  public:
    /// Refuses new calls while `capacity` abandoned ones have not returned.
    explicit Reaper(std::size_t capacity = 16) : capacity_(capacity) {}
    static constexpr std::chrono::seconds patience_after{10};
    Reaper(const Reaper&) = delete;
    Reaper& operator=(const Reaper&) = delete;

    struct Call {
        /// What to do. Must own all that it touches, catch what it throws, and tell its result by
        /// what it owns.
        std::function<void()> work;
        /// Asks `work`, from another thread, to end soon; called again and again until it has. May
        /// block too. Owns what it touches. Empty when nothing can end it.
        std::function<void()> interrupt = {};
        /// Looked at every few milliseconds; true ends the call like the deadline. Must be cheap.
        std::function<bool()> is_too_much = {};
        std::chrono::steady_clock::time_point deadline =
            std::chrono::steady_clock::time_point::max();
        /// Runs on the caller's thread while `work` does, and must not throw. False: `work` is to
        /// be ended; else it has `patience_after` from then on, in place of the deadline.
        std::function<bool()> meanwhile = {};
    };
    enum class End {
        done,      ///< In time.
        late,      ///< Returned, but only after a stop, the deadline or too much.
        abandoned  ///< Still running somewhere; what `work` owns must not be touched any more.
    };

    /// Returns at most 150 ms after a stop or the deadline, and about 2 s after too much: what is
    /// then left alone keeps its memory. While `meanwhile` runs, nothing is looked at: a stop is
    /// its own matter until it returns. Throws Failure(unavailable) when it is full, or when no
    /// thread can be had.
    End run(const Call& call, const std::stop_token& stop);

    /// Destroys what may block while it is destroyed (a connection over a dead network), and
    /// returns after 250 ms at most: also when it is full, which only keeps calls out. It blocks
    /// only when no thread can be had.
    void dispose(std::shared_ptr<void> thing) noexcept;

    /// Calls left alone, and things left to their destructors, that have not returned yet.
    std::size_t abandoned() const { return *abandoned_; }

  private:
    const std::size_t capacity_;
    // Shared with the abandoned threads, which may outlive us.
    const std::shared_ptr<std::atomic<std::size_t>> abandoned_ =
        std::make_shared<std::atomic<std::size_t>>(0);
};

}
