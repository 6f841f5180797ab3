// What the checks say of an answer at its end: of numbers, names, and the statements behind it.

#include "libagent/loop/answer_checks.h"

#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

#include <algorithm>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::calls;
using test::queries;
using test::says;

constexpr const char* totals_by_name =
    "SELECT c.name, sum(o.total) AS total FROM customers c JOIN orders o USING (customer_id) "
    "GROUP BY c.name ORDER BY 2 DESC";

/// What became of an answer over the totals of Çelik (100.1), Ana (30.5) and Bo (5.25).
chat::Answer answered(const std::string& response, AgentFixture* given = nullptr) {
    AgentFixture made({queries(totals_by_name), says(response)});
    AgentFixture& fixture = given != nullptr ? *given : made;
    return fixture.ask("What did each customer order?");
}

bool warns_of(const chat::Answer& answer, std::string_view check) {
    return std::any_of(answer.warnings.begin(), answer.warnings.end(),
                       [&](const chat::Warning& warning) { return warning.check == check; });
}

using Texts = std::vector<std::string>;

}

TEST_CASE("answer checks: each number has its source, and none is in doubt", "[checks][loop]") {
    const chat::Answer answer = answered("Çelik ordered 100.10, Ana 30.50; in all 135.85.");

    REQUIRE(answer.unverified_numbers);
    CHECK(answer.unverified_numbers->empty());
    CHECK(answer.warnings.empty());
    REQUIRE(answer.claims.size() == 3);
    CHECK(answer.claims[0].source == "r1: row 1, total");
    CHECK(answer.claims[1].source == "r1: row 2, total");
    CHECK(answer.claims[2].source == "sum of r1.total");
}

TEST_CASE("answer checks: a wrong number and one of another row are told", "[checks][loop]") {
    const chat::Answer answer = answered("Çelik ordered 100.10, Ana 5.25; in all 136.85.");

    CHECK(answer.unverified_numbers == Texts{"5.25", "136.85"});
    REQUIRE(answer.claims.size() == 3);
    CHECK(answer.claims[1].verdict == "misplaced");
    CHECK(answer.claims[2].verdict == "unverified");
    REQUIRE(answer.warnings.size() == 2);
    CHECK(answer.warnings[0].message == "no result bears out 136.85");
    CHECK(answer.warnings[0].numbers == Texts{"136.85"});
    CHECK_THAT(answer.warnings[1].message, Catch::Contains("5.25"));
}

TEST_CASE("answer checks: a date that no result has is told with the numbers", "[checks][loop]") {
    AgentFixture fixture({queries("SELECT '2025-06-30' AS last_opened"),
                          says("The last one was opened on June 29, 2025."),
                          says("It was opened on 30 June 2025, and it was in 2019.")});

    const chat::Answer wrong = fixture.ask("When was the last one opened?");
    const chat::Answer again = fixture.ask("And now?");

    CHECK(wrong.unverified_numbers == Texts{"June 29, 2025"});
    CHECK(again.unverified_numbers == Texts{"2019"});
    CHECK(warns_of(again, "numbers"));
    REQUIRE(again.claims.size() == 2);
    CHECK(again.claims[0].source == "r1: row 1, last_opened");
}

TEST_CASE("answer checks: a name that no result has is told, with the one that it is like",
          "[checks][loop]") {
    AgentFixture fixture({queries("SELECT 'North Plant' AS site UNION SELECT 'South Plant'"),
                          says("The sites are Nrth Plant and South Plant.")});

    const chat::Answer answer = answered({}, &fixture);

    REQUIRE(warns_of(answer, "names"));
    CHECK_THAT(answer.warnings.front().message, Catch::Contains("'Nrth Plant'"));
    CHECK_THAT(answer.warnings.front().message, Catch::Contains("'North Plant'"));
    CHECK(answer.unverified_numbers == Texts{});
}

TEST_CASE("answer checks: numbers that no query stands behind", "[checks][loop]") {
    AgentFixture invented({says("There are 42 customers.")});
    AgentFixture of_schema({says("The database has 2 tables; orders has 4 columns.")});

    CHECK(answered({}, &invented).unverified_numbers == Texts{"42"});
    CHECK(answered({}, &of_schema).unverified_numbers == Texts{});
}

TEST_CASE("answer checks: the question, business rules and today may be repeated",
          "[checks][loop]") {
    AgentFixture fixture({says("With 19 % and the 17 that you gave.")});
    fixture.agent.instructions = "VAT is 19 %.";

    const chat::Answer answer = fixture.ask("What is 17 with VAT?");

    CHECK(answer.unverified_numbers == Texts{});
}

TEST_CASE("answer checks: results of earlier turns bear numbers out", "[checks][loop]") {
    AgentFixture fixture({queries(totals_by_name), says("Here you are."), says("Ana has 30.5.")});
    fixture.ask("What did each customer order?");

    CHECK(fixture.ask("And Ana?").unverified_numbers == Texts{});
}

