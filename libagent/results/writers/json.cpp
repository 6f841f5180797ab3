#include "libagent/results/writers/json_text.h"
#include "libagent/results/writers/output_buffer.h"

namespace askdb::results {
namespace {

/// `[`, one object a line, `]`; `[]` without rows.
class JsonWriter : public RowWriter {
  public:
    explicit JsonWriter(ByteSink& sink) : out_(sink) {}

    void begin(const std::vector<database::ResultColumn>& columns) override {
        keys_ = json_keys(columns);
        out_.append('[');
    }

    void take(const database::Rows& block) override {
        for (std::size_t row = 0; row < block.row_count(); ++row) {
            out_.append(has_rows_ ? ",\n" : "\n");
            has_rows_ = true;
            append_json_row(out_, keys_, block, row);
        }
    }

    void finish(bool) override {
        out_.append(has_rows_ ? "\n]\n" : "]\n");
        out_.finish();
    }

  private:
    OutputBuffer out_;
    std::vector<std::string> keys_;
    bool has_rows_ = false;
};

std::unique_ptr<RowWriter> make_json(const WriteOptions&, ByteSink& sink) {
    return std::make_unique<JsonWriter>(sink);
}

}

extern const WriterSpec json_writer = {
    .name = "json",
    .summary = "one array, one object a row; numbers keep every digit",
    .extensions = "json",
    .make = make_json,
    .streams = true,
};

}
