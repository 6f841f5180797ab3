#pragma once

#include <termios.h>

namespace askdb::cli::repl {

/// The terminal while lines are edited by this program: every key comes as it is typed, Ctrl-C and
/// Ctrl-Z included, nothing is echoed, pastes are marked. However this object ends, and also when
/// the program is aborted, the terminal is as it was before. One at a time in a process.
class TerminalMode {
  public:
    /// Borrows both. With `is_plain` nothing is changed: the terminal edits lines itself.
    TerminalMode(int keyboard, int screen, bool is_plain);
    ~TerminalMode();
    TerminalMode(const TerminalMode&) = delete;
    TerminalMode& operator=(const TerminalMode&) = delete;

    /// As before, until enter(): for somebody else who uses the terminal. May be called from any
    /// thread, and twice.
    void restore() noexcept;
    void enter();

  private:
    const int keyboard_;
    const int screen_;
    const bool is_plain_;
    bool has_modes_ = false;
    termios before_ = {};
};

}
