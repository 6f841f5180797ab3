#include "libagent/base/text.h"
#include "tests/libagent/results/nasty_rows.h"

#include <catch2/catch.hpp>

using namespace askdb::results;
using askdb::database::Rows;

TEST_CASE("vertical: one value a line below a title for each row", "[results]") {
    const Rows rows = sample_rows({"id", "größe"}, {integer_cell("1"), text_cell("two\nlines"),
                                                    integer_cell("2"), null_cell});

    CHECK(written("vertical", rows, {.null_text = "NULL"}) ==
          "-[ RECORD 1 ]-\n"
          "id    | 1\n"
          "größe | two\\nlines\n"
          "-[ RECORD 2 ]-\n"
          "id    | 2\n"
          "größe | NULL\n");
}

TEST_CASE("vertical: as many lines as values, whatever they hold", "[results]") {
    const Rows rows = nasty_rows();

    const std::vector<std::string> lines = askdb::split(written("vertical", rows), '\n');

    CHECK(lines.size() == rows.row_count() * (rows.column_count() + 1) + 1);
}

TEST_CASE("vertical: says when there is nothing, and when there was more", "[results]") {
    Rows cut = sample_rows({"a"}, {text_cell("x")});
    cut.truncated = true;

    CHECK(written("vertical", sample_rows({"a"}, {})) == "(0 rows)\n");
    CHECK(written("vertical", Rows()) == "(no columns)\n");
    CHECK(written("vertical", cut) == "-[ RECORD 1 ]-\na | x\n(first 1 row; more were there)\n");
}
