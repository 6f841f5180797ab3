#include "cli/render/markdown_rows.h"

#include "cli/render/markdown_link.h"
#include "libagent/base/text.h"
#include "libagent/results/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace askdb::cli {
namespace {

constexpr std::string_view code_margin = "  ";

bool is_sql_language(std::string_view language) {
    return language.find("sql") != std::string_view::npos || language == "postgres" ||
           language == "mariadb";
}

std::size_t width_of_runs(const StyledText& runs) {
    std::size_t width = 0;
    for (const StyledRun& run : runs) width += display_width(run.text);
    return width;
}

}

MarkdownRows::MarkdownRows(const MarkdownOptions& options)
    : width_(options.width),
      theme_(&options.theme),
      dialect_(options.dialect != nullptr ? options.dialect : database::find_dialect("generic")),
      wrapper_(options.theme, options.width) {}

void MarkdownRows::show_pending() {
    is_pending_ = true;
}

/// The empty row above a block, where one is due.
void MarkdownRows::begin_block() {
    const bool is_due = std::exchange(is_blank_due_, false) && has_rows_;
    has_rows_ = true;
    if (!is_due) return;
    out_ += theme_->paint(Style::dim, nesting_.blank_margin(width_)) + "\n";
}

void MarkdownRows::add_line(std::string_view text) {
    text = text.substr(indent_of(text));
    if (in_paragraph_) {
        paragraph_ += '\n';
        return add_text(text);
    }
    begin_block();
    wrapper_.begin(nesting_.margins(width_));
    in_paragraph_ = true;
    before_ = ' ';
    add_text(text);
}

void MarkdownRows::add_text(std::string_view text) {
    constexpr std::size_t worth_saving = 64;
    paragraph_ += text;
    // What waits for its partner is not read again before one may be there.
    const bool may_skip = paragraph_.size() > text.size() + worth_saving &&
                          paragraph_.size() <= farthest_markdown_partner &&
                          text.find_first_of("*_~`[]()<>;\n") == std::string_view::npos;
    if (!may_skip) drain(InlineEnd::open);
}

void MarkdownRows::drain(InlineEnd end) {
    const InlineText read =
        read_inline(paragraph_, {.end = end, .keep_markers = !theme_->paints(), .before = before_});
    if (read.taken > 0) before_ = paragraph_[read.taken - 1];
    paragraph_.erase(0, read.taken);
    wrapper_.add(read.runs);
    out_ += wrapper_.take_rows();
}

void MarkdownRows::end_paragraph() {
    if (!in_paragraph_) return;
    drain(last_end());
    wrapper_.end_row();
    out_ += wrapper_.take_rows();
    in_paragraph_ = false;
}

void MarkdownRows::add_heading(const Heading& heading) {
    end_paragraph();
    is_blank_due_ = true;
    begin_block();
    wrapper_.begin(nesting_.margins(width_));
    if (!theme_->paints()) wrapper_.add({.text = std::string(heading.level, '#') + " "});
    wrapper_.add(
        read_inline(heading.words,
                    {.end = last_end(), .base = Style::heading, .keep_markers = !theme_->paints()})
            .runs);
    wrapper_.end_row();
    out_ += wrapper_.take_rows();
}

std::size_t MarkdownRows::room(const RowWrapper::Margins& margins) const {
    if (width_ == 0) return 0;
    const std::size_t margin = width_of_runs(margins.first);
    return margin < width_ ? width_ - margin : 1;
}

void MarkdownRows::add_margined(std::string_view row, const RowWrapper::Margins& margins,
                                bool is_first) {
    out_ += painted(*theme_, is_first ? margins.first : margins.next);
    out_.append(row).append("\n");
}

void MarkdownRows::add_rule() {
    constexpr std::size_t usual_length = 40;
    end_paragraph();
    begin_block();
    const RowWrapper::Margins margins = nesting_.margins(width_);
    const std::size_t most = room(margins);
    std::string rule;
    for (std::size_t i = 0; i < usual_length && (most == 0 || i < most); ++i) rule += "─";
    add_margined(theme_->paint(Style::dim, rule), margins, true);
}

void MarkdownRows::add_note(std::string_view text) {
    end_paragraph();
    begin_block();
    const RowWrapper::Margins margins = nesting_.margins(width_);
    const std::size_t most = room(margins);
    add_margined(theme_->paint(Style::dim, most == 0 ? text : display_prefix(text, most)), margins,
                 true);
}

void MarkdownRows::add_table(const database::Rows& rows) {
    end_paragraph();
    begin_block();
    const RowWrapper::Margins margins = nesting_.margins(width_);
    results::StringSink table;
    results::write_rows(*results::find_writer("table"), rows,
                        {.width = room(margins),
                         .color = theme_->paints(),
                         .null_text = {},
                         .row_count = false},  // A part of the text, which says what it holds.
                        table);
    bool is_first = true;
    for (std::string_view rest = table.text; !rest.empty(); is_first = false) {
        const std::size_t newline = std::min(rest.find('\n'), rest.size());
        add_margined(rest.substr(0, newline), margins, is_first);
        rest.remove_prefix(std::min(newline + 1, rest.size()));
    }
}

void MarkdownRows::begin_code(const std::string& language) {
    end_paragraph();
    sql_.reset();
    if (is_sql_language(language)) sql_.emplace(*dialect_, *theme_);
}

void MarkdownRows::add_code(std::string_view line) {
    end_paragraph();
    begin_block();
    const RowWrapper::Margins margins = nesting_.margins(width_);
    const std::size_t most = room(margins);
    const std::size_t fold = !is_pending_ || most == 0   ? 0
                             : most > code_margin.size() ? most - code_margin.size()
                                                         : 1;
    bool is_first = true;
    do {
        std::string_view row = fold == 0 ? line : display_prefix(line, fold);
        if (row.empty()) row = line.substr(0, utf8_prefix(line, 4).size());
        line.remove_prefix(row.size());
        const std::string shown = sql_ ? sql_->line(row) : theme_->paint(Style::code, row);
        add_margined(shown.empty() ? "" : std::string(code_margin) + shown, margins, is_first);
        is_first = false;
    } while (!line.empty());
}

void MarkdownRows::close_containers(std::size_t depth) {
    end_paragraph();
    while (nesting_.depth() > depth) {
        if (!nesting_.close()) continue;
        begin_block();  // An item without a text.
        add_margined("", nesting_.margins(width_), true);
    }
}

void MarkdownRows::end_text() {
    end_paragraph();
    is_blank_due_ = false;
    has_rows_ = false;
}

void MarkdownRows::resize(std::size_t width) {
    width_ = width;
    wrapper_.resize(width);
    out_ += wrapper_.take_rows();
}

std::string MarkdownRows::take_finished() {
    return std::exchange(out_, {});
}

}
