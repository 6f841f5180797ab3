#include "tests/libagent/results/sample_rows.h"
#include "tests/libagent/results/writers/read_separated.h"

#include <catch2/catch.hpp>

#include <random>

using namespace askdb::results;
using askdb::database::Rows;
using askdb::test::read_separated;
using askdb::test::SeparatedField;

TEST_CASE("csv: quotes only where needed, and tells NULL from an empty string", "[results]") {
    const Rows rows =
        sample_rows({"id", "a \"b\"", "note"},
                    {integer_cell("1"), text_cell("plain text"), null_cell, integer_cell("2"),
                     text_cell("x,y"), text_cell(""), integer_cell("3"), text_cell("two\rlines"),
                     bytes_cell(std::string("\0\xff", 2)), integer_cell("4"),
                     text_cell("say \"hi\""), decimal_cell("123456789012345678901234567890.10")});

    const std::string text = written("csv", rows);

    CHECK(text ==
          "id,\"a \"\"b\"\"\",note\n"
          "1,plain text,\n"
          "2,\"x,y\",\"\"\n"
          "3,\"two\rlines\",\\x00ff\n"
          "4,\"say \"\"hi\"\"\",123456789012345678901234567890.10\n");
}

TEST_CASE("csv: the header is there without rows; no columns are no output", "[results]") {
    CHECK(written("csv", sample_rows({"a", "b"}, {})) == "a,b\n");
    CHECK(written("csv", Rows()).empty());
}

TEST_CASE("csv: a text that a spreadsheet takes for a formula keeps its bytes", "[results]") {
    const Rows rows = sample_rows(
        {"=a", "n"}, {text_cell("=1+1"), integer_cell("-5"), text_cell("+41 22"), real_cell("-0.0"),
                      text_cell("-x"), null_cell, text_cell("@name"), text_cell("'quoted")});

    CHECK(written("csv", rows) == "=a,n\n=1+1,-5\n+41 22,-0.0\n-x,\n@name,'quoted\n");
}

TEST_CASE("csv: what is read back equals every byte of every cell", "[results]") {
    std::mt19937 random(4180);
    constexpr std::string_view alphabet("ab,\"\n\r \0\xff\xc3\xa9'\\;\t", 16);
    std::vector<SampleCell> cells;
    for (int i = 0; i < 3 * 2000; ++i) {
        std::string text;
        for (auto n = random() % 8; n > 0; --n) text += alphabet[random() % alphabet.size()];
        cells.push_back(random() % 5 == 0 ? null_cell : text_cell(text));
    }

    const auto lines = read_separated(written("csv", sample_rows({"a", "b", "c"}, cells)), ',');

    REQUIRE(lines.size() == 2001);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        REQUIRE(lines[1 + i / 3].size() == 3);
        const SeparatedField& field = lines[1 + i / 3][i % 3];
        REQUIRE(field.has_value() == (cells[i].kind != askdb::database::Kind::null));
        if (field) REQUIRE(*field == cells[i].text);
    }
}
