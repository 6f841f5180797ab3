#include "libagent/results/writers/document_parts.h"

#include "tests/libagent/results/sample_rows.h"

#include <catch2/catch.hpp>

using namespace askdb::results;
using askdb::database::Kind;
using askdb::database::Rows;

TEST_CASE("documents: the first rows tell numbers where nothing is declared", "[results]") {
    Rows rows =
        sample_rows({"declared", "counted", "mixed", "empty", "text"},
                    {null_cell, integer_cell("1"), integer_cell("1"), null_cell, text_cell("1"),
                     null_cell, null_cell, text_cell("x"), null_cell, text_cell("2")});
    for (auto& column : rows.columns) column.kind = Kind::null;
    rows.columns[0].kind = Kind::decimal;

    CHECK(number_columns(rows.columns, rows) == std::vector<bool>{true, true, false, false, false});
    CHECK(number_columns(rows.columns, Rows()) ==
          std::vector<bool>{true, false, false, false, false});
}

TEST_CASE("documents: line ends stay, what cannot be seen becomes visible", "[results]") {
    CHECK(document_text("a\r\nb\n\tc\rd") == "a\nb\n\tc\\rd");
    CHECK(document_text(std::string_view("\0\xff", 2)) == "\\x00\xef\xbf\xbd");
    CHECK(document_text({Kind::bytes, "\x01\xff"}, "-") == "\\x01ff");
    CHECK(document_text({Kind::null, {}}, "-") == "-");
}
