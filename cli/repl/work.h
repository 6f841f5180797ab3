#pragma once

#include "cli/repl/mailbox.h"

#include <exception>
#include <functional>
#include <memory>
#include <stop_token>
#include <thread>

namespace askdb::cli::repl {

/// One piece of work on a thread of its own. All of it is called by the thread that made it.
class Work {
  public:
    /// Starts it; a letter wakes the owner of `mailbox` (borrowed) when it is done. Throws
    /// std::system_error where the system gives no thread.
    Work(std::function<void(std::stop_token)> work, Mailbox& mailbox);
    /// Stops it, and waits.
    ~Work();
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;

    bool is_done() const { return *is_done_; }
    void stop() { source_.request_stop(); }
    bool was_stopped() const { return source_.stop_requested(); }
    /// Once it is done: throws what it threw.
    void finish();

  private:
    Mailbox& mailbox_;
    std::stop_source source_;
    /// Also owned by the last letter, which may be read later; only the owner of the mailbox uses
    /// it.
    std::shared_ptr<bool> is_done_ = std::make_shared<bool>(false);
    std::exception_ptr thrown_;  ///< Written by the thread before its letter.
    std::thread thread_;         ///< Last: it uses all of the above.
};

}
