#include "libagent/results/writers/char_set.h"
#include "libagent/results/writers/document_parts.h"
#include "libagent/results/writers/output_buffer.h"

namespace askdb::results {
namespace {

void append_html_text(OutputBuffer& out, std::string_view text) {
    constexpr CharSet special("&<>\"'");
    std::size_t copied = 0;
    for (std::size_t at; (at = special.find_in(text, copied)) != std::string_view::npos;) {
        out.append(text.substr(copied, at - copied));
        copied = at + 1;
        switch (text[at]) {
            case '&': out.append("&amp;"); break;
            case '<': out.append("&lt;"); break;
            case '>': out.append("&gt;"); break;
            case '"': out.append("&quot;"); break;
            default: out.append("&#39;");
        }
    }
    out.append(text.substr(copied));
}

/// Nothing is fetched and nothing runs, whatever the cells hold. Colours are the reader's own,
/// light or dark.
constexpr std::string_view html_before_title = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>)";

constexpr std::string_view html_after_title = R"(</title>
<style>
:root { color-scheme: light dark; }
body { margin: 1.5rem; font: 1rem/1.45 system-ui, sans-serif; color: CanvasText; background: Canvas; }
table { border-collapse: collapse; }
caption { padding-bottom: .5rem; text-align: left; font-weight: 600; }
th, td { padding: .25rem .6rem; border: 1px solid #8888; text-align: left; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere; }
thead th { position: sticky; top: 0; background: Canvas; }
tbody tr:nth-child(even) { background: #8881; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.null { font-style: italic; opacity: .75; }
</style>
</head>
<body>
)";

/// One document that stands for itself. The head of the table waits for the first rows, which may
/// tell what is a number.
class HtmlWriter : public RowWriter {
  public:
    HtmlWriter(const WriteOptions& options, ByteSink& sink)
        : out_(sink),
          null_text_(options.null_text),
          title_(options.title.empty() ? "Result" : document_text(options.title)) {}

    void begin(const std::vector<database::ResultColumn>& columns) override { columns_ = columns; }

    void take(const database::Rows& block) override {
        if (rows_ == 0) append_head(block);
        for (std::size_t row = 0; row < block.row_count(); ++row) {
            out_.append("<tr>");
            for (std::size_t column = 0; column < block.column_count(); ++column) {
                append_cell(block.cell(row, column));
            }
            out_.append("</tr>\n");
        }
        rows_ += block.row_count();
    }

    void finish(bool truncated) override {
        if (rows_ == 0) append_head({});
        if (!columns_.empty()) out_.append("</tbody>\n</table>\n");
        out_.append("<p>" + row_count_text(rows_, truncated) + "</p>\n</body>\n</html>\n");
        out_.finish();
    }

  private:
    void append_head(const database::Rows& first) {
        out_.append(html_before_title);
        append_html_text(out_, title_);
        out_.append(html_after_title);
        if (columns_.empty()) return;
        out_.append("<table>\n<caption>");
        append_html_text(out_, title_);
        out_.append("</caption>\n<thead>\n<tr>");
        const std::vector<bool> numbers = number_columns(columns_, first);
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            out_.append(numbers[column] ? R"(<th scope="col" class="number">)"
                                        : R"(<th scope="col">)");
            append_html_text(out_, document_text(columns_[column].name));
            out_.append("</th>");
        }
        out_.append("</tr>\n</thead>\n<tbody>\n");
    }

    /// NULL is a class of its own, so that it is told from an empty text even where nothing is
    /// shown for it.
    void append_cell(const database::Cell& cell) {
        if (cell.is_null()) {
            out_.append(R"(<td class="null">)");
        } else {
            out_.append(database::is_number(cell.kind) ? R"(<td class="number">)" : "<td>");
        }
        append_html_text(out_, document_text(cell, null_text_));
        out_.append("</td>");
    }

    OutputBuffer out_;
    std::string null_text_;
    std::string title_;
    std::vector<database::ResultColumn> columns_;
    std::size_t rows_ = 0;
};

std::unique_ptr<RowWriter> make_html(const WriteOptions& options, ByteSink& sink) {
    return std::make_unique<HtmlWriter>(options, sink);
}

}

extern const WriterSpec html_writer = {
    .name = "html",
    .summary = "one document for a browser, light or dark, without scripts",
    .extensions = "html htm",
    .make = make_html,
    .streams = true,
};

}
