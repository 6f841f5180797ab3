#include "libagent/results/writers/json_text.h"
#include "libagent/results/writers/output_buffer.h"

namespace askdb::results {
namespace {

/// `[`, one object a line, `]`; `[]` without rows.
void write_json(const database::Rows& rows, const WriteOptions&, ByteSink& sink) {
    OutputBuffer out(sink);
    const std::vector<std::string> keys = json_keys(rows);
    out.append('[');
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        out.append(row == 0 ? "\n" : ",\n");
        append_json_row(out, keys, rows, row);
    }
    out.append(rows.row_count() == 0 ? "]\n" : "\n]\n");
    out.finish();
}

}

extern const WriterSpec json_writer = {
    .name = "json",
    .summary = "one array, one object a row; numbers keep every digit",
    .write = write_json,
};

}
