#include "tests/libagent/results/nasty_rows.h"
#include "tests/libagent/results/writers/read_separated.h"

#include <catch2/catch.hpp>

#include <random>

using namespace askdb::results;
using askdb::database::Rows;
using askdb::test::read_separated;
using askdb::test::SeparatedField;

TEST_CASE(
    "tsv: what would end a field is in quotes, NULL is empty, backslashes are nothing special",
    "[results]") {
    const Rows rows =
        sample_rows({"id", "a\tb"}, {integer_cell("1"), text_cell("a\tb\nc\rd\\e"), null_cell,
                                     text_cell("\\N, \"x\""), text_cell(""), text_cell("a,b\\t"),
                                     text_cell("c"), bytes_cell(std::string("\0\xff", 2))});

    CHECK(written("tsv", rows) ==
          "id\t\"a\tb\"\n"
          "1\t\"a\tb\nc\rd\\e\"\n"
          "\t\"\\N, \"\"x\"\"\"\n"
          "\"\"\ta,b\\t\n"
          "c\t\\x00ff\n");
}

TEST_CASE("tsv: the header is there without rows; no columns are no output", "[results]") {
    CHECK(written("tsv", sample_rows({"a", "b"}, {})) == "a\tb\n");
    CHECK(written("tsv", Rows()).empty());
}

TEST_CASE("tsv: what is read back equals every byte of every cell", "[results]") {
    std::mt19937 random(15);
    constexpr std::string_view alphabet("ab\t\"\n\r \0\xff\xc3\xa9'\\N;n", 16);
    std::vector<SampleCell> cells;
    for (int i = 0; i < 3 * 2000; ++i) {
        std::string text;
        for (auto n = random() % 8; n > 0; --n) text += alphabet[random() % alphabet.size()];
        cells.push_back(random() % 5 == 0 ? null_cell : text_cell(text));
    }

    const auto lines = read_separated(written("tsv", sample_rows({"a", "b", "c"}, cells)), '\t');

    REQUIRE(lines.size() == 2001);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        REQUIRE(lines[1 + i / 3].size() == 3);
        const SeparatedField& field = lines[1 + i / 3][i % 3];
        REQUIRE(field.has_value() == (cells[i].kind != askdb::database::Kind::null));
        if (field) REQUIRE(*field == cells[i].text);
    }
}
