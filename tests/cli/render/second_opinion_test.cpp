#include "cli/render/second_opinion.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

TEST_CASE("second opinion: agreement and absence are one line, a difference both statements",
          "[cli][second]") {
    chat::Answer answer;
    answer.model = "a:one";
    answer.handle = "r2";
    answer.workflow = {{.step = 1, .handle = "r1", .sql = "SELECT 1"},
                       {.step = 2, .handle = "r2", .sql = "SELECT 2\n"}};
    answer.second_opinion = {.model = "b:two", .verdict = "agrees"};
    CHECK(opinion_line(*answer.second_opinion) == "'b:two' agrees: asked again, it found the same");
    CHECK(differing_statements(answer).empty());

    answer.second_opinion = {.model = "b:two", .verdict = "none", .reason = "overloaded"};
    CHECK(opinion_line(*answer.second_opinion) == "no second opinion of 'b:two': overloaded");
    CHECK(differing_statements(answer).empty());

    answer.second_opinion = {
        .model = "b:two", .verdict = "differs", .sql = "SELECT 3", .reason = "n: 2 here, 3 there"};
    CHECK(opinion_line(*answer.second_opinion).empty());
    CHECK(differing_statements(answer) ==
          "here, by 'a:one':\nSELECT 2\nthere, by 'b:two':\nSELECT 3");
    CHECK(differing_statements({}).empty());
}
