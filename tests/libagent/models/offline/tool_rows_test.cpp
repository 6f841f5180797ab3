#include "libagent/models/offline/tool_rows.h"

#include <catch2/catch.hpp>

using namespace askdb::models::offline;

TEST_CASE("tool rows: cells keep their text, NULL stays apart from ''", "[offline]") {
    const auto rows =
        rows_of_tool(R"({"columns":[{"name":"a","type":"decimal"},{"name":"b","type":"text"}],)"
                     R"("row_count":40,"truncated":true,"rows":[["1.50",null],[2,""]]})");

    REQUIRE(rows.ok());
    CHECK(rows.value().row_count == 40);
    CHECK(rows.value().truncated);
    CHECK(rows.value().columns[0].number);
    CHECK_FALSE(rows.value().columns[1].number);
    CHECK(rows.value().rows[0][0] == "1.50");
    CHECK_FALSE(rows.value().rows[0][1]);
    CHECK(rows.value().rows[1][0] == "2");
    CHECK(rows.value().rows[1][1] == "");
}

TEST_CASE("tool rows: what is missing is named", "[offline]") {
    CHECK(rows_of_tool(R"({"columns":[],"rows":[]})").error().message ==
          "the field 'row_count' is missing or of another type");
    CHECK_FALSE(rows_of_tool("not json").ok());
    CHECK_FALSE(rows_of_tool(R"({"columns":[],"rows":[],"row_count":-1})").ok());
}

TEST_CASE("tool rows: a number ends in the digit that came", "[offline]") {
    const auto read = rows_of_tool(
        R"({"columns":[{"name":"a","type":"real"}],"rows":[[199999999999999.12],[20.0],[1e15]],)"
        R"("row_count":3,"truncated":false})");

    REQUIRE(read.ok());
    CHECK(read.value().rows[0][0] == "199999999999999.12");
    CHECK(read.value().rows[1][0] == "20.0");
    CHECK(read.value().rows[2][0] == "1000000000000000.0");
}
