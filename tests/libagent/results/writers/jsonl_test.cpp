#include "libagent/base/text.h"
#include "tests/libagent/results/nasty_rows.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace askdb::results;
using askdb::database::Rows;

TEST_CASE("jsonl: one object a line, nothing without rows", "[results]") {
    const Rows rows = sample_rows(
        {"a", "a"}, {integer_cell("1"), text_cell("x\ny"), null_cell, decimal_cell("1.50")});

    CHECK(written("jsonl", rows) ==
          "{\"a\":1,\"a_2\":\"x\\ny\"}\n"
          "{\"a\":null,\"a_2\":1.50}\n");
    CHECK(written("jsonl", sample_rows({"a"}, {})).empty());
    CHECK(written("jsonl", Rows()).empty());
}

TEST_CASE("jsonl: every line is JSON of its own, whatever the rows hold", "[results]") {
    const Rows rows = nasty_rows();

    const std::vector<std::string> lines = askdb::split(written("jsonl", rows), '\n');

    REQUIRE(lines.size() == rows.row_count() + 1);
    CHECK(lines.back().empty());
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        const auto object = nlohmann::json::parse(lines[row]);
        CHECK(object.size() == rows.column_count());
    }
    CHECK(nlohmann::json::parse(lines[0])["id_2"] == 18446744073709551615u);
    CHECK_THAT(lines[0], Catch::Contains(":12345678901234567890123456789012345678.00}"));
}
