#include "libagent/database/rows.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

namespace {

Rows rows_with(std::size_t columns) {
    Rows rows;
    rows.columns.resize(columns);
    return rows;
}

}

TEST_CASE("rows: cells come back as they went in, NUL and invalid UTF-8 included", "[rows]") {
    Rows rows = rows_with(3);
    const std::string odd("a\0\xff", 3);

    rows.append(Kind::integer, "12345678901234567890");
    rows.append(Kind::null, "ignored");
    rows.append(Kind::bytes, odd);
    rows.append(Kind::text, "");
    rows.append(Kind::boolean, "true");
    rows.append(Kind::date, "2024-02-29");

    REQUIRE(rows.row_count() == 2);
    CHECK(rows.cell_count() == 6);
    CHECK(rows.cell(0, 0).kind == Kind::integer);
    CHECK(rows.cell(0, 0).text == "12345678901234567890");
    CHECK(rows.cell(0, 1).is_null());
    CHECK(rows.cell(0, 1).text.empty());
    CHECK(rows.cell(0, 2).text == odd);
    CHECK_FALSE(rows.cell(1, 0).is_null());
    CHECK(rows.cell(1, 0).text.empty());
    CHECK(rows.cell(1, 2).text == "2024-02-29");
    CHECK(rows.text_bytes() == 20 + 3 + 4 + 10);
}

TEST_CASE("rows: empty cells take memory, too", "[rows]") {
    Rows rows = rows_with(1);

    for (int i = 0; i < 1000; ++i) rows.append(Kind::null, "");

    CHECK(rows.text_bytes() == 0);
    CHECK(rows.memory_bytes() >= 8'000);
    CHECK(rows.memory_bytes() < 32'000);
}

TEST_CASE("rows: an unfinished row is dropped, text and all", "[rows]") {
    Rows rows = rows_with(2);
    for (const char* text : {"a", "bb", "ccc"}) rows.append(Kind::text, text);

    CHECK(rows.row_count() == 1);
    rows.drop_last(1);

    CHECK(rows.cell_count() == 2);
    CHECK(rows.text_bytes() == 3);
    rows.append(Kind::text, "d");
    CHECK(rows.cell(0, 1).text == "bb");
    rows.drop_last(3);
    CHECK(rows.text_bytes() == 0);
    CHECK(rows.row_count() == 0);
}

TEST_CASE("rows: a column is what its values share", "[rows]") {
    struct Case {
        std::vector<Kind> cells;
        Kind expected;
    };
    const std::vector<Case> cases = {
        {{Kind::integer, Kind::integer}, Kind::integer},
        {{Kind::null, Kind::integer, Kind::null}, Kind::integer},
        {{Kind::integer, Kind::real}, Kind::real},
        {{Kind::real, Kind::decimal}, Kind::decimal},
        {{Kind::integer, Kind::decimal}, Kind::decimal},
        {{Kind::integer, Kind::text}, Kind::text},
        {{Kind::boolean, Kind::integer}, Kind::text},
        {{Kind::date, Kind::timestamp}, Kind::text},
        {{Kind::bytes, Kind::bytes}, Kind::bytes},
    };

    for (const Case& each : cases) {
        Rows rows = rows_with(1);
        for (const Kind kind : each.cells) rows.append(kind, "1");
        rows.settle_kinds();
        CHECK(rows.columns[0].kind == each.expected);
    }
}

TEST_CASE("rows: a column without values keeps the kind that it was declared with", "[rows]") {
    Rows rows = rows_with(2);
    rows.columns[0].kind = Kind::date;
    rows.append(Kind::null, "");
    rows.append(Kind::null, "");

    rows.settle_kinds();

    CHECK(rows.columns[0].kind == Kind::date);
    CHECK(rows.columns[1].kind == Kind::null);
}

TEST_CASE("rows: no columns are no rows", "[rows]") {
    Rows rows;

    rows.settle_kinds();

    CHECK(rows.row_count() == 0);
    CHECK(rows.column_count() == 0);
}

TEST_CASE("rows: what is cleared keeps its columns and its memory, and no row", "[rows]") {
    Rows rows = rows_with(1);
    rows.append(Kind::text, std::string(10'000, 'x'));
    rows.truncated = true;
    const std::size_t memory = rows.memory_bytes();

    rows.clear();

    CHECK(rows.row_count() == 0);
    CHECK(rows.text_bytes() == 0);
    CHECK_FALSE(rows.truncated);
    CHECK(rows.column_count() == 1);
    CHECK(rows.memory_bytes() == memory);
    rows.append(Kind::text, "y");
    CHECK(rows.cell(0, 0).text == "y");
}
