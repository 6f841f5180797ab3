#include "libagent/results/profile.h"

#include "libagent/base/error.h"
#include "tests/libagent/results/sample_rows.h"

#include <catch2/catch.hpp>

using namespace askdb::results;
using askdb::database::Rows;

TEST_CASE("profile: counts nulls and distinct values, and finds the extremes by value",
          "[results]") {
    const Rows rows =
        sample_rows({"n", "city"}, {integer_cell("9"), text_cell("Basel"), integer_cell("10"),
                                    null_cell, real_cell("1e21"), text_cell("Aarau"), null_cell,
                                    text_cell("Basel"), real_cell("10.0"), text_cell("")});

    const auto columns = profile(rows, rows.column_count());

    REQUIRE(columns.size() == 2);
    CHECK(columns[0].nulls == 1);
    CHECK(columns[0].distinct == 3);
    CHECK(columns[0].min == "9");
    CHECK(columns[0].max == "1e21");
    CHECK(columns[1].nulls == 1);
    CHECK(columns[1].distinct == 3);
    CHECK(columns[1].min.empty());
    CHECK(columns[1].max == "Basel");
}

TEST_CASE("profile: neighbours beyond a double's precision stay two values", "[results]") {
    const Rows rows =
        sample_rows({"id"}, {integer_cell("9007199254740993"), integer_cell("9007199254740992")});

    const auto columns = profile(rows, rows.column_count());

    CHECK(columns[0].distinct == 2);
    CHECK(columns[0].min == "9007199254740992");
    CHECK(columns[0].max == "9007199254740993");
}

TEST_CASE("profile: in a mixed column numbers come before text, and '1' is not 1", "[results]") {
    const Rows rows = sample_rows({"x"}, {text_cell("1"), integer_cell("1"), text_cell("-5"),
                                          bytes_cell("1"), integer_cell("20")});

    const auto columns = profile(rows, rows.column_count());

    CHECK(columns[0].distinct == 5);
    CHECK(columns[0].min == "1");
    CHECK(columns[0].max == "1");
}

TEST_CASE("profile: distinct is exact up to 10,000 and says when there are more", "[results]") {
    Rows exact = sample_rows({"n"}, {}), more = exact;
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 10'000; ++i) {
            exact.append(askdb::database::Kind::integer, std::to_string(i));
        }
    }
    for (int i = 0; i < 10'001; ++i) more.append(askdb::database::Kind::integer, std::to_string(i));

    const ColumnProfile full = profile(exact, 1)[0], capped = profile(more, 1)[0];

    CHECK(full.distinct == 10'000);
    CHECK_FALSE(full.distinct_capped);
    CHECK(capped.distinct == 10'000);
    CHECK(capped.distinct_capped);
    CHECK(capped.max == "10000");
}

TEST_CASE("profile: no rows and no values are fine", "[results]") {
    const Rows nulls = sample_rows({"a"}, {null_cell, null_cell});

    const auto none = profile(sample_rows({"a"}, {}), 1);
    const auto only_nulls = profile(nulls, 1);

    CHECK(none[0].distinct == 0);
    CHECK(only_nulls[0].nulls == 2);
    CHECK(only_nulls[0].min.empty());
    CHECK(profile(Rows(), 9).empty());
}

TEST_CASE("profile: only the columns that are asked for are read, and a stop ends it",
          "[results]") {
    const Rows rows = sample_rows({"a", "b"}, {integer_cell("1"), text_cell("x")});
    std::stop_source source;
    source.request_stop();

    CHECK(profile(rows, 1).size() == 1);
    CHECK(profile(rows, 3).size() == 2);
    CHECK_THROWS_AS(profile(rows, 2, source.get_token()), askdb::Stopped);
}
