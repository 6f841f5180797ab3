#include "libagent/results/writer.h"

#include "tests/libagent/results/sample_rows.h"

#include <catch2/catch.hpp>

#include <set>

using namespace askdb::results;

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

TEST_CASE("writers: every format survives odd results and ends its last line", "[results]") {
    const std::string odd("\0\xff\x1b[2J\n\xe2\x80\xae,\"", 12);
    const std::vector<askdb::database::Rows> results = {
        askdb::database::Rows(), sample_rows({"a"}, {}), sample_rows({"", ""}, {}),
        sample_rows({odd, odd}, {text_cell(odd), bytes_cell(odd), null_cell, integer_cell(odd)}),
        sample_rows({"big"}, {text_cell(std::string(300'000, 'x'))})};

    for (const WriterSpec* writer : all_writers()) {
        for (const auto& rows : results) {
            const std::string text = written(writer->name, rows, {.width = 40});
            INFO(writer->name << ": " << text.substr(0, 200));
            CHECK((text.empty() || text.back() == '\n'));
        }
    }
}
