#include "cli/replay/replay_report_json.h"

#include "libagent/base/json.h"
#include "tests/cli/render/captured.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace askdb::cli {

TEST_CASE("replay report: each result says whether it was compared, and what came of it",
          "[cli][replay]") {
    const chat::Step first{.handle = "r1", .sql = "SELECT 1"},
        second{.handle = "r2", .sql = "SELECT 2 FROM r1"}, third{.handle = "r3", .sql = "SELECT 3"};
    const std::vector<ReplayStep> steps = {
        {.turn = 1, .question = "One?", .kept = &first, .database = "shop"},
        {.turn = 2, .question = "Two?", .kept = &second, .reads_results = true},
        {.turn = 3, .question = "Three?", .kept = &third, .database = "shop"}};
    const std::vector<ReplayVerdict> verdicts = {
        {.drifts = {{"shape", "3 rows, not 2 rows"}}, .notes = {"no receipt"}},
        {.failure = Error{Errc::timeout, "too slow"}}};
    test::Captured captured;
    Output output(captured.writer());

    print_replay_json(
        output,
        {.id = "one", .steps = steps, .chosen = {0, 1}, .verdicts = verdicts, .exit_code = 8});

    const std::string text = captured.so_far();
    CHECK(text.find('\n') == text.size() - 1);
    const Json report = parse_json(text, "the report").value_or_throw();
    CHECK(report["ok"] == false);
    CHECK(report["exit_code"] == 8);
    CHECK(report["session_id"] == "one");
    CHECK(report["compared"] == 1);
    REQUIRE(report["results"].size() == 2);
    const Json& drifted = report["results"][0];
    CHECK(drifted["turn"] == 1);
    CHECK(drifted["handle"] == "r1");
    CHECK(drifted["question"] == "One?");
    CHECK(drifted["database"] == "shop");
    CHECK(drifted["sql"] == "SELECT 1");
    CHECK(drifted["compared"] == true);
    CHECK(drifted["drifts"] == Json::parse(R"([{"what":"shape","message":"3 rows, not 2 rows"}])"));
    CHECK(drifted["notes"] == Json::array({"no receipt"}));
    CHECK(drifted["error"].is_null());
    const Json& slow = report["results"][1];
    CHECK(slow["database"].is_null());
    CHECK(slow["compared"] == false);
    CHECK(slow["error"]["type"] == "timeout");
}

}
