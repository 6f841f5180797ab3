#pragma once

#include "cli/render/styled_text.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// Breaks styled text into rows of a terminal, at words, by the columns that they take; a word that
/// is wider than a row is cut between two characters, and wide characters (Chinese, emoji) may be
/// parted anywhere. Text comes in any split. A value.
class RowWrapper {
  public:
    /// What stands in front of the first row of a text and of those that follow.
    struct Margins {
        StyledText first = {}, next = {};
    };

    /// Borrows the theme. 0 columns: rows end only at newlines.
    RowWrapper(const Theme& theme, std::size_t width) : theme_(&theme), width_(width) {}

    /// The rows of the next text; the last one must have ended.
    void begin(Margins margins);
    void add(const StyledRun& run);
    void add(const StyledText& runs);
    /// Ends the row that is being filled, with the last word; an empty one is no row.
    void end_row();

    /// The rows that ended, each with its newline.
    std::string take_rows();
    /// From now on; the row that is being filled is broken anew.
    void resize(std::size_t width);

  private:
    void add_word_part(std::string_view text, StyleSet styles);
    void spill_word();
    void end_word();
    void write_row();
    std::size_t room() const;

    /// A word, or a part of one that a row may end behind.
    struct Word {
        StyledText runs;
        std::size_t width = 0;
        bool after_space = false;

        bool empty() const { return runs.empty(); }
    };

    const Theme* theme_;
    std::size_t width_;
    Margins margins_;
    std::size_t first_margin_ = 0, next_margin_ = 0;  ///< Their widths.
    bool is_first_ = true;  ///< The row that is being filled is the first of its text.
    std::vector<Word> row_;
    std::size_t row_width_ = 0;
    Word word_;  ///< May still grow.
    bool space_came_ = false;
    std::string rows_;
};

}
