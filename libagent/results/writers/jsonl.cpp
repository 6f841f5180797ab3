#include "libagent/results/writers/json_text.h"
#include "libagent/results/writers/output_buffer.h"

namespace askdb::results {
namespace {

/// One object a line; nothing without rows.
class JsonLinesWriter : public RowWriter {
  public:
    explicit JsonLinesWriter(ByteSink& sink) : out_(sink) {}

    void begin(const std::vector<database::ResultColumn>& columns) override {
        keys_ = json_keys(columns);
    }

    void take(const database::Rows& block) override {
        for (std::size_t row = 0; row < block.row_count(); ++row) {
            append_json_row(out_, keys_, block, row);
            out_.append('\n');
        }
    }

    void finish(bool) override { out_.finish(); }

  private:
    OutputBuffer out_;
    std::vector<std::string> keys_;
};

std::unique_ptr<RowWriter> make_jsonl(const WriteOptions&, ByteSink& sink) {
    return std::make_unique<JsonLinesWriter>(sink);
}

}

extern const WriterSpec jsonl_writer = {
    .name = "jsonl",
    .summary = "one object a line; numbers keep every digit",
    .extensions = "jsonl ndjson",
    .make = make_jsonl,
    .streams = true,
};

}
