#include "libagent/results/writers/separated_values.h"

#include "libagent/results/writers/char_set.h"
#include "libagent/results/writers/hex.h"
#include "libagent/results/writers/output_buffer.h"

#include <string>

namespace askdb::results {
namespace {

class SeparatedValuesWriter : public RowWriter {
  public:
    SeparatedValuesWriter(char separator, ByteSink& sink)
        : separator_(separator), quoted_(std::string("\"\r\n") + separator), out_(sink) {}

    void begin(const std::vector<database::ResultColumn>& columns) override {
        for (std::size_t column = 0; column < columns.size(); ++column) {
            if (column > 0) out_.append(separator_);
            append_text(columns[column].name);
        }
        if (!columns.empty()) out_.append('\n');
    }

    void take(const database::Rows& block) override {
        const std::size_t rows = block.row_count();
        const std::size_t columns = block.column_count();
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t column = 0; column < columns; ++column) {
                if (column > 0) out_.append(separator_);
                append_cell(block.cell(row, column));
            }
            out_.append('\n');
        }
    }

    void finish(bool) override { out_.finish(); }

  private:
    void append_cell(const database::Cell& cell) {
        if (cell.is_null()) return;
        if (cell.kind == database::Kind::bytes) return append_hex(out_, cell.text);
        append_text(cell.text);
    }

    void append_text(std::string_view text) {
        const bool plain = !text.empty() && quoted_.find_in(text) == std::string_view::npos;
        if (plain) return out_.append(text);
        out_.append('"');
        for (std::size_t quote; (quote = text.find('"')) != std::string_view::npos;) {
            out_.append(text.substr(0, quote));
            out_.append("\"\"");
            text.remove_prefix(quote + 1);
        }
        out_.append(text);
        out_.append('"');
    }

    char separator_;
    CharSet quoted_;  ///< What a field must not hold without quotes around it.
    OutputBuffer out_;
};

}

std::unique_ptr<RowWriter> make_separated_values(char separator, ByteSink& sink) {
    return std::make_unique<SeparatedValuesWriter>(separator, sink);
}

}
