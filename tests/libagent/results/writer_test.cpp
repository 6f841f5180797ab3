#include "libagent/results/writer.h"

#include "libagent/base/text.h"
#include "tests/libagent/results/nasty_rows.h"

#include <catch2/catch.hpp>

#include <memory>
#include <set>

using namespace askdb::results;
using askdb::database::Rows;

namespace {

/// Remembers how much came, and how much of it before the end.
class CountingSink : public ByteSink {
  public:
    void write(std::string_view bytes) override { count += bytes.size(); }
    std::size_t count = 0;
};

/// The rows of `rows` one by one, as a database that streams may hand them on.
std::string written_row_by_row(const WriterSpec& spec, const Rows& rows,
                               const WriteOptions& options) {
    StringSink sink;
    const std::unique_ptr<RowWriter> writer = spec.make(options, sink);
    writer->begin(rows.columns);
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        Rows one;
        one.columns = rows.columns;
        for (std::size_t column = 0; column < rows.column_count(); ++column) {
            one.append(rows.cell(row, column).kind, rows.cell(row, column).text);
        }
        writer->take(one);
    }
    writer->finish(rows.truncated);
    return sink.text;
}

}

TEST_CASE("writers: every format has a name of its own, a summary, and is found by it",
          "[results]") {
    std::set<std::string_view> names;

    for (const WriterSpec* writer : all_writers()) names.insert(writer->name);

    CHECK(names.size() == all_writers().size());
    for (const WriterSpec* writer : all_writers()) {
        CHECK(find_writer(writer->name) == writer);
        CHECK_FALSE(writer->summary.empty());
    }
    CHECK(find_writer("nonsense") == nullptr);
}

TEST_CASE("writers: a file's name says its format, in any case and from any folder", "[results]") {
    const auto format_of = [](std::string_view path) {
        const WriterSpec* writer = find_writer_of_file(path);
        return writer == nullptr ? "" : std::string(writer->name);
    };

    CHECK(format_of("rows.csv") == "csv");
    CHECK(format_of("a.b/c.d/Rows.NDJSON") == "jsonl");
    CHECK(format_of("x.htm") == "html");
    CHECK(format_of("x.markdown") == "markdown");
    for (const char* other :
         {"", "csv", ".csv", "a.csv/rows", "rows.", "rows.csv.gz", "a b. csv"}) {
        INFO(other);
        CHECK(format_of(other).empty());
    }
}

TEST_CASE("writers: no two formats claim the same files", "[results]") {
    std::set<std::string> taken;

    for (const WriterSpec* writer : all_writers()) {
        if (writer->extensions.empty()) continue;
        for (const std::string& extension : askdb::split(writer->extensions, ' ')) {
            INFO(extension);
            CHECK(taken.insert(extension).second);
            CHECK(find_writer_of_file("x." + extension) == writer);
        }
    }
}

TEST_CASE("writers: every format survives odd results and ends its last line", "[results]") {
    Rows cut = nasty_rows();
    cut.truncated = true;
    const std::vector<Rows> results = {
        Rows(),
        sample_rows({"a"}, {}),
        sample_rows({"", ""}, {}),
        nasty_rows(),
        cut,
        wide_rows(1'000),
        sample_rows({"big"}, {text_cell(std::string(10u << 20, '|')),
                              bytes_cell(std::string(10u << 20, '\0'))})};

    for (const WriterSpec* writer : all_writers()) {
        for (const Rows& rows : results) {
            const std::string text = written(writer->name, rows, {.width = 40});
            INFO(writer->name << ": " << text.substr(0, 200));
            if (writer->is_binary) {
                CHECK_FALSE(text.empty());
            } else {
                CHECK((text.empty() || text.back() == '\n'));
            }
        }
    }
}

TEST_CASE("writers: what is meant to be read is valid UTF-8 without control characters",
          "[results]") {
    for (const WriterSpec* writer : all_writers()) {
        if (writer->is_binary || writer->verbatim) continue;
        const std::string text = written(writer->name, nasty_rows());

        INFO(writer->name << ": " << text);
        CHECK(askdb::is_valid_utf8(text));
        CHECK(askdb::visible(text, true) == text);
    }
}

TEST_CASE("writers: blocks of any size make the same text", "[results]") {
    for (const WriterSpec* writer : all_writers()) {
        if (writer->is_binary) continue;  // It holds the time of its making.
        const WriteOptions options{.null_text = "NULL", .title = "A <title>"};

        INFO(writer->name);
        CHECK(written_row_by_row(*writer, nasty_rows(), options) ==
              written(writer->name, nasty_rows(), options));
    }
}

TEST_CASE("writers: a format that streams hands its bytes on while the rows come", "[results]") {
    std::vector<SampleCell> cells;
    for (int row = 0; row < 1'000; ++row) cells.push_back(text_cell(std::string(200, 'x')));
    const Rows block = sample_rows({"a"}, cells);

    for (const WriterSpec* writer : all_writers()) {
        if (!writer->streams || writer->is_binary) continue;
        CountingSink sink;
        const std::unique_ptr<RowWriter> made = writer->make({}, sink);
        made->begin(block.columns);
        for (int i = 0; i < 10; ++i) made->take(block);

        INFO(writer->name);
        CHECK(sink.count > 1'900'000);
        made->finish(false);
    }
}

TEST_CASE("writers: one that is given up in the middle leaves its sink alone", "[results]") {
    for (const WriterSpec* writer : all_writers()) {
        StringSink sink;
        {
            const std::unique_ptr<RowWriter> made = writer->make({}, sink);
            made->begin(nasty_rows().columns);
            made->take(nasty_rows());
        }
        INFO(writer->name);
        CHECK(sink.text.empty());
    }
}
