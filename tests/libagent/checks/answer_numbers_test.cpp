#include "libagent/checks/answer_numbers.h"

#include "libagent/base/stop.h"
#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <iterator>
#include <random>
#include <string>
#include <string_view>

namespace askdb::checks {
namespace {

std::string shown(Verdict verdict) {
    switch (verdict) {
        case Verdict::matched: return "";
        case Verdict::excused: return "excused ";
        case Verdict::unmatched: return "unmatched";
        case Verdict::misplaced: return "misplaced ";
    }
    return {};
}

std::string checked(const database::Rows& rows, const std::string& answer,
                    std::string_view question = {}) {
    const CheckedResult result{.handle = "r1", .rows = rows};
    std::string out;
    for (const CheckedNumber& number :
         check_numbers({.answer = answer, .questions = {&question, 1}, .results = {&result, 1}}))
        out += answer.substr(number.begin, number.end - number.begin) + " = " +
               shown(number.verdict) + number.source + "; ";
    return out;
}

}

TEST_CASE("answer numbers: cells, counts and totals say where they are from", "[checks]") {
    const database::Rows rows = branch_rows();

    CHECK(checked(rows, "North Plant has 12 orders.") == "12 = r1: row 1, orders; ");
    CHECK(checked(rows, "All 3 branches have 50 orders.") ==
          "3 = r1: rows; 50 = sum of r1.orders; ");
    CHECK(checked(rows, "Two are open.") == "Two = r1: rows where status = 'open'; ");
    CHECK(checked(rows, "The revenue of East is 4.1k.") == "4.1k = r1: row 3, revenue; ");
    CHECK(checked(rows, "East makes 62 % of the orders.") == "62 % = largest of r1.orders / sum; ");
}

TEST_CASE("answer numbers: what the data does not have is unmatched", "[checks]") {
    const database::Rows rows = branch_rows();

    CHECK(checked(rows, "North Plant has 13 orders.") == "13 = unmatched; ");
    CHECK(checked(rows, "In all there are 51 orders.") == "51 = unmatched; ");
    CHECK(checked(rows, "The revenue of North was 1,250.05.") == "1,250.05 = unmatched; ");
}

TEST_CASE("answer numbers: a thousand times as much is another number", "[checks]") {
    const database::Rows rows = rows_of({"n|average", "79|896.39"});

    CHECK(checked(rows, "There are 79,000 of them.") == "79,000 = unmatched; ");
    CHECK(checked(rows, "79.000") == "79.000 = unmatched; ");
    CHECK(checked(rows, "It is 896,390 on average.") == "896,390 = unmatched; ");
    CHECK(checked(rows, "Im Schnitt sind es 896,390.") == "896,390 = r1: row 1, average; ");
    CHECK(checked(rows_of({"n", "79.000"}), "It is 79.000 now.") == "79.000 = r1: row 1, n; ");
}

TEST_CASE("answer numbers: parts and multiples in words are judged, too", "[checks]") {
    const database::Rows rows = branch_rows();

    CHECK(checked(rows, "Half are closed, by orders.") == "Half = unmatched; ");
    CHECK(checked(rows, "That is six times as many as last year.") == "six times = unmatched; ");
    CHECK(checked(rows, "East has more than half of the orders.") ==
          "half = excused a manner of speaking; ");
    CHECK(checked(rows, "Nearly half of the branches are large.").find("unmatched") ==
          std::string::npos);
    CHECK(checked(rows, "The first half of the year was quiet.") ==
          "half = excused a manner of speaking; ");
    CHECK(checked(rows, "We check this twice a year.") == "twice = excused a manner of speaking; ");
    CHECK(checked(rows_of({"n", "79"}), "One in ten is open.") == "One in ten = unmatched; ");
}

TEST_CASE("answer numbers: none is no answer where there are some", "[checks]") {
    const database::Rows count = rows_of({"n", "719"}), none = rows_of({"n", "0"});

    CHECK(checked(count, "Zero orders were opened.") == "Zero = unmatched; ");
    CHECK(checked(count, "No orders were opened.") == "No = unmatched; ");
    CHECK(checked(count, "There are no orders.") == "no = unmatched; ");
    CHECK(checked(none, "No orders were opened.") == "No = r1: row 1, n; ");
    CHECK(checked(count, "No, there are 719.") == "719 = r1: row 1, n; ");
    CHECK(checked(count, "No more than 719 orders.") != "");
    CHECK(checked(branch_rows(), "Zero orders were lost.") ==
          "Zero = excused none in the results; ");
    CHECK(checked(branch_rows(), "North has zero orders.") == "zero = unmatched; ");
}

TEST_CASE("answer numbers: what the sentence works out of its own numbers", "[checks]") {
    const database::Rows rows = branch_rows();

    CHECK(checked(rows, "2 of 3 branches (67 %) are open.") ==
          "2 = r1: rows where status = 'open'; 3 = r1: rows; 67 % = r1: rows where status = 'open' "
          "/ rows; ");
    const database::Rows counts = rows_of({"orders|done", "2988|2779"});
    CHECK(checked(counts, "93 % are done; 7 % are not.") ==
          "93 % = r1.done / r1.orders; 7 % = 100 % - 93 %; ");
    CHECK(checked(counts, "93 % are done; 8 % are not.") ==
          "93 % = r1.done / r1.orders; 8 % = unmatched; ");
    CHECK(checked(counts, "94 % are done; 6 % are not.") == "94 % = unmatched; 6 % = unmatched; ");
}

TEST_CASE("answer numbers: code that shows data, full-width digits, lost blanks", "[checks]") {
    const database::Rows rows = rows_of({"n", "79"});

    CHECK(checked(rows, "It is `78` now.") == "78 = unmatched; ");
    CHECK(checked(rows, "```\n79 open\n```") == "79 = r1: row 1, n; ");
    CHECK(checked(rows, "```sql\nSELECT 78\n```").empty());
    CHECK(checked(rows, "There are ７８ open.") == "７８ = unmatched; ");
    CHECK(checked(rows, "There are 78orders.") == "78 = unmatched; ");
}

TEST_CASE("answer numbers: a change the other way is another change", "[checks]") {
    const database::Rows rows = rows_of({"site|cost_change_percent", "North|-4.8", "South|3.1"});

    CHECK(checked(rows, "North fell by 4.8 %.") == "4.8 % = r1: row 1, cost_change_percent; ");
    CHECK(checked(rows, "North rose by 4.8 %.") == "4.8 % = unmatched; ");
}

TEST_CASE("answer numbers: the number of another row is misplaced", "[checks]") {
    const database::Rows rows = branch_rows();

    CHECK(checked(rows, "North has 7, South has 12.") ==
          "7 = misplaced r1: row 2, orders; 12 = misplaced r1: row 1, orders; ");
    CHECK(checked(rows, "| Branch | Orders |\n|---|---|\n| North Plant | 31 |") ==
          "31 = misplaced r1: row 3, orders; ");
    CHECK(checked(rows, "North has 12 of the 50 orders.") ==
          "12 = r1: row 1, orders; 50 = sum of r1.orders; ");
    CHECK(checked(rows, "North and South have 12 and 7.") ==
          "12 = r1: row 1, orders; 7 = r1: row 2, orders; ");
}

TEST_CASE("answer numbers: questions and lists are excused", "[checks]") {
    const database::Rows rows = branch_rows();

    CHECK(checked(rows, "More than 450 orders: none.", "Who has more than 450 orders?") ==
          "450 = question; ");
    CHECK(checked(rows, "1. North Plant\n2. South Plant").empty());
    CHECK(checked(rows, "Four caveats apply.") == "Four = excused a manner of speaking; ");
}

TEST_CASE("answer numbers: a cut result says at least", "[checks]") {
    database::Rows rows = branch_rows();
    rows.truncated = true;

    CHECK(checked(rows, "There are 3 branches.") == "3 = r1: at least so many rows; ");
}

TEST_CASE("answer numbers: without results only the question helps", "[checks]") {
    CHECK(checked(database::Rows{}, "It is 5.") == "5 = unmatched; ");
    CHECK(checked(rows_of({"n"}), "It is 5.") == "5 = unmatched; ");
    CHECK(check_numbers({.answer = "", .results = {}}).empty());
    CHECK(checked(rows_of({"n"}), "There are 0 rows.") == "0 = r1: rows; ");
}

TEST_CASE("answer numbers: any text is judged, broken ones too", "[checks]") {
    constexpr std::string_view pieces[] = {
        "12",       "1.234",   "%",       " ",       "\n",         "|",    "|---|",
        "**",       "`",       "```",     "North",   "€",          "−",    "(",
        "–",        "/",       " and ",   ", ",      ": ",         "2024", "May",
        "June 5",   "half of", "two",     "thirds",  "k",          " ms",  "\xff",
        "\xe2\x80", "½",       "#",       "1. ",     "more than ", "'",    "\"",
        "é",        "e9",      "one in ", "million", "top 3",      "00",   "+49 30 12345678"};
    const database::Rows rows = branch_rows();
    const CheckedResult result{.handle = "r1", .rows = rows};
    std::mt19937 random(6);
    for (int i = 0; i < 2'000; ++i) {
        std::string answer;
        for (std::size_t k = random() % 25; k > 0; --k)
            answer += pieces[random() % std::size(pieces)];

        for (const CheckedNumber& number :
             check_numbers({.answer = answer, .results = {&result, 1}}))
            REQUIRE((number.begin < number.end && number.end <= answer.size()));
    }
}

TEST_CASE("answer numbers: each of several derived numbers has its own source, and its kind",
          "[checks]") {
    const database::Rows rows = branch_rows();
    const CheckedResult result{.handle = "r1", .rows = rows, .sql = "SELECT * FROM b LIMIT 77"};

    const auto numbers = check_numbers(
        {.answer = "Open are 43 orders, 86 % of all 50, with revenue of 5,350.50; also 43 and 77.",
         .results = {&result, 1}});

    REQUIRE(numbers.size() == 6);
    CHECK(numbers[0].source == "sum of r1.orders, rows where status = 'open'");
    CHECK(numbers[0].origin == Origin::derived);
    CHECK(numbers[1].source == "r1.orders: rows where status = 'open' / sum");
    CHECK(numbers[2].source == "sum of r1.orders");
    CHECK(numbers[3].source == "sum of r1.revenue, rows where status = 'open'");
    CHECK(numbers[4].source == numbers[0].source);
    CHECK(numbers[5].source == "statement of r1");
    CHECK(numbers[5].origin == Origin::said);
}

TEST_CASE("answer numbers: a stop ends the check", "[checks]") {
    const database::Rows rows = branch_rows();
    const CheckedResult result{.handle = "r1", .rows = rows};
    std::stop_source stop;
    stop.request_stop();

    CHECK_THROWS_AS(
        check_numbers(
            {.answer = "There are 4.", .results = {&result, 1}, .stop = stop.get_token()}),
        Stopped);
}

}
