#include "cli/repl/input_rows.h"

#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::cli::repl {
namespace {

/// A character with all that may combine with it.
constexpr std::size_t most_bytes_in_column = 32;

/// Puts one row after the other together.
class RowBuilder {
  public:
    RowBuilder(InputRows& laid, std::size_t width) : laid_(laid), width_(width) {}

    void begin_line(std::string_view prompt) {
        laid_.rows.emplace_back();
        column_ = 0;
        add(prompt);
    }
    void mark_cursor() {
        laid_.cursor_row = laid_.rows.size() - 1;
        laid_.cursor_column = column_;
    }
    void add(std::string_view text) {
        // What one row may hold, so that a long text is not looked at to its end for each.
        const std::size_t most_bytes = width_ * most_bytes_in_column;
        while (!text.empty()) {
            const std::string_view near = utf8_prefix(text, most_bytes);
            std::string_view piece = display_prefix(near, width_ - column_);
            if (display_width(piece) > width_ - column_) piece = {};  // One that is wider alone.
            if (piece.empty() && column_ == 0) piece = display_prefix(near, width_);
            laid_.rows.back() += piece;
            column_ += display_width(piece);
            text.remove_prefix(piece.size());
            if (!text.empty() || column_ >= width_) {
                laid_.rows.emplace_back();
                column_ = 0;
            }
        }
    }

  private:
    InputRows& laid_;
    const std::size_t width_;
    std::size_t column_ = 0;
};

/// Tabs as a space: their stops would depend on the prompt.
std::string shown(std::string_view text) {
    std::string harmless(text);
    std::replace(harmless.begin(), harmless.end(), '\t', ' ');
    return visible(harmless);
}

/// Leaves the rows around the cursor.
void keep_rows(InputRows& laid, std::size_t most) {
    if (most == 0 || laid.rows.size() <= most) return;
    const std::size_t half = most / 2;
    std::size_t first = laid.cursor_row > half ? laid.cursor_row - half : 0;
    first = std::min(first, laid.rows.size() - most);
    const auto begin = laid.rows.begin() + static_cast<std::ptrdiff_t>(first);
    laid.rows = std::vector<std::string>(begin, begin + static_cast<std::ptrdiff_t>(most));
    laid.cursor_row -= first;
}

}

InputRows lay_out_input(std::string_view text, std::size_t cursor, const InputLook& look) {
    constexpr std::size_t narrowest = 4;
    InputRows laid;
    RowBuilder rows(laid, std::max(narrowest, look.width - std::min<std::size_t>(look.width, 1)));
    std::size_t begin = 0;
    while (true) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        rows.begin_line(begin == 0 ? look.prompt : look.continuation);
        if (cursor >= begin && cursor <= end) {
            rows.add(shown(text.substr(begin, cursor - begin)));
            rows.mark_cursor();
            rows.add(shown(text.substr(cursor, end - cursor)));
        } else {
            rows.add(shown(text.substr(begin, end - begin)));
        }
        if (end == text.size()) break;
        begin = end + 1;
    }
    keep_rows(laid, look.most_rows);
    return laid;
}

std::vector<std::string> folded_rows(std::string_view line, std::size_t width) {
    InputRows laid;
    RowBuilder rows(laid, std::max<std::size_t>(width, 2));
    rows.begin_line({});
    rows.add(line);
    if (laid.rows.size() > 1 && laid.rows.back().empty()) laid.rows.pop_back();
    return std::move(laid.rows);
}

}
