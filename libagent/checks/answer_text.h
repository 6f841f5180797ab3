#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// A stretch of an answer that is read by itself: a sentence, a list item's sentence, or one row of
/// a Markdown table. Byte offsets.
struct AnswerUnit {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool is_table_row = false;
    bool is_code =
        false;  ///< Of a fenced block that shows data: its numbers count, its names do not.
    /// For a row of a table: the number, among the units, of the table's first row; else npos.
    std::size_t header = std::string::npos;
};

/// An answer (Markdown, UTF-8) made ready for the checks. Pure; linear in the text.
struct AnswerText {
    /// As long as the answer, byte for byte, with blanks in place of what is not checked: code (but
    /// for what only shows data), addresses, the numbering of lists and headings, the marks of
    /// emphasis.
    std::string plain;
    std::vector<AnswerUnit> units;  ///< In order; what lies between them is blank.

    /// The number of the unit that holds this offset; npos when none does.
    std::size_t unit_at(std::size_t offset) const;
    /// Where in `answer` the number begins whose digits begin here: full-width ones take more
    /// bytes.
    std::size_t written_begin(std::string_view answer, std::size_t offset) const;
};

AnswerText read_answer(std::string_view answer);

/// The cells of a table's row, between its bars: begin and end of each, byte offsets.
struct TableCell {
    std::size_t begin = 0;
    std::size_t end = 0;
};
std::vector<TableCell> table_cells(const AnswerText& text, const AnswerUnit& row);

}
