#pragma once

#include <functional>
#include <mutex>
#include <vector>

namespace askdb::cli::repl {

/// What other threads want done by the one that owns the screen. Any thread may post.
class Mailbox {
  public:
    Mailbox();
    ~Mailbox();
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    void post(std::function<void()> letter);

    /// Readable, for poll(), while there are letters.
    int descriptor() const { return descriptor_; }

    /// Does what was posted, in order. False: there was nothing.
    bool run_all();

  private:
    const int descriptor_;  ///< eventfd
    std::mutex mutex_;      ///< Guards the next.
    std::vector<std::function<void()>> letters_;
};

}
