#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// What stands at the bottom of the screen and may change. A row may hold SGR sequences and takes
/// no more columns than the terminal has.
struct Frame {
    std::vector<std::string> rows = {};
    std::size_t cursor_row = 0;  ///< Of `rows`.
    std::size_t cursor_column = 0;

    bool operator==(const Frame&) const = default;
};

/// What to send to a terminal (ECMA-48) so that it shows one frame in place of the one before, with
/// lines that stay above it. It writes only what differs, and moves relative to the cursor, since
/// nobody knows where on the screen a frame begins. Pure.
class Painter {
  public:
    /// `above`: lines, each with its end, which go up the screen and stay. They may be wider than
    /// the terminal. The result may be empty.
    std::string paint(std::string_view above, const Frame& next);

    /// The terminal has so many columns now, and has folded wider rows: the next paint() begins
    /// above all that the last frame may have become.
    void resized(std::size_t columns);

    /// Nothing is known of the screen any more: somebody else wrote to it. The cursor is at the
    /// beginning of a line.
    void forget();

  private:
    void move_to_row(std::string& out, std::size_t row);
    std::string repaint(std::string_view above, const Frame& next);
    std::string paint_changes(const Frame& next);
    void place_cursor(std::string& out, const Frame& next);

    Frame shown_;
    std::size_t row_ = 0;     ///< Where the cursor is, from the first row of the frame.
    bool is_certain_ = true;  ///< `shown_` is what the screen shows.
};

/// Rows that a terminal of so many columns makes of one, which may hold SGR sequences.
std::size_t count_folded_rows(std::string_view row, std::size_t columns);

}
