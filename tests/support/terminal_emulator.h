#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::test {

/// A small terminal: what a program sent becomes rows of text, as a person would see them. Knows
/// what ours sends (ECMA-48): cursor moves, erasing, scrolling, wrapping with a cursor that waits
/// in the last column; colours are dropped. Wide characters take two columns. Rows that scroll out
/// are kept, as they are. When it gets another width, long rows on the screen are folded anew, as
/// most terminals do.
class TerminalEmulator {
  public:
    TerminalEmulator(std::size_t columns, std::size_t rows);

    void feed(std::string_view bytes);
    void resize(std::size_t columns, std::size_t rows);

    /// The rows of the screen, without the blanks at their ends; empty ones at the end are left
    /// out.
    std::vector<std::string> screen() const;
    /// The same with those that scrolled out, as one text.
    std::string whole_text() const;

    std::size_t cursor_row() const { return row_; }
    std::size_t cursor_column() const { return column_; }
    bool is_cursor_shown() const { return is_cursor_shown_; }
    bool marks_pastes() const { return marks_pastes_; }
    /// What it was sent and does not know; a program that sends such a thing is wrong.
    const std::vector<std::string>& unknown() const { return unknown_; }

  private:
    /// What stands in one column: a character with what combines with it; empty for the second
    /// half of a wide one.
    using Cell = std::string;
    struct Row {
        std::vector<Cell> cells;
        bool goes_on = false;  ///< It is folded: the next row belongs to the same line.
    };

    /// What belongs together before it is folded.
    struct Line {
        std::vector<Cell> cells;
        bool holds_cursor = false;
        std::size_t cursor = 0;  ///< How far into it.
    };

    Row blank_row() const;
    std::vector<Line> unfolded_lines() const;
    void take_text(std::string_view character);
    void take_control(char byte);
    void take_sequence(std::string_view sequence);
    void take_mode(std::string_view sequence);
    void line_feed();
    void erase_below();
    void erase_in_line(int which);
    std::string text_of(const Row& row) const;

    std::size_t columns_;
    std::vector<Row> rows_;
    std::vector<Row> scrolled_out_;
    std::size_t row_ = 0;
    std::size_t column_ = 0;
    bool waits_to_wrap_ = false;
    bool is_cursor_shown_ = true;
    bool marks_pastes_ = false;
    std::string held_;  ///< Of a sequence or character that is not whole.
    std::vector<std::string> unknown_;
};

}
