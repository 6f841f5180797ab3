#include "libagent/checks/compared_column.h"

#include "tests/libagent/checks/compared_rows.h"

#include <catch2/catch.hpp>

namespace askdb::checks {
namespace {

using database::Kind;
using test::WrittenCell;

bool one_is(const WrittenCell& a, const WrittenCell& b) {
    const database::Rows here = test::compared_rows({"a"}, {{a}});
    const database::Rows there = test::compared_rows({"b"}, {{b}});
    return hold_the_same(read_column(here, 0), read_column(there, 0));
}

}

TEST_CASE("compared column: numbers are values, as exact as they are written", "[checks][second]") {
    CHECK(one_is(test::whole("13962"), test::decimal("13962.00")));
    CHECK(one_is(test::real("13961.999999999998"), test::whole("13962")));
    CHECK(one_is(test::decimal("12.35"), test::real("12.345678")));
    CHECK(one_is(test::words("42"), test::whole("42")));
    CHECK(one_is({Kind::boolean, "true"}, test::whole("1")));
    CHECK(one_is(test::real("-0.0"), test::whole("0")));
    CHECK(one_is(test::nothing(), test::nothing()));

    CHECK_FALSE(one_is(test::whole("13962"), test::whole("11008")));
    CHECK_FALSE(one_is(test::decimal("10.50"), test::decimal("10.51")));
    CHECK_FALSE(one_is(test::whole("12"), test::decimal("12.34")));
    CHECK_FALSE(one_is(test::nothing(), test::whole("0")));
    // Keys of more digits than a double tells apart.
    CHECK_FALSE(one_is(test::whole("90071992547409931"), test::whole("90071992547409932")));
}

TEST_CASE("compared column: texts are themselves, but for padding and midnight",
          "[checks][second]") {
    CHECK(one_is(test::words("Oslo"), test::words("Oslo  ")));
    CHECK(one_is({Kind::date, "2024-01-05"}, {Kind::timestamp, "2024-01-05 00:00:00.000"}));
    CHECK_FALSE(one_is({Kind::date, "2024-01-05"}, {Kind::timestamp, "2024-01-05 00:00:01"}));
    CHECK_FALSE(one_is(test::words("Oslo"), test::words("oslo")));
    CHECK_FALSE(one_is(test::words("Oslo"), test::whole("7")));
}

TEST_CASE("compared column: order does not matter, how often a value is there does",
          "[checks][second]") {
    using test::whole;
    const auto column = [](const database::Rows& rows) { return read_column(rows, 0); };
    const database::Rows a = test::compared_rows({"n"}, {{whole("1")}, {whole("2")}, {whole("2")}});
    const database::Rows b = test::compared_rows({"n"}, {{whole("2")}, {whole("1")}, {whole("2")}});
    const database::Rows c = test::compared_rows({"n"}, {{whole("2")}, {whole("1")}, {whole("1")}});

    CHECK(hold_the_same(column(a), column(b)));
    CHECK_FALSE(hold_the_same(column(a), column(c)));
}

}
