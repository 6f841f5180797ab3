#include "cli/render/progress.h"

#include "cli/args.h"
#include "cli/command.h"
#include "cli/render/terminal.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>

namespace askdb::cli {
namespace {

constexpr std::array<std::string_view, 10> frames = {"⠋", "⠙", "⠹", "⠸", "⠼",
                                                     "⠴", "⠦", "⠧", "⠇", "⠏"};
constexpr std::chrono::milliseconds frame_time{100};

}

Progress::Progress(const CommandContext& context)
    : Progress(context.messages, context.terminal.can_spin() && !context.args.quiet,
               context.terminal.stderr_width) {}

Progress::Progress(Messages& messages, bool enabled, std::size_t width,
                   std::chrono::milliseconds patience)
    : messages_(messages), width_(width), patience_(patience) {
    if (!enabled) return;
    try {
        thread_ = std::jthread([this](std::stop_token stop) { spin(stop); });
    } catch (const std::system_error&) {  // Too few threads for a spinner: do without.
    }
}

Progress::~Progress() {
    hide();
}

void Progress::show(std::string_view doing) {
    if (!thread_.joinable()) return;
    const std::lock_guard lock(mutex_);
    if (doing_.empty()) since_ = Clock::now();
    doing_ = doing;
    changed_.notify_all();
}

void Progress::hide() {
    if (!thread_.joinable()) return;
    const std::lock_guard lock(mutex_);
    doing_.clear();
    messages_.show_spinner({});
}

void Progress::spin(std::stop_token stop) {
    std::unique_lock lock(mutex_);
    for (std::size_t frame = 0; !stop.stop_requested(); ++frame) {
        changed_.wait(lock, stop, [&] { return !doing_.empty(); });
        if (stop.stop_requested()) return;
        if (Clock::now() - since_ >= patience_) messages_.show_spinner(line(frame));
        changed_.wait_for(lock, stop, frame_time, [] { return false; });
    }
}

std::string Progress::line(std::size_t frame) const {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - since_);
    const std::string time =
        seconds.count() > 0 ? fmt::format(" {} s", seconds.count()) : std::string();
    // A line that wraps cannot be erased: bytes are at least as many as columns.
    constexpr std::size_t frame_and_margin = 4;
    const std::size_t taken = frame_and_margin + time.size();
    const std::size_t room = width_ > taken ? width_ - taken : 0;
    return fmt::format("{} {}{}", frames[frame % frames.size()], utf8_prefix(visible(doing_), room),
                       time);
}

}
