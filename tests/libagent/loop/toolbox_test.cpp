#include "libagent/loop/toolbox.h"

#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <atomic>

namespace askdb::loop {
namespace {

using test::AgentFixture;
using test::calls;
using test::says;

constexpr std::string_view any_object = R"({"type":"object"})";

tools::ToolSpec own_tool(std::string_view name) {
    return {.name = name,
            .summary = "Looks up the weather.",
            .progress = "Looking out of the window",
            .reads_only = true,
            .schema = any_object,
            .run = [](const tools::ToolContext&, const Json&) -> tools::ToolOutput {
                return {.text = "rain"};
            }};
}

/// Why a turn with these tools of the agent's own does not begin.
std::string refusal_of(const std::vector<tools::ToolSpec>& own) {
    AgentFixture fixture({says("unheard")});
    fixture.agent.tools = own;
    try {
        fixture.ask("How is the weather?");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::usage);
        CHECK(fixture.model.requests.empty());
        return failure.error().message;
    }
    return "no refusal";
}

}

TEST_CASE("toolbox: a tool of one's own is offered, called and told about like any other",
          "[loop][tools]") {
    AgentFixture fixture({calls({{"weather", R"({"city":"Oslo"})"}}), says("It rains.")});
    std::string asked_city;  // What a tool of one's own may keep is its own business.
    tools::ToolSpec weather = own_tool("weather");
    weather.run = [&](const tools::ToolContext& context, const Json& arguments) {
        asked_city = arguments.at("city").get<std::string>();
        const auto rows =
            context.databases.front()->query("SELECT count(*) FROM orders", context.limits, {});
        return tools::ToolOutput{.text = "rain after " + std::to_string(rows.value().row_count())};
    };
    const std::size_t offered_without = Toolbox(fixture.agent, false).offers().size();
    fixture.agent.tools = std::span(&weather, 1);

    const chat::Answer answer = fixture.ask("How is the weather in Oslo?");

    CHECK(answer.response == "It rains.");
    CHECK(asked_city == "Oslo");
    CHECK(fixture.model.offered_tools.front() == offered_without + 1);
    CHECK(fixture.model.requests.back().back().text == "rain after 1");
    REQUIRE(answer.workflow.size() == 1);
    CHECK(answer.workflow.front().tool == "weather");
}

TEST_CASE("toolbox: own tools that only read run side by side", "[loop][tools]") {
    AgentFixture fixture({calls({{"first", "{}"}, {"second", "{}"}}), says("Done.")});
    std::atomic<int> inside = 0;
    std::vector own = {own_tool("first"), own_tool("second")};
    for (tools::ToolSpec& tool : own) {
        tool.run = [&](const tools::ToolContext&, const Json&) -> tools::ToolOutput {
            constexpr std::chrono::seconds hang_guard{10};
            const auto end = std::chrono::steady_clock::now() + hang_guard;
            ++inside;
            while (inside < 2 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
            return {.ok = inside == 2, .text = "seen"};
        };
    }
    fixture.agent.tools = own;

    const chat::Answer answer = fixture.ask("Both, please");

    for (const chat::Step& step : answer.workflow) CHECK(step.error.empty());
}

TEST_CASE("toolbox: an own tool that fails is told to the model, the turn goes on",
          "[loop][tools]") {
    AgentFixture fixture({calls({{"weather", "{}"}}), calls({{"wether", "{}"}}), says("No idea.")});
    tools::ToolSpec weather = own_tool("weather");
    weather.run = [](const tools::ToolContext&, const Json&) -> tools::ToolOutput {
        throw Failure({Errc::no_answer, "the window is shut"});
    };
    fixture.agent.tools = std::span(&weather, 1);

    const chat::Answer answer = fixture.ask("How is the weather?");

    CHECK(answer.response == "No idea.");
    CHECK(answer.workflow[0].error == "the window is shut");
    CHECK_THAT(answer.workflow[1].error, Catch::Contains("query_results, weather)"));
}

TEST_CASE("toolbox: what cannot be offered is refused before the model is asked", "[loop][tools]") {
    CHECK(refusal_of({own_tool("query")}) ==
          "the tool 'query' cannot be offered: a built-in tool has that name");
    CHECK_THAT(refusal_of({own_tool("change_data")}), Catch::Contains("built-in"));
    CHECK(refusal_of({own_tool("a"), own_tool("b"), own_tool("a")}) ==
          "the tool 'a' cannot be offered: another one has that name");
    CHECK_THAT(refusal_of({own_tool("")}), Catch::Contains("1 to 64 letters"));
    CHECK_THAT(refusal_of({own_tool("dri\nven")}), Catch::Contains("'dri\\nven'"));

    tools::ToolSpec no_schema = own_tool("a"), no_function = own_tool("a");
    no_schema.schema = "[]";
    no_function.run = nullptr;
    CHECK_THAT(refusal_of({no_schema}), Catch::EndsWith("its schema is no JSON object"));
    CHECK_THAT(refusal_of({no_function}), Catch::EndsWith("it has no function to run"));
}

TEST_CASE("toolbox: an own tool that needs approval is offered only where somebody approves",
          "[loop][tools]") {
    AgentFixture fixture({says("unheard")});
    tools::ToolSpec paint = own_tool("paint");
    paint.needs_approval = true;
    fixture.agent.tools = std::span(&paint, 1);

    CHECK(Toolbox(fixture.agent, false).find("paint") == nullptr);
    CHECK(Toolbox(fixture.agent, true).find("paint") == &paint);
}

}
