#pragma once

#include "cli/render/theme.h"
#include "cli/repl/line_editor.h"
#include "cli/repl/painter.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// The terminal as a Screen finds it.
struct ScreenSetup {
    int descriptor = 1;  ///< Borrowed.
    /// It understands no escape sequences: lines go out one after the other, nothing is repainted.
    bool is_plain = false;
    Theme theme = {};
    std::size_t width = 80;
    std::size_t height = 24;
};

/// What a person looks at: finished lines, which go up, and below them an area that is painted
/// anew: the tail of what still changes, one line of status, lines that wait for their turn, the
/// line that is being typed, and what may be typed there. All text must be safe to show. What was
/// given shows with the next paint(). Used by one thread.
class Screen {
  public:
    using Clock = std::chrono::steady_clock;

    explicit Screen(ScreenSetup setup);
    /// Leaves the cursor on a fresh line.
    ~Screen();
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    /// Lines that stay; the last newline is added. May hold SGR sequences.
    void print(std::string_view text);

    void set_tail(std::vector<std::string> rows);
    void set_status(std::string row);
    void set_waiting(std::vector<std::string> lines);
    void set_choices(std::vector<std::string> choices);
    void set_prompt(std::string prompt);
    void set_input(EditedLine line);
    /// What is typed goes up as it stands: the person is done with it.
    void keep_input(std::string_view ending = {});

    const Theme& theme() const { return setup_.theme; }
    std::size_t width() const { return setup_.width; }
    std::size_t height() const { return setup_.height; }
    bool is_plain() const { return setup_.is_plain; }
    /// Rows that a tail may have for all of it to be seen.
    std::size_t room_for_tail() const;

    void resize(std::size_t width, std::size_t height);

    bool has_changed() const { return has_changed_; }
    /// When the next paint() should be: soon, but not more often than an eye sees.
    Clock::time_point next_paint() const { return last_paint_ + frame_time; }
    void paint();
    /// Shows a prompt on a terminal that is not repainted.
    void show_plain_prompt();
    /// The line that the terminal itself edited is complete.
    void end_plain_line() { at_plain_prompt_ = false; }

    /// Takes away what is painted anew: somebody else will write. paint() brings it back.
    void clear();
    /// Somebody else wrote; the cursor is at the beginning of a line.
    void forget();
    /// The screen is empty but for what is painted anew.
    void clear_all();
    /// A sequence for the terminal that shows nothing.
    void send(std::string_view sequence);

  private:
    static constexpr std::chrono::milliseconds frame_time{33};

    Frame compose() const;
    Frame compose_below() const;
    void add_input(Frame& frame) const;
    std::vector<std::string> choice_rows(std::size_t most) const;
    void write(std::string_view bytes);

    ScreenSetup setup_;
    Painter painter_;
    std::string above_;  ///< Lines that go up with the next paint().
    std::vector<std::string> tail_;
    std::string status_;
    std::vector<std::string> waiting_;
    std::vector<std::string> choices_;
    std::string prompt_;
    EditedLine input_;
    bool has_changed_ = true;
    bool at_plain_prompt_ = false;
    Clock::time_point last_paint_ = {};
};

/// `text` in columns for `width`, at most `most_rows` rows; the last one says how many are missing.
/// Pure.
std::vector<std::string> in_columns(const std::vector<std::string>& texts, std::size_t width,
                                    std::size_t most_rows);

}