TEST_CASE("answer checks: a count of rows that were cut is no total", "[checks][loop]") {
    AgentFixture fixture({queries("SELECT name FROM customers"), says("There are 2 customers.")});
    fixture.agent.limits.statement.rows = 2;

    const chat::Answer answer = answered({}, &fixture);

    CHECK(answer.unverified_numbers == Texts{"2"});
    REQUIRE(answer.claims.size() == 1);
    CHECK(answer.claims[0].verdict == "partial");
    CHECK(warns_of(answer, "truncation"));
}

TEST_CASE("answer checks: rows that a join counts twice, where the answer rests on them",
          "[checks][loop]") {
    constexpr const char* doubled =
        "SELECT sum(c.customer_id) AS n FROM customers c JOIN orders o USING (customer_id)";
    AgentFixture rests({queries(doubled), says("The sum is 10.")});
    AgentFixture mended({queries(doubled), queries("SELECT sum(customer_id) AS n FROM customers"),
                         says("The sum is 6.")});

    CHECK(warns_of(answered({}, &rests), "fan_out"));
    CHECK_FALSE(warns_of(answered({}, &mended), "fan_out"));
}

TEST_CASE("answer checks: there is none, said of a name that is spelled otherwise",
          "[checks][loop]") {
    AgentFixture fixture({queries("SELECT order_id FROM orders JOIN customers USING (customer_id) "
                                  "WHERE name = 'Celik'"),
                          says("There are no orders.")});

    CHECK(warns_of(answered({}, &fixture), "zero_rows"));
}

TEST_CASE("answer checks: a turn for SQL alone is not checked", "[checks][loop]") {
    AgentFixture fixture({queries("SELECT count(*) FROM orders")});

    const chat::Answer answer = fixture.ask("How many orders?", true);

    CHECK_FALSE(answer.unverified_numbers);
    CHECK(answer.claims.empty());
}

TEST_CASE("answer checks: warnings are events before the end", "[checks][loop]") {
    AgentFixture fixture({queries(totals_by_name), says("In all 999.")});

    answered({}, &fixture);

    REQUIRE(fixture.sink.events.size() > 2);
    CHECK(std::holds_alternative<chat::Completed>(fixture.sink.events.back()));
    const auto warnings = fixture.sink.all<chat::Warning>();
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].numbers == Texts{"999"});
}

TEST_CASE("answer checks: a statement that a number only repeats is not what the answer rests on",
          "[checks][loop]") {
    constexpr const char* doubled =
        "SELECT sum(c.customer_id) AS n FROM customers c JOIN orders o USING (customer_id) "
        "WHERE o.order_id < 777";
    AgentFixture fixture({queries(doubled), queries("SELECT count(*) AS n FROM orders"),
                          says("Of orders below 777 there are 5.")});
    AgentFixture cut({queries("SELECT name FROM customers WHERE customer_id < 777"),
                      says("They are below 777.")});
    cut.agent.limits.statement.rows = 2;

    CHECK_FALSE(warns_of(answered({}, &fixture), "fan_out"));
    CHECK(answered({}, &cut).unverified_numbers == Texts{});
}

TEST_CASE("answer checks: nothing is in doubt where older results were too large to be looked at",
          "[checks][loop]") {
    results::ResultStore results;
    const auto add = [&](std::size_t count, const std::string& text) {
        database::Rows rows;
        rows.columns = {{.name = "site"}};
        for (std::size_t i = 0; i < count; ++i) rows.append(database::Kind::text, text);
        results.add("shop", "SELECT site FROM t", std::move(rows));
    };
    const chat::Answer answer{.response = "The Nrth Plant has 4711.",
                              .workflow = {{.tool = "query", .handle = "r1"}}};
    const auto reviewed = [&] {
        return review_answer({.answer = answer, .said = {}, .results = results, .databases = {}},
                             {});
    };
    add(1, "North Plant");
    CHECK(reviewed().warnings.size() == 2);

    add(1'999'999, "North Plant");
    CHECK(reviewed().warnings.size() == 2);
    add(1, "North Plant");
    const AnswerReview silent = reviewed();

    CHECK(silent.warnings.empty());
    CHECK(silent.claims.empty());
    CHECK(silent.unverified_numbers.empty());
}

TEST_CASE("answer checks: no check waits for a catalog", "[checks][loop]") {
    AgentFixture fixture({});
    const chat::Answer answer{.response = "There are 2 tables, with 42 columns."};
    const auto in_doubt = [&] {
        return review_answer({.answer = answer,
                              .said = {},
                              .results = fixture.conversation.results,
                              .databases = fixture.databases},
                             {})
            .unverified_numbers;
    };

    CHECK(in_doubt().empty());
    CHECK(fixture.database.catalog_at_hand() == nullptr);
    fixture.database.catalog({});
    CHECK(in_doubt() == Texts{"42"});
}

}
