// What a person, a script and a batch get of the checks of an answer.

#include "tests/support/model_question.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace askdb::test {
namespace {

constexpr const char* count_orders = "SELECT count(*) AS n FROM orders";

/// One statement, then these words.
ModelQuestion counting(const std::vector<std::string>& answers) {
    std::vector<ScriptedReply> script = {calls_query(count_orders)};
    for (const std::string& answer : answers) script.push_back(openai_text(answer));
    return ModelQuestion(std::move(script));
}

}

TEST_CASE("answer checks: a number in doubt is marked, on stderr told, in JSON listed",
          "[checks][program]") {
    const ModelQuestion asked = counting({"There are 6 orders."});
    const ProgramEnd text = asked.ask();
    const ProgramEnd json = counting({"There are 6 orders."}).ask({"--output", "json"});

    CHECK(text.out == "There are 6 ⚠ orders.\n");
    CHECK_THAT(text.err, Catch::Contains("no result bears out 6"));
    CHECK(text.exit_code == 0);
    const Json answer = parse_json(json.out, "the answer").value_or_throw();
    CHECK(answer["response"] == "There are 6 orders.");
    CHECK(answer["unverified_numbers"] == Json::array({"6"}));
    CHECK(answer["claims"][0]["verdict"] == "unverified");
}

TEST_CASE("answer checks: --cite tells where each number is from", "[checks][program]") {
    const ProgramEnd end = counting({"There are 5 orders."}).ask({"--cite"});

    CHECK(end.out == "There are 5[1] orders.\n\nSources:\n\n1. r1: row 1, n\n");
    CHECK(end.exit_code == 0);
}

TEST_CASE("answer checks: --strict exits 8 with the marked answer, or 0 with the mended one",
          "[checks][program]") {
    const ProgramEnd wrong = counting({"There are 6.", "There are 7."}).ask({"--strict"});
    const ProgramEnd mended = counting({"There are 6.", "There are 5."}).ask({"--strict"});
    const ProgramEnd json =
        counting({"There are 6.", "There are 7."}).ask({"--strict", "--output", "json"});

    CHECK(wrong.exit_code == 8);
    CHECK(wrong.out == "There are 7 ⚠.\n");
    CHECK_THAT(wrong.err, Catch::Contains("the answer fails a check: numbers"));
    CHECK(mended.exit_code == 0);
    CHECK(mended.out == "There are 5.\n");
    CHECK(json.exit_code == 8);
    CHECK(parse_json(json.out, "the answer").value_or_throw()["failed_checks"] ==
          Json::array({"numbers"}));
}

TEST_CASE("answer checks: a terminal shows the mark in the words that streamed",
          "[checks][program]") {
    const ModelQuestion asked = counting({"There are 6 orders."});
    ProgramStart start = asked.start();
    start.on_terminal = true;

    Program program(std::move(start));

    CHECK(program.wait_for("6 ⚠ orders"));
    CHECK(program.wait().exit_code == 0);
}

TEST_CASE("answer checks: with --strict a terminal never shows the answer that went back",
          "[checks][program]") {
    for (const bool has_colors : {true, false}) {
        const ModelQuestion asked = counting({"There are 6 orders.", "There are 5 orders."});
        ProgramStart start =
            asked.start(has_colors ? std::vector<std::string>{"--strict"}
                                   : std::vector<std::string>{"--strict", "--no-color"});
        start.on_terminal = true;

        const ProgramEnd end = Program(std::move(start)).wait();

        INFO(end.out);
        CHECK(end.exit_code == 0);
        CHECK_THAT(end.out, Catch::Contains("There are 5 orders.") &&
                                Catch::Contains("failed a check and was taken back") &&
                                !Catch::Contains("There are 6"));
    }
}

TEST_CASE("answer checks: with --strict --double-check an answer is shown once",
          "[checks][program]") {
    const ModelQuestion asked({calls_query(count_orders), openai_text("There are 5 orders."),
                               calls_query("SELECT 4 AS n"), openai_text("Four.")});
    ProgramStart start = asked.start({"--double-check", "--strict"});
    start.on_terminal = true;

    const ProgramEnd end = Program(std::move(start)).wait();

    INFO(end.out);
    CHECK(end.exit_code == 8);
    const std::size_t first = end.out.find("There are 5 orders.");
    REQUIRE(first != std::string::npos);
    CHECK(end.out.find("There are 5 orders.", first + 1) == std::string::npos);
}

TEST_CASE("answer checks: beside rows the words have their marks and sources too",
          "[checks][program]") {
    const ProgramEnd marked = counting({"There are 6 orders."}).ask({"--data", "csv"});
    const ProgramEnd cited = counting({"There are 5 orders."}).ask({"--data", "csv", "--cite"});

    CHECK(marked.out == "n\n5\n");
    CHECK_THAT(marked.err, Catch::Contains("There are 6 ⚠ orders."));
    CHECK(cited.out == "n\n5\n");
    CHECK_THAT(cited.err, Catch::Contains("5[1] orders") && Catch::Contains("1. r1: row 1, n"));
}

TEST_CASE("answer checks: an answer at a limit tells both, the limit and what it fails",
          "[checks][program]") {
    const ProgramEnd end = counting({"There are 6 orders."}).ask({"--strict", "--max-steps", "2"});

    CHECK(end.exit_code == 7);
    CHECK(end.out == "There are 6 ⚠ orders.\n");
    CHECK_THAT(end.err, Catch::Contains("the limit 'max_steps' ended the turn; the answer is "
                                        "partial and fails a check: numbers"));
}

TEST_CASE("answer checks: where the second answer hits a limit, the first one counts",
          "[checks][program]") {
    const ModelQuestion asked({calls_query(count_orders), openai_text("There are 6 orders."),
                               calls_query("SELECT 1 AS one"), openai_text("There are 5 orders.")});

    const ProgramEnd end = asked.ask({"--strict", "--max-steps", "4"});

    CHECK(end.exit_code == 8);
    CHECK(end.out == "There are 6 ⚠ orders.\n");
}

TEST_CASE("answer checks: the built-in planner's answers hold", "[checks][program]") {
    const TempDatabase shop(shop_sql);
    for (const char* question : {"How many orders are there?", "Total of orders by customer name?",
                                 "What is the average total of the orders?"}) {
        CAPTURE(question);
        const ProgramEnd end =
            run_program({.arguments = {"-d", shop.path(), "--strict", "--cite", question}});
        CHECK(end.exit_code == 0);
        CHECK(end.out.find("⚠") == std::string::npos);
    }
}

}
