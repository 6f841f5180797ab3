#include "cli/render/row_wrapper.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <utility>

namespace askdb::cli {
namespace {

constexpr std::size_t most_held = 256;  // Of a word that may be endless.
constexpr std::size_t endless = std::size_t{1} << 40;

/// The first character as a person counts them, or more of them that take no column.
std::string_view first_character(std::string_view text) {
    constexpr std::size_t longest_character = 64, widest_character = 2;
    const std::string_view near = utf8_prefix(text, longest_character);
    for (std::size_t width = 1; width <= widest_character; ++width) {
        const std::string_view character = display_prefix(near, width);
        if (!character.empty()) return character;
    }
    return utf8_prefix(text, 4);
}

std::size_t width_of(const StyledText& runs) {
    std::size_t width = 0;
    for (const StyledRun& run : runs) width += display_width(run.text);
    return width;
}

/// The longest beginning that fits into `width`, at least one character, taken from `runs`.
StyledText take_prefix(StyledText& runs, std::size_t width) {
    StyledText taken;
    while (!runs.empty()) {
        StyledRun& run = runs.front();
        std::string_view prefix = display_prefix(run.text, width);
        if (prefix.empty() && taken.empty()) prefix = first_character(run.text);
        append_run(taken, prefix, run.styles);
        width -= std::min(width, display_width(prefix));
        if (prefix.size() < run.text.size()) {
            run.text.erase(0, prefix.size());
            return taken;
        }
        runs.erase(runs.begin());
    }
    return taken;
}

}

void RowWrapper::begin(Margins margins) {
    margins_ = std::move(margins);
    first_margin_ = width_of(margins_.first);
    next_margin_ = width_of(margins_.next);
    is_first_ = true;
}

void RowWrapper::add(const StyledText& runs) {
    for (const StyledRun& run : runs) add(run);
}

void RowWrapper::add(const StyledRun& run) {
    std::string_view text = run.text;
    while (!text.empty()) {
        const std::size_t blank = std::min(text.find_first_of(" \t\n"), text.size());
        add_word_part(text.substr(0, blank), run.styles);
        text.remove_prefix(blank);
        if (text.empty()) return;
        end_word();
        if (text.front() == '\n') {
            end_row();
        } else {
            space_came_ = true;
        }
        text.remove_prefix(1);
    }
}

/// `text` has no blank. Wide characters are words of their own.
void RowWrapper::add_word_part(std::string_view text, StyleSet styles) {
    const auto append = [&](std::string_view part, std::size_t width) {
        if (word_.empty()) word_.after_space = std::exchange(space_came_, false);
        append_run(word_.runs, part, styles);
        word_.width += width;
    };
    while (!text.empty()) {
        const std::string_view near = text.substr(0, most_held);
        const auto first_wide = std::find_if(
            near.begin(), near.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
        const auto narrow = static_cast<std::size_t>(first_wide - near.begin());
        if (narrow > 0) {
            append(text.substr(0, narrow), narrow);
            text.remove_prefix(narrow);
            if (word_.width > most_held) spill_word();
            continue;
        }
        const std::string_view character = first_character(text);
        const std::size_t width = display_width(character);
        if (width > 1) end_word();
        append(character, width);
        if (width > 1) end_word();
        if (word_.width > most_held) spill_word();
        text.remove_prefix(character.size());
    }
}

std::size_t RowWrapper::room() const {
    if (width_ == 0) return endless;
    const std::size_t margin = is_first_ ? first_margin_ : next_margin_;
    return margin < width_ ? width_ - margin : 1;
}

/// Cuts a word that is wider than a row, and keeps what is left of it.
void RowWrapper::spill_word() {
    const std::size_t space = word_.after_space && !row_.empty() ? 1 : 0;
    if (!row_.empty() && row_width_ + space + word_.width > room()) write_row();
    if (!row_.empty()) return;
    word_.after_space = false;
    while (word_.width > room()) {
        Word part{.runs = take_prefix(word_.runs, room())};
        word_.width -= std::min(word_.width, width_of(part.runs));
        row_.push_back(std::move(part));
        write_row();
    }
}

void RowWrapper::end_word() {
    spill_word();
    if (word_.empty()) return;
    row_width_ += word_.width + (word_.after_space ? 1 : 0);
    row_.push_back(std::exchange(word_, {}));
}

void RowWrapper::end_row() {
    end_word();
    if (!row_.empty()) write_row();
    space_came_ = false;
}

void RowWrapper::write_row() {
    StyledText row = is_first_ ? margins_.first : margins_.next;
    for (const Word& word : row_) {
        if (word.after_space) {
            const StyleSet before = row.empty() ? StyleSet() : row.back().styles;
            append_run(row, " ", before.common(word.runs.front().styles));
        }
        for (const StyledRun& run : word.runs) append_run(row, run.text, run.styles);
    }
    rows_ += painted(*theme_, row) + "\n";
    row_.clear();
    row_width_ = 0;
    is_first_ = false;
}

std::string RowWrapper::take_rows() {
    return std::exchange(rows_, {});
}

void RowWrapper::resize(std::size_t width) {
    width_ = width;
    Word last = std::exchange(word_, {});
    row_width_ = 0;
    for (Word& word : std::exchange(row_, {})) {
        word_ = std::move(word);
        end_word();
    }
    word_ = std::move(last);
}

}
