#pragma once

#include "cli/render/markdown_inline.h"
#include "cli/render/markdown_nesting.h"
#include "cli/render/row_wrapper.h"
#include "cli/render/sql_highlight.h"
#include "cli/render/theme.h"
#include "libagent/database/dialect.h"
#include "libagent/database/rows.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::cli {

/// How Markdown is shown; the theme and the dialect are borrowed.
struct MarkdownOptions {
    std::size_t width = 0;  ///< Columns of the terminal; 0: rows are as long as they are.
    const Theme& theme;
    const database::Dialect* dialect = nullptr;  ///< Of SQL in code blocks; null: any.
};

/// Puts the blocks of a Markdown text, in the containers that they stand in, onto rows of a
/// terminal. Without colours the markers that no style stands for stay. A value.
class MarkdownRows {
  public:
    explicit MarkdownRows(const MarkdownOptions& options);

    MarkdownNesting& nesting() { return nesting_; }
    const MarkdownNesting& nesting() const { return nesting_; }

    /// The rest of the text may come and is not waited for; see InlineEnd::pending. Rows are folded
    /// so that none is wider than the terminal.
    void show_pending();

    bool in_paragraph() const { return in_paragraph_; }
    /// The next line of the paragraph, which begins when there is none.
    void add_line(std::string_view text);
    /// More of the same line.
    void add_text(std::string_view text);
    void end_paragraph();

    void add_heading(const Heading& heading);
    void add_rule();
    void add_table(const database::Rows& rows);
    void add_blank() { is_blank_due_ = true; }
    void add_note(std::string_view text);

    void begin_code(const std::string& language);
    void add_code(std::string_view line);

    /// What comes next is another text.
    void end_text();

    /// Leaves all containers but the outermost `depth`.
    void close_containers(std::size_t depth);

    void resize(std::size_t width);
    std::string take_finished();

  private:
    void begin_block();
    void drain(InlineEnd end);
    void add_margined(std::string_view row, const RowWrapper::Margins& margins, bool is_first);
    std::size_t room(const RowWrapper::Margins& margins) const;
    InlineEnd last_end() const { return is_pending_ ? InlineEnd::pending : InlineEnd::closed; }

    std::size_t width_;
    const Theme* theme_;
    const database::Dialect* dialect_;
    MarkdownNesting nesting_;
    RowWrapper wrapper_;
    bool is_pending_ = false;
    bool in_paragraph_ = false;
    std::string paragraph_;  ///< Its text that is not decided yet.
    char before_ = ' ';      ///< What stood in front of that.
    std::optional<SqlHighlighter> sql_;
    bool is_blank_due_ = false;
    bool has_rows_ = false;
    std::string out_;
};

}
