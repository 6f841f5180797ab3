#include "cli/repl/painter.h"

#include "cli/render/theme.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli::repl {
namespace {

constexpr std::string_view hide_cursor = "\x1b[?25l";
constexpr std::string_view show_cursor = "\x1b[?25h";
constexpr std::string_view erase_below = "\x1b[J";
/// From the beginning of a row, in two steps: a screen that is erased whole is kept by tmux among
/// what has scrolled away.
constexpr std::string_view erase_from_row = "\x1b[1C\x1b[J\r\x1b[K";
constexpr std::string_view erase_line = "\x1b[K";

}

std::size_t count_folded_rows(std::string_view row, std::size_t columns) {
    const std::size_t width = display_width(without_styles(row));
    return columns == 0 || width == 0 ? 1 : (width + columns - 1) / columns;
}

void Painter::move_to_row(std::string& out, std::size_t row) {
    out += '\r';
    if (row < row_) out += fmt::format("\x1b[{}A", row_ - row);
    if (row > row_) out += fmt::format("\x1b[{}B", row - row_);
    row_ = row;
}

void Painter::place_cursor(std::string& out, const Frame& next) {
    move_to_row(out, next.cursor_row);
    if (next.cursor_column > 0) out += fmt::format("\x1b[{}C", next.cursor_column);
    out += show_cursor;
}

std::string Painter::repaint(std::string_view above, const Frame& next) {
    std::string out(hide_cursor);
    move_to_row(out, 0);
    out += erase_from_row;
    std::size_t begin = 0;
    while (begin < above.size()) {
        const std::size_t end = std::min(above.find('\n', begin), above.size());
        out.append(above.substr(begin, end - begin)).append("\r\n");
        begin = end + 1;
    }
    for (std::size_t i = 0; i < next.rows.size(); ++i) {
        if (i > 0) out += "\r\n";
        out += next.rows[i];
    }
    row_ = next.rows.empty() ? 0 : next.rows.size() - 1;
    place_cursor(out, next);
    return out;
}

std::string Painter::paint_changes(const Frame& next) {
    std::string out(hide_cursor);
    for (std::size_t i = 0; i < next.rows.size(); ++i) {
        if (i < shown_.rows.size() && shown_.rows[i] == next.rows[i]) continue;
        if (i < shown_.rows.size()) {
            move_to_row(out, i);
        } else {  // Only a line feed makes a row at the end of the screen.
            move_to_row(out, i - 1);
            out += "\r\n";
            row_ = i;
        }
        out.append(erase_line).append(next.rows[i]);
    }
    if (next.rows.size() < shown_.rows.size()) {
        move_to_row(out, next.rows.size());
        out += erase_below;
    }
    place_cursor(out, next);
    return out;
}

std::string Painter::paint(std::string_view above, const Frame& next) {
    std::string out;
    const bool may_differ_only =
        above.empty() && is_certain_ && !shown_.rows.empty() && !next.rows.empty();
    if (above.empty() && is_certain_ && shown_ == next) return out;
    out = may_differ_only ? paint_changes(next) : repaint(above, next);
    shown_ = next;
    is_certain_ = true;
    return out;
}

void Painter::resized(std::size_t columns) {
    std::size_t above = 0;
    for (std::size_t i = 0; i < shown_.cursor_row && i < shown_.rows.size(); ++i)
        above += count_folded_rows(shown_.rows[i], columns);
    if (columns > 0) above += shown_.cursor_column / columns;
    row_ = shown_.rows.empty() ? 0 : above;
    is_certain_ = false;
}

void Painter::forget() {
    shown_ = {};
    row_ = 0;
    is_certain_ = false;
}

}
