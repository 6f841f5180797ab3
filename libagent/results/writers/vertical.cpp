#include "libagent/base/text.h"
#include "libagent/results/writers/document_parts.h"
#include "libagent/results/writers/hex.h"
#include "libagent/results/writers/output_buffer.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::results {
namespace {

/// One value a line, as psql's \x and mysql's \G show it; what would break a line is visible.
class VerticalWriter : public RowWriter {
  public:
    VerticalWriter(const WriteOptions& options, ByteSink& sink)
        : out_(sink), null_text_(visible(options.null_text)), row_count_(options.row_count) {}

    void begin(const std::vector<database::ResultColumn>& columns) override {
        for (const database::ResultColumn& column : columns) {
            labels_.push_back(visible(column.name));
            label_width_ = std::max(label_width_, display_width(labels_.back()));
        }
        for (std::string& label : labels_) {
            label.append(label_width_ - display_width(label), ' ');
        }
    }

    void take(const database::Rows& block) override {
        for (std::size_t row = 0; row < block.row_count(); ++row) {
            append_title();
            for (std::size_t column = 0; column < labels_.size(); ++column) {
                out_.append(labels_[column]);
                append_value(block.cell(row, column));
            }
        }
    }

    void finish(bool truncated) override {
        if (labels_.empty()) {
            out_.append("(no columns)\n");
        } else if (row_count_ && (rows_ == 0 || truncated)) {
            out_.append("(" + row_count_text(rows_, truncated) + ")\n");
        }
        out_.finish();
    }

  private:
    void append_title() {
        const std::string title = fmt::format("-[ RECORD {} ]-", ++rows_);
        out_.append(title);
        const std::size_t width = std::min(label_width_, widest_rule) + border.size();
        out_.repeat(width - std::min(width, title.size()), "-");
        out_.append('\n');
    }

    void append_value(const database::Cell& cell) {
        out_.append(border);
        if (cell.is_null()) {
            out_.append(null_text_);
        } else if (cell.kind == database::Kind::bytes) {
            append_hex(out_, cell.text);
        } else {
            out_.append(visible(cell.text));
        }
        out_.append('\n');
    }

    static constexpr std::string_view border = " | ";
    static constexpr std::size_t widest_rule = 60;

    OutputBuffer out_;
    std::string null_text_;
    bool row_count_;
    std::vector<std::string> labels_;  ///< Padded to the same width.
    std::size_t label_width_ = 0;
    std::size_t rows_ = 0;
};

std::unique_ptr<RowWriter> make_vertical(const WriteOptions& options, ByteSink& sink) {
    return std::make_unique<VerticalWriter>(options, sink);
}

}

extern const WriterSpec vertical_writer = {
    .name = "vertical",
    .summary = "for people: one `column | value` line each, row after row (as psql's \\x)",
    .extensions = "",
    .make = make_vertical,
    .streams = true,
};

}
