#include "libagent/loop/rested_steps.h"

#include <catch2/catch.hpp>

namespace askdb::loop {
namespace {

chat::Answer three_steps() {
    chat::Answer answer;
    answer.workflow = {{.tool = "query", .handle = "r1", .sql = "SELECT 1"},
                       {.tool = "query", .handle = "r2", .sql = "SELECT r1 FROM t"},
                       {.tool = "query_results", .handle = "r3", .sql = "SELECT sum(a) FROM R2"},
                       {.tool = "list_tables"}};
    return answer;
}

std::vector<std::string> handles_of(const chat::Answer& answer, const std::string& source) {
    std::vector<std::string> sources;
    if (!source.empty()) sources.push_back(source);
    std::vector<std::string> handles;
    for (const chat::Step* step : rested_steps(answer, sources)) handles.push_back(step->handle);
    return handles;
}

}

TEST_CASE("rested steps: those that numbers are from, and what their SQL over results reads",
          "[checks][loop]") {
    const chat::Answer answer = three_steps();

    CHECK(handles_of(answer, "r1: row 1, a") == std::vector<std::string>{"r1"});
    CHECK(handles_of(answer, "r3: row 1, a") == std::vector<std::string>{"r2", "r3"});
    CHECK(handles_of(answer, "") == std::vector<std::string>{"r2", "r3"});
    CHECK(handles_of({}, "r1: rows").empty());
}

TEST_CASE("rested steps: a text or comment of the SQL is no result that it reads",
          "[checks][loop]") {
    chat::Answer answer = three_steps();
    answer.workflow[2].sql = "SELECT sum(a) FROM r2 WHERE town = 'R1' -- nor r1";

    CHECK(handles_of(answer, "r3: row 1, a") == std::vector<std::string>{"r2", "r3"});
}

}
