#include "cli/render/narration.h"

#include "tests/cli/render/captured.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

std::string narrated(bool verbose) {
    test::Captured captured;
    Messages messages(captured.writer(), false);
    Progress progress(messages, false, 80);
    Narration narration(messages, progress, "offline", verbose);
    chat::Step step;
    step.tool = "query";
    step.handle = "r1";
    step.sql = "SELECT 1";
    step.rows = 1;
    step.milliseconds = 2;
    narration.receive(chat::SessionStarted{"s"});
    narration.receive(chat::ToolFinished{"c1", step});
    return captured.so_far();
}

}

TEST_CASE("narration: verbose tells each statement with its rows and time", "[cli]") {
    CHECK(narrated(true) == "SELECT 1\nquery r1: 1 row, 2.0 ms\n");
    CHECK(narrated(false).empty());
}

TEST_CASE("narration: the summary holds model, tokens and times", "[cli]") {
    chat::Answer answer;
    answer.model = "openai:x";
    answer.usage = {.input_tokens = 310, .output_tokens = 42};
    answer.total_ms = 12;

    CHECK_THAT(turn_summary(answer), Catch::StartsWith("openai:x: 0 tool calls, ") &&
                                         Catch::Contains("310 + 42 tokens") &&
                                         Catch::EndsWith("12 ms in all"));
    answer.workflow.resize(1);
    CHECK_THAT(turn_summary(answer), Catch::StartsWith("openai:x: 1 tool call, "));
    answer.usage.cached_input_tokens = 300;
    answer.cost_usd = 0.01234;
    CHECK_THAT(turn_summary(answer), Catch::Contains("310 + 42 tokens (300 cached), $0.0123,"));
}

TEST_CASE("narration: a person hears at once that a turn waits for another, and no other warning",
          "[cli]") {
    test::Captured captured;
    Messages messages(captured.writer(), false);
    Progress progress(messages, false, 80);
    Narration narration(messages, progress, "offline", false);

    narration.receive(chat::Warning{"truncation", "r1 was cut"});
    narration.receive(chat::Warning{"waiting", "waiting for another"});

    CHECK(captured.so_far() == "waiting for another\n");
}
