#pragma once

#include "cli/repl/line_editor.h"
#include "cli/repl/mailbox.h"
#include "cli/repl/screen.h"
#include "cli/repl/terminal_mode.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::cli {
class Signals;
}

namespace askdb::cli::repl {

/// What a Console is made from; borrowed.
struct ConsoleSetup {
    Mailbox& mailbox;
    int keyboard = 0;
    ScreenSetup screen = {};
    EditorHooks hooks = {};      ///< show_choices is the console's own.
    Signals* signals = nullptr;  ///< Whose interrupts it takes; null: nobody's.
};

/// Keyboard, screen, signals of the terminal and letters of other threads, in one place and on one
/// thread. It goes on painting whenever it waits.
class Console {
  public:
    explicit Console(ConsoleSetup setup);
    ~Console();
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;

    Screen& screen() { return screen_; }
    const Screen& screen() const { return screen_; }
    LineEditor& editor() { return *editor_; }

    /// Waits until something is typed, or letters were read, or a moment passed; paints. Suspending
    /// and redrawing are done here.
    std::optional<Typed> next();

    /// Called about ten times a second while it waits: for what moves. Nothing: nothing does.
    void tick_with(std::function<void()> tick) { tick_ = std::move(tick); }
    /// Called after the terminal got another size.
    void tell_of_size(std::function<void()> told) { sized_ = std::move(told); }

    /// Begins a line behind another prompt.
    void begin_line(std::string prompt, std::string_view text = {});
    const std::string& prompt() const { return prompt_; }
    /// What was typed goes up the screen as it is, and the next line begins.
    void keep_line(std::string_view ending = {});
    void refresh_input();
    /// Where the terminal edits lines itself: shows the prompt, if it does not stand there.
    void show_prompt() { screen_.show_plain_prompt(); }
    /// What was typed and not looked at yet is forgotten: it was meant for something else.
    void drop_typed();

    /// Whether one that edits lines itself is in use; else the terminal does that.
    bool edits() const { return !screen_.is_plain(); }

    /// Gives the terminal to somebody else until `work` returns; signals of the keyboard are theirs
    /// meanwhile, and those of a program that they start.
    void lend(const std::function<void()>& work);

  private:
    int patience() const;
    void wait();
    void read_keyboard();
    void read_signals();
    void suspend();
    void look_at_size();

    Mailbox& mailbox_;
    const int keyboard_;
    Screen screen_;
    std::unique_ptr<LineEditor> editor_;
    Signals* signals_;
    std::string prompt_;
    std::function<void()> tick_;
    std::function<void()> sized_;
    bool was_interrupted_ = false;  ///< By a signal.
    bool has_ended_ = false;        ///< The keyboard is gone, or a plain line was Ctrl-D.
    std::atomic<bool> is_lent_ = false;
    int signal_descriptor_ = -1;  ///< signalfd
    Screen::Clock::time_point last_tick_ = {};
    TerminalMode mode_;
};

}
