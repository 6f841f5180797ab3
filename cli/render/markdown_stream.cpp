#include "cli/render/markdown_stream.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace askdb::cli {
namespace {

constexpr std::size_t longest_held_markdown = 16u << 10;
constexpr std::size_t surely_text = 16;  // Bytes: longer than any marker.
/// Of a table that is not whole: they are laid out anew with each row.
constexpr std::size_t most_pending_rows = 20;

/// The line without the markers that it begins with.
std::string_view without_markers(std::string_view line) {
    constexpr int most_markers = 16;
    for (int i = 0; i < most_markers; ++i) {
        const std::size_t quote = quote_marker(line);
        const auto item = quote > 0 ? std::nullopt : list_marker(line);
        const std::size_t marker = item ? item->content : quote;
        if (marker == 0) break;
        line.remove_prefix(marker);
    }
    return line;
}

}

void MarkdownStream::feed(std::string_view text) {
    const std::string safe = joiner_.feed(text);
    std::string_view rest = safe;
    while (!rest.empty()) {
        const std::size_t newline = rest.find('\n');
        const std::size_t length = newline == std::string_view::npos ? rest.size() : newline + 1;
        take_part(rest.substr(0, length));
        rest.remove_prefix(length);
    }
}

/// `part` lies within one line, and ends it when it ends in a newline.
void MarkdownStream::take_part(std::string_view part) {
    const bool ends = part.ends_with('\n');
    if (ends) part.remove_suffix(1);
    if (is_passing_) {
        rows_.add_text(part);
        is_passing_ = !ends;
        return;
    }
    line_ += part;
    if (!ends && must_wait()) return;
    is_waiting_ = false;
    const std::string line = std::exchange(line_, {});
    take_line(line, ends);
    is_passing_ = !ends && !fence_;
}

/// Whether it is not decided yet what the line is.
bool MarkdownStream::must_wait() {
    if (line_.size() > longest_held_markdown) return false;
    if (fence_ || is_waiting_ || indent_of(line_) > deepest_block_indent) return true;
    const std::string_view text = without_markers(line_);
    if (text.size() < surely_text) return true;
    is_waiting_ = !is_text_line(text) || line_.find('\t') != std::string::npos;
    return is_waiting_;
}

/// Without its newline. One that `is_whole` not is the beginning of a line of text or of code.
void MarkdownStream::take_line(std::string_view raw, bool is_whole) {
    const std::string line = without_tabs(raw);
    std::string_view rest = line;
    if (fence_ && take_code_line(line)) return;
    MarkdownNesting& nesting = rows_.nesting();
    const std::size_t matched = nesting.match(rest);
    const bool is_blank = is_blank_line(rest);
    const bool is_table = rest.substr(indent_of(rest)).starts_with('|') && is_whole;
    if (!is_table || matched < nesting.depth()) show_pieces(tables_.finish());
    if (matched < nesting.depth()) {
        const bool goes_on = rows_.in_paragraph() && is_text_line(rest) && !is_blank;
        if (goes_on) return rows_.add_line(rest);
        rows_.close_containers(matched);
    }
    if (is_blank) {
        rows_.end_paragraph();
        return rows_.add_blank();
    }
    while (true) {
        std::string_view inner = rest;
        MarkdownNesting opened = nesting;
        if (!opened.open(inner, rows_.in_paragraph())) break;
        show_pieces(tables_.finish());
        rows_.end_paragraph();
        nesting = std::move(opened);
        rest = inner;
    }
    take_leaf(rest, is_whole);
}

void MarkdownStream::take_leaf(std::string_view line, bool is_whole) {
    if (is_blank_line(line)) return;  // An item whose text is still to come.
    if (!is_whole) return rows_.add_line(line);
    if (const auto heading = heading_in(line)) return rows_.add_heading(*heading);
    if (is_rule(line)) return rows_.add_rule();
    if (auto fence = opening_fence(line)) {
        rows_.begin_code(fence->language);
        fence_ = std::move(fence);
        return;
    }
    if (line.substr(indent_of(line)).starts_with('|')) return take_table_line(line);
    const bool is_code = indent_of(line) > deepest_block_indent && !rows_.in_paragraph();
    if (!is_code) return rows_.add_line(line);
    rows_.begin_code({});
    rows_.add_code(outdented(line, deepest_block_indent + 1));
}

/// False: the block has ended with the quotation that it stood in.
bool MarkdownStream::take_code_line(std::string_view line) {
    if (!rows_.nesting().match_code(line)) {
        fence_.reset();
        return false;
    }
    const std::string_view marks = trim(line);
    const bool may_close = is_tail_ && !marks.empty() &&
                           marks.find_first_not_of(fence_->mark) == std::string_view::npos;
    if (closes_fence(line, *fence_)) {
        fence_.reset();
    } else if (!may_close) {
        rows_.add_code(outdented(line, fence_->indent));
    }
    return true;
}

void MarkdownStream::take_table_line(std::string_view line) {
    show_pieces(tables_.feed(fmt::format("{}\n", line)));
}

void MarkdownStream::show_pieces(const std::vector<AnswerPiece>& pieces) {
    for (const AnswerPiece& piece : pieces) {
        if (const auto* table = std::get_if<database::Rows>(&piece)) {
            rows_.add_table(*table);
            continue;
        }
        std::string_view text = std::get<std::string>(piece);
        if (text.ends_with('\n')) text.remove_suffix(1);
        for (const std::string& line : split(text, '\n')) rows_.add_line(line);
    }
}

std::string MarkdownStream::take_finished() {
    return rows_.take_finished();
}

std::string MarkdownStream::tail() const {
    if (tables_.row_count() > most_pending_rows) {
        MarkdownRows rows = rows_;
        rows.take_finished();
        rows.show_pending();
        rows.add_note(fmt::format("… a table, {} rows so far", tables_.row_count()));
        std::string note = rows.take_finished();
        if (note.ends_with('\n')) note.pop_back();
        return note;
    }
    MarkdownStream ended = *this;
    ended.take_finished();
    ended.is_tail_ = true;
    ended.rows_.show_pending();
    ended.finish();
    std::string rows = ended.take_finished();
    if (rows.ends_with('\n')) rows.pop_back();
    return rows;
}

void MarkdownStream::finish() {
    const std::string rest = is_tail_ ? std::string() : joiner_.finish();
    if (!rest.empty()) take_part(rest);
    if (!line_.empty()) take_line(std::exchange(line_, {}), true);
    show_pieces(tables_.finish());
    rows_.close_containers(0);
    rows_.end_text();
    is_passing_ = false;
    is_waiting_ = false;
    fence_.reset();
}

}
