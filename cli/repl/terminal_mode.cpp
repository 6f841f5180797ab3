#include "cli/repl/terminal_mode.h"

#include <atomic>
#include <cstdlib>
#include <exception>
#include <string_view>
#include <unistd.h>

namespace askdb::cli::repl {
namespace {

// https://invisible-island.net/xterm/xterm-paste64.html; the cursor may be hidden.
constexpr std::string_view mark_pastes = "\x1b[?2004h";
constexpr std::string_view leave_pastes = "\x1b[?2004l\x1b[?25h\x1b[0m";

/// For the handler of std::terminate(), which has no argument.
std::atomic<TerminalMode*> current_mode = nullptr;
std::terminate_handler handler_before = nullptr;

[[noreturn]] void restore_and_terminate() {
    if (TerminalMode* mode = current_mode.exchange(nullptr)) mode->restore();
    if (handler_before != nullptr) handler_before();
    std::abort();
}

void send(int descriptor, std::string_view bytes) {
    [[maybe_unused]] const auto written = ::write(descriptor, bytes.data(), bytes.size());
}

}

TerminalMode::TerminalMode(int keyboard, int screen, bool is_plain)
    : keyboard_(keyboard), screen_(screen), is_plain_(is_plain) {
    has_modes_ = !is_plain && ::tcgetattr(keyboard_, &before_) == 0;
    current_mode = this;
    handler_before = std::set_terminate(restore_and_terminate);
    enter();
}

TerminalMode::~TerminalMode() {
    std::set_terminate(handler_before);
    if (current_mode.exchange(nullptr) == this) restore();
}

void TerminalMode::enter() {
    if (!has_modes_) return;
    termios raw = before_;
    raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG | IEXTEN);
    raw.c_iflag &= ~static_cast<tcflag_t>(IXON | ICRNL | INLCR | IGNCR | ISTRIP);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    ::tcsetattr(keyboard_, TCSADRAIN, &raw);
    send(screen_, mark_pastes);
}

void TerminalMode::restore() noexcept {
    if (!has_modes_) return;
    send(screen_, leave_pastes);
    ::tcsetattr(keyboard_, TCSADRAIN, &before_);
}

}
