#include "libagent/results/writers/hex.h"
#include "libagent/results/writers/output_buffer.h"

namespace askdb::results {
namespace {

void append_csv_text(OutputBuffer& out, std::string_view text) {
    const bool plain = !text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos;
    if (plain) return out.append(text);
    out.append('"');
    for (std::size_t quote; (quote = text.find('"')) != std::string_view::npos;) {
        out.append(text.substr(0, quote));
        out.append("\"\"");
        text.remove_prefix(quote + 1);
    }
    out.append(text);
    out.append('"');
}

/// NULL is an empty field and an empty string is `""`, so that both can be told apart. Text goes
/// out byte for byte.
void append_csv_cell(OutputBuffer& out, const database::Cell& cell) {
    if (cell.is_null()) return;
    if (cell.kind == database::Kind::bytes) return append_hex(out, cell.text);
    append_csv_text(out, cell.text);
}

/// RFC 4180, but lines end with \n alone, as psql and sqlite3 write them and every reader takes
/// them. The header is always there.
void write_csv(const database::Rows& rows, const WriteOptions&, ByteSink& sink) {
    if (rows.columns.empty()) return;
    OutputBuffer out(sink);
    for (std::size_t column = 0; column < rows.column_count(); ++column) {
        if (column > 0) out.append(',');
        append_csv_text(out, rows.columns[column].name);
    }
    out.append('\n');
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        for (std::size_t column = 0; column < rows.column_count(); ++column) {
            if (column > 0) out.append(',');
            append_csv_cell(out, rows.cell(row, column));
        }
        out.append('\n');
    }
    out.finish();
}

}

extern const WriterSpec csv_writer = {
    .name = "csv",
    .summary = "comma-separated values with a header (RFC 4180); NULL is empty, \"\" is no text",
    .write = write_csv,
    .verbatim = true,
};

}
