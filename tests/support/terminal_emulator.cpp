#include "tests/support/terminal_emulator.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <cstdlib>

namespace askdb::test {
namespace {

constexpr char escape = '\x1b';

std::size_t bytes_of_character(unsigned char first) {
    if (first < 0x80) return 1;
    if (first < 0xe0) return 2;
    return first < 0xf0 ? 3 : 4;
}

bool is_final(char byte) {
    return byte >= '@' && byte <= '~';
}

/// The number in front of the last character; 1 when there is none.
std::size_t number_in(std::string_view sequence, std::size_t otherwise) {
    const std::string digits(sequence.substr(2, sequence.size() - 3));
    return digits.empty() ? otherwise : std::strtoul(digits.c_str(), nullptr, 10);
}

}

TerminalEmulator::TerminalEmulator(std::size_t columns, std::size_t rows) : columns_(columns) {
    rows_.assign(rows, blank_row());
}

TerminalEmulator::Row TerminalEmulator::blank_row() const {
    return {.cells = std::vector<Cell>(columns_, " ")};
}

void TerminalEmulator::feed(std::string_view bytes) {
    for (const char byte : bytes) {
        held_ += byte;
        const auto first = static_cast<unsigned char>(held_[0]);
        if (held_[0] == escape) {
            const bool is_csi = held_.size() > 1 && held_[1] == '[';
            const bool is_whole = is_csi ? held_.size() > 2 && is_final(byte) : held_.size() == 2;
            if (!is_whole) continue;
            take_sequence(held_);
        } else if (first < 0x20 || first == 0x7f) {
            take_control(byte);
        } else {
            if (held_.size() < bytes_of_character(first)) continue;
            take_text(held_);
        }
        held_.clear();
    }
}

void TerminalEmulator::line_feed() {
    waits_to_wrap_ = false;
    if (row_ + 1 < rows_.size()) {
        ++row_;
        return;
    }
    scrolled_out_.push_back(std::move(rows_.front()));
    rows_.erase(rows_.begin());
    rows_.push_back(blank_row());
}

void TerminalEmulator::take_text(std::string_view character) {
    const std::size_t width = display_width(character);
    if (width == 0) {
        const std::size_t before = column_ > 0 && !waits_to_wrap_ ? column_ - 1 : column_;
        rows_[row_].cells[before] += character;
        return;
    }
    if (waits_to_wrap_ || column_ + width > columns_) {
        rows_[row_].goes_on = true;
        line_feed();
        column_ = 0;
    }
    rows_[row_].cells[column_] = character;
    for (std::size_t i = 1; i < width; ++i) rows_[row_].cells[column_ + i].clear();
    column_ += width;
    waits_to_wrap_ = column_ >= columns_;
    if (waits_to_wrap_) column_ = columns_ - 1;
}

void TerminalEmulator::take_control(char byte) {
    if (byte == '\r') {
        column_ = 0;
        waits_to_wrap_ = false;
    } else if (byte == '\n') {
        rows_[row_].goes_on = false;
        line_feed();
    } else if (byte == '\b') {
        column_ -= column_ > 0 ? 1 : 0;
        waits_to_wrap_ = false;
    } else if (byte != '\a') {
        unknown_.push_back(visible(std::string(1, byte)));
    }
}

void TerminalEmulator::erase_in_line(int which) {
    Row& row = rows_[row_];
    const std::size_t begin = which == 0 ? column_ : 0;
    const std::size_t end = which == 1 ? column_ + 1 : columns_;
    for (std::size_t i = begin; i < end; ++i) row.cells[i] = " ";
    row.goes_on = false;
}

void TerminalEmulator::erase_below() {
    erase_in_line(0);
    for (std::size_t i = row_ + 1; i < rows_.size(); ++i) rows_[i] = blank_row();
}

void TerminalEmulator::take_mode(std::string_view sequence) {
    const bool is_on = sequence.back() == 'h';
    if (sequence == "\x1b[?25h" || sequence == "\x1b[?25l") {
        is_cursor_shown_ = is_on;
    } else if (sequence == "\x1b[?2004h" || sequence == "\x1b[?2004l") {
        marks_pastes_ = is_on;
    } else {
        unknown_.push_back(visible(sequence));
    }
}

void TerminalEmulator::take_sequence(std::string_view sequence) {
    const char kind = sequence.back();
    if (sequence.size() > 2 && sequence[2] == '?') return take_mode(sequence);
    if (sequence[1] != '[') {
        unknown_.push_back(visible(sequence));
        return;
    }
    if (kind == 'm') return;
    waits_to_wrap_ = false;
    const std::size_t count = number_in(sequence, kind == 'J' || kind == 'K' ? 0 : 1);
    const std::size_t last_row = rows_.size() - 1;
    switch (kind) {
        case 'A': row_ -= std::min(row_, count); break;
        case 'B': row_ = std::min(last_row, row_ + count); break;
        case 'C': column_ = std::min(columns_ - 1, column_ + count); break;
        case 'D': column_ -= std::min(column_, count); break;
        case 'H': row_ = column_ = 0; break;
        case 'K': erase_in_line(static_cast<int>(count)); break;
        case 'J':
            if (count == 2) rows_.assign(rows_.size(), blank_row());
            if (count == 0) erase_below();
            break;
        default: unknown_.push_back(visible(sequence));
    }
}

std::string TerminalEmulator::text_of(const Row& row) const {
    std::string text;
    for (const Cell& cell : row.cells) text += cell;
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

std::vector<std::string> TerminalEmulator::screen() const {
    std::vector<std::string> rows;
    for (const Row& row : rows_) rows.push_back(text_of(row));
    while (!rows.empty() && rows.back().empty()) rows.pop_back();
    return rows;
}

std::string TerminalEmulator::whole_text() const {
    std::string text;
    for (const Row& row : scrolled_out_) text += text_of(row) + '\n';
    for (const std::string& row : screen()) text += row + '\n';
    return text;
}

std::vector<TerminalEmulator::Line> TerminalEmulator::unfolded_lines() const {
    std::vector<Row> all = rows_;
    const std::size_t cursor = row_;
    while (all.size() > cursor + 1 && text_of(all.back()).empty()) all.pop_back();
    std::vector<Line> lines(1);
    for (std::size_t i = 0; i < all.size(); ++i) {
        Line& line = lines.back();
        if (i == cursor) {
            line.holds_cursor = true;
            line.cursor = line.cells.size() + column_;
        }
        line.cells.insert(line.cells.end(), all[i].cells.begin(), all[i].cells.end());
        if (all[i].goes_on && i + 1 < all.size()) continue;
        while (!line.cells.empty() && line.cells.back() == " ") line.cells.pop_back();
        if (line.holds_cursor && line.cells.size() < line.cursor)
            line.cells.resize(line.cursor, " ");
        if (i + 1 < all.size()) lines.emplace_back();
    }
    return lines;
}

void TerminalEmulator::resize(std::size_t columns, std::size_t rows) {
    const std::vector<Line> lines = unfolded_lines();
    columns_ = columns;
    std::vector<Row> folded;
    std::size_t cursor_row = 0;
    for (const Line& line : lines) {
        if (line.holds_cursor) {
            cursor_row = folded.size() + line.cursor / columns;
            column_ = line.cursor % columns;
        }
        std::size_t begin = 0;
        do {
            const std::size_t count = std::min(columns, line.cells.size() - begin);
            folded.push_back(blank_row());
            std::copy_n(line.cells.begin() + static_cast<std::ptrdiff_t>(begin), count,
                        folded.back().cells.begin());
            begin += count;
            folded.back().goes_on = begin < line.cells.size();
        } while (begin < line.cells.size());
        while (line.holds_cursor && folded.size() <= cursor_row) folded.push_back(blank_row());
    }
    const std::size_t out = folded.size() > rows ? folded.size() - rows : 0;
    const auto cut = folded.begin() + static_cast<std::ptrdiff_t>(out);
    scrolled_out_.insert(scrolled_out_.end(), folded.begin(), cut);
    rows_.assign(cut, folded.end());
    while (rows_.size() < rows) rows_.push_back(blank_row());
    row_ = cursor_row >= out ? cursor_row - out : 0;
    waits_to_wrap_ = false;
}

}
