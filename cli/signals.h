#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace askdb::cli {

/// Turns SIGINT, SIGTERM and SIGHUP into a stop. One object, made by the main thread before any
/// other thread (they inherit the blocked signals). A second signal ends the program at once with
/// exit code 130; so does the first when `grace` goes by, since a write may wait for a reader that
/// never reads. Signals that the parent had ignored (nohup, a background job) stay ignored.
/// SIGPIPE is ignored for good: a write tells. Where the system gives no thread, the first signal
/// ends the program as if there were no such object.
class Signals {
  public:
    explicit Signals(std::chrono::milliseconds grace = std::chrono::seconds(2));
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    std::stop_token token() const { return source_.get_token(); }

    /// Whether one of them came, also when the stop is still on its way: a pipe may end by the very
    /// signal that is meant for this program, too, and be seen first.
    bool came() const;

    /// When a signal ends the program at once, the file of that name goes first; empty = none.
    void remove_when_leaving(std::string path);

    /// From now on SIGINT calls `take` (on another thread) and stops nothing; nothing: it stops the
    /// program again. After it returned, what was given before is not called any more.
    void give_interrupts_to(std::function<void()> take);

    /// When a signal ends the program at once, `tidy` is called first, on another thread.
    void tidy_when_leaving(std::function<void()> tidy);

  private:
    void wait_for_signals();
    bool gave_away(int signal);
    [[noreturn]] void leave_at_once();

    const std::chrono::milliseconds grace_;
    std::atomic<bool> came_ = false;
    std::stop_source source_;
    int signals_ = -1;  ///< signalfd
    int quit_ = -1;     ///< eventfd by which the destructor ends the thread.
    std::mutex mutex_;  ///< Guards the next three.
    std::string left_over_;
    std::function<void()> take_interrupt_;
    std::function<void()> tidy_;
    std::thread thread_;
};

/// Ends the program as the default action of SIGPIPE does: what a shell expects of a writer whose
/// reader has gone.
[[noreturn]] void die_of_closed_pipe();

/// Makes sure that descriptors 0 to 2 are open, so that no file opened later becomes one of them.
/// One that was closed fails on use, as before.
void hold_standard_descriptors();

}
