#pragma once

#include "cli/render/markdown_line.h"
#include "cli/render/markdown_rows.h"
#include "cli/render/markdown_table.h"
#include "cli/render/text_joiner.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::cli {

/// Shows Markdown on a terminal while it comes: headings, lists, quotations, code (SQL in colours),
/// tables fitted to the width, and paragraphs wrapped at words. Each line of a paragraph begins a
/// row of its own, as people and models mean it. A value; pure. All text is made safe to show.
/// Time and memory are linear in the text, whatever it holds.
class MarkdownStream {
  public:
    using Options = MarkdownOptions;
    explicit MarkdownStream(const Options& options) : rows_(options) {}

    /// More of the text, split anywhere.
    void feed(std::string_view text);

    /// Whole rows that never change again, each with its newline, styles ended in each. Only rows
    /// of code may be wider than the terminal, which folds them.
    std::string take_finished();

    /// The rows below them, which still may change, as if the text went on in the way that it
    /// began; none is wider than the terminal, the last has no newline. May be higher than the
    /// screen: then only its last rows can be shown. Costs time in their length, so that 30 times
    /// a second is better than once a token.
    std::string tail() const;

    /// The text is over: all its rows are finished. What is fed next is another text.
    void finish();

    /// From now on; rows that were taken stay as they are.
    void resize(std::size_t width) { rows_.resize(width); }

  private:
    void take_part(std::string_view part);
    void take_line(std::string_view raw, bool is_whole);
    void take_leaf(std::string_view line, bool is_whole);
    void take_table_line(std::string_view line);
    void show_pieces(const std::vector<AnswerPiece>& pieces);
    bool take_code_line(std::string_view line);
    bool must_wait();

    MarkdownRows rows_;
    TextJoiner joiner_;
    std::string line_;            ///< The beginning of a line that is not decided yet.
    bool is_passing_ = false;     ///< The current line is known to be text.
    bool is_waiting_ = false;     ///< It is not, and only its end decides.
    std::optional<Fence> fence_;  ///< Of the code block that is open.
    MarkdownTables tables_;
    bool is_tail_ = false;
};

}
