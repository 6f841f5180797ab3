#include "libagent/results/writers/char_set.h"
#include "libagent/results/writers/document_parts.h"
#include "libagent/results/writers/output_buffer.h"

namespace askdb::results {
namespace {

bool is_ascii_word(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/// `_` within a word means nothing in Markdown, so that names stay readable.
bool is_inside_word(std::string_view text, std::size_t at) {
    return at > 0 && at + 1 < text.size() && is_ascii_word(text[at - 1]) &&
           is_ascii_word(text[at + 1]);
}

/// Every character that Markdown or HTML would take for something else, so that a cell shows the
/// text that the database holds, and nothing in it is ever a tag, a link or an image.
void append_markdown_text(OutputBuffer& out, std::string_view text) {
    constexpr CharSet special("|\\`*_[]~<&\n");
    std::size_t copied = 0;
    for (std::size_t at; (at = special.find_in(text, copied)) != std::string_view::npos;) {
        out.append(text.substr(copied, at - copied));
        copied = at + 1;
        const char c = text[at];
        switch (c) {
            case '\n': out.append("<br>"); break;
            case '<': out.append("&lt;"); break;
            case '&': out.append("&amp;"); break;
            case '_':
                if (!is_inside_word(text, at)) out.append('\\');
                out.append(c);
                break;
            default: out.append('\\'); out.append(c);
        }
    }
    out.append(text.substr(copied));
}

/// A pipe table of GitHub Flavored Markdown, as the answers have it. The head waits for the first
/// rows, which may tell what is a number.
class MarkdownWriter : public RowWriter {
  public:
    MarkdownWriter(const WriteOptions& options, ByteSink& sink)
        : out_(sink), null_text_(options.null_text) {}

    void begin(const std::vector<database::ResultColumn>& columns) override { columns_ = columns; }

    void take(const database::Rows& block) override {
        if (rows_ == 0) append_head(block);
        for (std::size_t row = 0; row < block.row_count(); ++row) {
            out_.append('|');
            for (std::size_t column = 0; column < block.column_count(); ++column) {
                append_cell(document_text(block.cell(row, column), null_text_));
            }
            out_.append('\n');
        }
        rows_ += block.row_count();
    }

    void finish(bool truncated) override {
        if (rows_ == 0) append_head({});
        if (truncated) out_.append("\n(" + row_count_text(rows_, truncated) + ")\n");
        out_.finish();
    }

  private:
    void append_head(const database::Rows& first) {
        if (columns_.empty()) return out_.append("(no columns)\n");
        out_.append('|');
        for (const database::ResultColumn& column : columns_) {
            append_cell(document_text(column.name));
        }
        out_.append("\n|");
        for (const bool is_number : number_columns(columns_, first)) {
            out_.append(is_number ? "---:|" : "---|");
        }
        out_.append('\n');
    }

    void append_cell(std::string_view text) {
        out_.append(' ');
        append_markdown_text(out_, text);
        out_.append(" |");
    }

    OutputBuffer out_;
    std::string null_text_;
    std::vector<database::ResultColumn> columns_;
    std::size_t rows_ = 0;
};

std::unique_ptr<RowWriter> make_markdown(const WriteOptions& options, ByteSink& sink) {
    return std::make_unique<MarkdownWriter>(options, sink);
}

}

extern const WriterSpec markdown_writer = {
    .name = "markdown",
    .summary = "a pipe table (GitHub Flavored Markdown); line ends are <br>",
    .extensions = "md markdown",
    .make = make_markdown,
    .streams = true,
    .is_prose = true,
};

}
