// What a person, a script and a conversation see of --double-check.

#include "tests/support/model_question.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace askdb::test {
namespace {

constexpr const char* all_orders = "SELECT count(*) AS n FROM orders";
constexpr const char* few_orders = "SELECT count(*) AS orders FROM orders WHERE order_id > 2";

/// Two answers: the first model's, then the second one's.
std::vector<ScriptedReply> answers(const std::string& first, const std::string& again) {
    return {calls_query(first), openai_text("Some."), calls_query(again), openai_text("Others.")};
}

ScriptedReply refusing() {
    return openai_error(400, std::string("no such model for ") + secret_key);
}

}

TEST_CASE("program: a second opinion that agrees is one line below the answer",
          "[program][second]") {
    const ModelQuestion question(answers(all_orders, "SELECT 5 AS five"));

    const ProgramEnd end = question.ask({"--double-check=openai:gpt-other"});

    INFO(end.out << "\n--\n" << end.err);
    CHECK(end.exit_code == 0);
    CHECK(end.out == "Some.\n");
    CHECK(end.err == "'openai:gpt-other' agrees: asked again, it found the same\n");
    const std::vector<RecordedRequest> requests = question.server.requests();
    REQUIRE(requests.size() == 4);
    CHECK(requests[1].body.find("gpt-test") != std::string::npos);
    CHECK(requests[2].body.find("gpt-other") != std::string::npos);
    CHECK(requests[2].body.find("FROM orders") == std::string::npos);

    const ModelQuestion same(answers(all_orders, all_orders));
    const ProgramEnd quiet = same.ask({"--double-check", "-q"});
    CHECK(quiet.exit_code == 0);
    CHECK(quiet.err.empty());
    CHECK(same.server.requests().at(2).body.find("gpt-test") != std::string::npos);
}

TEST_CASE("program: a language model gives the built-in planner a second opinion",
          "[program][second]") {
    const ModelQuestion question({calls_query(few_orders), openai_text("Three.")});

    const ProgramEnd end = question.ask({"-m", "offline", "--double-check=openai:gpt-test"});

    INFO(end.out << "\n--\n" << end.err);
    CHECK(end.exit_code == 0);
    CHECK(end.out.find('5') != std::string::npos);
    CHECK(end.err.find("5 here, 3 there") != std::string::npos);
    CHECK(end.err.find("there, by 'openai:gpt-test'") != std::string::npos);
}

TEST_CASE("program: where a second opinion differs, the reason and both statements are shown",
          "[program][second]") {
    const ModelQuestion question(answers(all_orders, few_orders));
    const ModelQuestion as_json(answers(all_orders, few_orders));

    const ProgramEnd end = question.ask({"--double-check", "--"});
    const ProgramEnd json = as_json.ask({"--output", "json", "--double-check", "--"});

    INFO(end.err << "\n--\n" << json.out << json.err);
    CHECK(end.exit_code == 0);
    CHECK(end.out == "Some.\n");
    CHECK(end.err ==
          "⚠ the second opinion of 'openai:gpt-test' differs: n: 5 here, 3 there\n"
          "here, by 'openai:gpt-test':\n" +
              std::string(all_orders) + "\nthere, by 'openai:gpt-test':\n" + few_orders + "\n");
    const Json answer = parse_json(json.out, "stdout").value_or_throw();
    CHECK(answer["second_opinion"]["verdict"] == "differs");
    CHECK(answer["second_opinion"]["reason"] == "n: 5 here, 3 there");
    CHECK(answer["second_opinion"]["sql"] == few_orders);
    CHECK(answer["second_opinion"]["response"] == "Others.");
    CHECK(answer["warnings"][0]["check"] == "second_opinion");
    CHECK(json.err.empty());
}

TEST_CASE("program: a second model that fails leaves the answer as it is", "[program][second]") {
    const ModelQuestion question({calls_query(all_orders), openai_text("Five."), refusing()});

    const ProgramEnd end = question.ask({"--double-check", "--"});

    INFO(end.out << "\n--\n" << end.err);
    CHECK(end.exit_code == 0);
    CHECK(end.out == "Five.\n");
    CHECK(end.err.starts_with("⚠ no second opinion of 'openai:gpt-test': "));
    CHECK(end.err.find("no such model") != std::string::npos);
    CHECK(end.err.find(secret_key) == std::string::npos);

    const ModelQuestion again({calls_query(all_orders), openai_text("Five."), refusing()});
    const ProgramEnd json = again.ask({"--output", "json", "--double-check", "--"});
    CHECK(json.exit_code == 0);
    CHECK(json.out.find("no such model") != std::string::npos);
    CHECK(json.out.find(secret_key) == std::string::npos);
}

TEST_CASE("program: many questions have a second opinion each, and a conversation keeps it",
          "[program][second]") {
    std::vector<ScriptedReply> script = answers(all_orders, all_orders);
    for (ScriptedReply& reply : answers(all_orders, few_orders)) script.push_back(std::move(reply));
    const ModelQuestion question(std::move(script));
    const TempDatabase home("CREATE TABLE t (a)");
    ProgramStart start{.arguments = {"-d", question.shop.path(), "-m", "openai:gpt-test",
                                     "--session", "nightly", "--double-check"},
                       .environment = {{"OPENAI_BASE_URL", question.server.url("/v1")},
                                       {"OPENAI_API_KEY", secret_key},
                                       {"XDG_DATA_HOME", home.path() + ".data"}},
                       .input = "How many orders?\nHow many late ones?\n"};
    ProgramStart show{.arguments = {"sessions", "show", "nightly"},
                      .environment = start.environment};

    const ProgramEnd end = run_program(std::move(start));
    const ProgramEnd shown = run_program(std::move(show));

    INFO(end.out << "\n--\n" << end.err << "\n--\n" << shown.out << shown.err);
    CHECK(end.exit_code == 0);
    CHECK(end.err.find("question 1: 'openai:gpt-test' agrees") != std::string::npos);
    CHECK(end.err.find("question 2: the second opinion of 'openai:gpt-test' differs: n: 5 here, 3 "
                       "there") != std::string::npos);
    CHECK(end.err.find(few_orders) != std::string::npos);
    CHECK(shown.exit_code == 0);
    CHECK(shown.out.find("agrees: asked again") != std::string::npos);
    CHECK(shown.out.find("there, by openai:gpt-test:\n\n```sql\n" + std::string(few_orders)) !=
          std::string::npos);
    std::filesystem::remove_all(home.path() + ".data");
}

TEST_CASE("program: a second opinion that can be none is a usage error", "[program][second]") {
    const TempDatabase shop(shop_sql);
    const auto refused = [&](std::vector<std::string> words) {
        words.insert(words.begin(), {"-d", shop.path()});
        const ProgramEnd end = run_program({.arguments = std::move(words)});
        CHECK(end.exit_code == 2);
        CHECK(end.out.empty());
        return end.err;
    };

    CHECK(refused({"--double-check", "--", "How many orders?"})
              .find("the built-in planner would answer the same again") != std::string::npos);
    CHECK(refused({"--double-check", "How", "many", "orders?"}).find("no model named 'How'") !=
          std::string::npos);
    CHECK(refused({"--sql", "--double-check=offline", "How many orders?"})
              .find("'--double-check' has nothing to compare") != std::string::npos);
}

}
