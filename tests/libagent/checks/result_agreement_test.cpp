#include "libagent/checks/result_agreement.h"

#include "libagent/base/error.h"
#include "tests/libagent/checks/compared_rows.h"
#include "tests/support/sanitized.h"

#include <catch2/catch.hpp>

#include <chrono>

namespace askdb::checks {
namespace {

using database::Rows;
using test::compared_rows;
using test::decimal;
using test::nothing;
using test::real;
using test::whole;
using test::words;

/// "agrees", "unknown: why", or why they differ.
std::string said_of(const Rows& here, const Rows& there, bool are_ordered = false) {
    const ResultAgreement found = compare_results({here, are_ordered}, {there, are_ordered});
    if (found.agreement == Agreement::agrees) return "agrees" + found.reason;
    return (found.agreement == Agreement::unknown ? "unknown: " : "") + found.reason;
}

const Rows by_city = compared_rows({"city", "total"}, {{words("Oslo"), decimal("10.50")},
                                                       {words("Rome"), decimal("7.00")},
                                                       {words("Bonn"), decimal("7.00")}});

}

TEST_CASE("agreement: names, order of columns and of rows do not matter", "[checks][second]") {
    const Rows there =
        compared_rows({"sum", "place"}, {{real("7.0"), words("Rome")},
                                         {real("7.0"), words("Bonn")},
                                         {real("10.500000000000002"), words("Oslo")}});

    CHECK(said_of(by_city, there) == "agrees");
    CHECK(said_of(there, by_city) == "agrees");
    CHECK(said_of(compared_rows({"a"}, {}), compared_rows({"b", "c"}, {})) == "agrees");
}

TEST_CASE("agreement: single numbers are told with both values", "[checks][second]") {
    const Rows a = compared_rows({"total"}, {{whole("13962")}});
    const Rows b = compared_rows({"revenue"}, {{decimal("11008.40")}});
    const Rows none = compared_rows({"total"}, {{nothing()}});

    CHECK(said_of(a, b) == "total: 13,962 here, 11,008.40 there");
    CHECK(said_of(a, none) == "total: 13,962 here, NULL there");
    CHECK(said_of(a, compared_rows({"x"}, {{real("13962.0")}})) == "agrees");
}

TEST_CASE("agreement: the first place where rows differ is told", "[checks][second]") {
    const Rows less = compared_rows({"city"}, {{words("Oslo")}, {words("Rome")}});
    const Rows other = compared_rows({"town", "total"}, {{words("Oslo"), decimal("10.50")},
                                                         {words("Rome"), decimal("1234.00")},
                                                         {words("Bonn"), decimal("7.00")}});
    const Rows swapped = compared_rows({"city", "total"}, {{words("Oslo"), decimal("7.00")},
                                                           {words("Rome"), decimal("10.50")},
                                                           {words("Bonn"), decimal("7.00")}});

    CHECK(said_of(by_city, less) == "3 rows here, 2 there");
    CHECK(said_of(less, compared_rows({"city"}, {{words("Oslo")}})) == "2 rows here, 1 there");
    CHECK(said_of(by_city, other) == "total: 7 here, 1,234 there (where city is 'Rome')");
    CHECK(said_of(by_city, swapped) == "total: 10.50 here, 7 there (where city is 'Oslo')");
}

TEST_CASE("agreement: columns beside the numbers that matter are tolerated", "[checks][second]") {
    const Rows with_key = compared_rows({"customer_id", "total"}, {{whole("1"), decimal("10.50")},
                                                                   {whole("2"), decimal("7.00")},
                                                                   {whole("3"), decimal("7.00")}});
    const Rows with_count =
        compared_rows({"city", "orders", "total"}, {{words("Bonn"), whole("4"), decimal("7.00")},
                                                    {words("Oslo"), whole("2"), decimal("10.50")},
                                                    {words("Rome"), whole("9"), decimal("7.00")}});
    const Rows profit = compared_rows({"city", "profit"}, {{words("Oslo"), decimal("1.00")},
                                                           {words("Rome"), decimal("2.00")},
                                                           {words("Bonn"), decimal("3.00")}});
    const Rows names = compared_rows({"city"}, {{words("Bonn")}, {words("Oslo")}, {words("Rome")}});

    CHECK(said_of(by_city, with_key) == "agrees");
    CHECK(said_of(by_city, with_count) == "agrees");
    CHECK(said_of(names, by_city) == "agrees");
    CHECK(said_of(by_city, profit) == "total: 7 here, 3 there (where city is 'Bonn')");
    CHECK(said_of(names, compared_rows({"x"}, {{whole("1")}, {whole("2")}, {whole("3")}})) ==
          "city: 'Rome' here, 3 there");
}

TEST_CASE("agreement: columns that hold the same values are not mixed up", "[checks][second]") {
    const Rows a = compared_rows(
        {"x", "y"}, {{whole("1"), whole("2")}, {whole("2"), whole("1")}, {whole("3"), whole("3")}});
    const Rows named_wrongly = compared_rows(
        {"q", "x"}, {{whole("1"), whole("2")}, {whole("2"), whole("1")}, {whole("3"), whole("3")}});
    const Rows paired_otherwise = compared_rows(
        {"x", "y"}, {{whole("1"), whole("1")}, {whole("2"), whole("2")}, {whole("3"), whole("3")}});

    const Rows by_key = compared_rows(
        {"id", "total"}, {{whole("1"), decimal("10.50")}, {whole("2"), decimal("7.00")}});
    const Rows by_rank = compared_rows(
        {"rank", "total"}, {{whole("1"), decimal("7.00")}, {whole("2"), decimal("10.50")}});

    CHECK(said_of(by_key, by_rank) == "agrees");
    CHECK(said_of(a, named_wrongly) == "agrees");
    CHECK(said_of(a, paired_otherwise) == "y: 2 here, 1 there (where x is 1)");
}

TEST_CASE("agreement: order counts where both have one, rows that are equal by it may change",
          "[checks][second]") {
    const Rows ties = compared_rows({"city", "total"}, {{words("Oslo"), decimal("10.50")},
                                                        {words("Bonn"), decimal("7.00")},
                                                        {words("Rome"), decimal("7.00")}});
    const Rows upside_down = compared_rows({"city", "total"}, {{words("Bonn"), decimal("7.00")},
                                                               {words("Rome"), decimal("7.00")},
                                                               {words("Oslo"), decimal("10.50")}});

    CHECK(said_of(by_city, ties, true) == "agrees");
    CHECK(said_of(by_city, upside_down, true) == "the same rows, in another order");
    CHECK(said_of(by_city, upside_down, false) == "agrees");
}

TEST_CASE("agreement: what was cut agrees with nothing, and differs from what is shorter",
          "[checks][second]") {
    Rows cut = by_city;
    cut.truncated = true;
    const Rows two = compared_rows({"city"}, {{words("Oslo")}, {words("Rome")}});

    CHECK(said_of(cut, cut) == "unknown: a result that was cut cannot be compared");
    CHECK(said_of(cut, two) == "more than 3 rows here, 2 there");
    CHECK(said_of(two, cut) == "2 rows here, more than 3 there");
}

TEST_CASE("agreement: large results take bounded time, and a stop ends it", "[checks][second]") {
    Rows here, there;
    constexpr int rows = 20'000, columns = 8;
    for (int c = 0; c < columns; ++c) {
        here.columns.push_back({.name = "a" + std::to_string(c)});
        there.columns.push_back({.name = "b" + std::to_string(c)});
    }
    for (int r = 0; r < rows; ++r) {
        for (int c = 0; c < columns; ++c) {  // All columns alike, and never all of them at once.
            here.append(database::Kind::integer, std::to_string((r + c * 7) % rows));
            there.append(database::Kind::integer, std::to_string((r * 3 + c * 11) % rows));
        }
    }
    const auto begin = std::chrono::steady_clock::now();

    CHECK(said_of(here, there).find("here") != std::string::npos);

    CHECK(std::chrono::steady_clock::now() - begin < test::patience(std::chrono::seconds(20)));
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(compare_results({here}, {there}, stop.get_token()), Stopped);
}

}
