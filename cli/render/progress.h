#pragma once

#include "cli/render/messages.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace askdb::cli {

struct CommandContext;

/// The spinner: what is being done, and for how many seconds. It has a thread of its own, and none
/// when it is not enabled or the system gives none: then nothing is shown. Nothing is drawn for
/// what is over within `patience`.
class Progress {
  public:
    /// For a command: on a terminal, unless it was told to be quiet.
    explicit Progress(const CommandContext& context);
    Progress(Messages& messages, bool enabled, std::size_t width,
             std::chrono::milliseconds patience = std::chrono::milliseconds(150));
    /// Leaves a clean line.
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// From now on `doing` is shown; the seconds go on counting from the first show() after hide().
    void show(std::string_view doing);

    /// Takes it off the screen before it returns; nothing is drawn until the next show().
    void hide();

  private:
    using Clock = std::chrono::steady_clock;
    void spin(std::stop_token stop);
    std::string line(std::size_t frame) const;

    Messages& messages_;
    const std::size_t width_;
    const std::chrono::milliseconds patience_;
    std::mutex mutex_;  ///< Guards the two below, and that nothing is drawn after hide().
    std::string doing_;
    Clock::time_point since_;
    std::condition_variable_any changed_;
    std::jthread thread_;  ///< Last: it uses all of the above.
};

}
