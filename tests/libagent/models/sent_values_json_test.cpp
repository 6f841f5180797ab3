#include "libagent/models/sent_values_json.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models;

namespace {

std::vector<SentColumn> sent(std::string text, std::string tool = "query", bool failed = false) {
    const std::vector<chat::Message> messages = {
        {.role = chat::Role::assistant, .tool_calls = {{"c0", "other", ""}, {"c1", tool, ""}}},
        {.role = chat::Role::tool,
         .text = std::move(text),
         .tool_call_id = "c1",
         .failed = failed}};
    return sent_values(messages);
}

}

TEST_CASE("sent values: the cells and bounds of a result, without NULL and what is masked",
          "[share][egress]") {
    const auto found = sent(R"-({"handle":"r1","row_count":9,"columns":[
        {"name":"who","min":"Ana","max":"Zoe"},{"name":"n"},{"name":"mail","masked":true}],
        "rows":[["Ana",7,"(masked)"],[null,2.5,"(masked)"]]})-");

    REQUIRE(found.size() == 2);
    CHECK(found[0].source == "r1");
    CHECK(found[0].column == "who");
    CHECK(found[0].values == std::vector<std::string>{"Ana", "Zoe", "Ana"});
    CHECK(found[0].bytes() == 9);
    CHECK(found[1].values == std::vector<std::string>{"7", "2.5"});
}

TEST_CASE("sent values: what a search found, by table and column", "[share][egress]") {
    const auto found = sent(
        R"({"database":"shop","found":[{"table":"t","column":"c","value":"Ana"},
            {"table":"t","column":"d","exact":true}]})",
        "find_values");

    REQUIRE(found.size() == 1);
    CHECK(found[0].source == "t");
    CHECK(found[0].values == std::vector<std::string>{"Ana"});
}

TEST_CASE("sent values: what may quote a value is named, too", "[share][egress]") {
    CHECK(sent("[22P02] bad: \"Ana\"", "query", true)[0].source == "(error)");
    CHECK(sent("Ana said so")[0].source == "(text)");
    CHECK(sent(R"({"handle":"r1","row_count":0,"columns":[],"rows":[],"checks":["near: Ana"]})")[0]
              .source == "(remark)");
}

TEST_CASE("sent values: catalogs, handles and what people write are none", "[share][egress]") {
    CHECK(sent(R"({"database":"shop","tables":[{"table":"t"}]})", "list_tables").empty());
    CHECK(
        sent("r1: 3 rows; columns a; the rows are in handle r1, query_results reads them").empty());
    CHECK(sent("").empty());
    const std::vector<chat::Message> said = {{.role = chat::Role::user, .text = "Is Ana there?"},
                                             {.role = chat::Role::assistant, .text = "Ana is."}};
    CHECK(sent_values(said).empty());
}

TEST_CASE("sent values: what another tool tells is a text, whatever it looks like",
          "[share][egress]") {
    for (const char* text :
         {R"({"database":"shop","tables":[{"Ana":1}]})", R"({"found":[]})", "done",
          "r1: Ana, query_results reads them",
          R"({"handle":"r1","columns":[{"name":"x","masked":true}],"rows":[["Ana"]]})"}) {
        INFO(text);
        const auto found = sent(text, "weather");
        REQUIRE(found.size() == 1);
        CHECK(found[0].source == "(text)");
        CHECK(found[0].values == std::vector<std::string>{text});
    }
    CHECK(sent_values(std::vector<chat::Message>{
                          {.role = chat::Role::assistant,
                           .tool_calls = {{"", "weather", ""}, {"", "change_data", ""}}},
                          {.role = chat::Role::tool, .text = "done"}})
              .size() == 1);
    const std::vector<chat::Message> nobody_asked = {{.role = chat::Role::tool, .text = "done"}};
    CHECK(sent_values(nobody_asked).size() == 1);
}

TEST_CASE("sent values: what is no result as it should be is a text", "[share][egress]") {
    for (const char* text :
         {"Ana: query_results reads them", "r1: x\nAna, query_results reads them",
          R"({"handle":"r1","columns":3,"rows":[["Ana"]]})",
          R"({"database":"shop","tables":["Ana"]})", "committed: Ana\nAna"}) {
        INFO(text);
        REQUIRE(sent(text).size() == 1);
        CHECK(sent(text)[0].source == "(text)");
    }
}

TEST_CASE("sent values: the rows that a change returns are listed", "[share][egress]") {
    const auto found = sent(
        "committed: 1 row of a table {x}\n"
        R"({"handle":"r1","columns":[{"name":"who"}],"rows":[["Ana"]]})",
        "change_data");

    REQUIRE(found.size() == 1);
    CHECK(found[0].source == "r1");
    CHECK(found[0].values == std::vector<std::string>{"Ana"});
    CHECK(sent("committed: 1 row of t", "change_data").empty());
}

TEST_CASE("sent values: what else is known to quote values counts as long as it is sent",
          "[share][egress]") {
    const std::vector<chat::Message> said = {
        {.role = chat::Role::user, .text = "This does not hold: there is 'Ana'."},
        {.role = chat::Role::assistant, .text = "It is Bo."}};
    const std::vector<QuotingText> quoting = {{"(remark)", "there is 'Ana'"},
                                              {"(answer)", "It is Bo."},
                                              {"(answer)", "It was shortened away."}};

    const auto found = sent_values(said, quoting);

    REQUIRE(found.size() == 2);
    CHECK(found[0].source == "(remark)");
    CHECK(found[1].values == std::vector<std::string>{"It is Bo."});
}

TEST_CASE("sent values: a field that nobody knows may hold anything", "[share][egress]") {
    CHECK(sent(R"({"handle":"r1","row_count":1,"columns":[],"rows":[],"hint":"Ana"})")[0].source ==
          "(text)");
    CHECK(sent(R"({"database":"shop","found":[],"nearest":"Ana"})", "find_values")[0].source ==
          "(text)");
}

TEST_CASE("sent values: bounds are counted apart", "[share][egress]") {
    const auto found = sent(
        R"-({"handle":"r1","columns":[{"name":"n","min":"1","max":"9"}],"rows":[[1],[9],[5]]})-");

    CHECK(found[0].values.size() == 5);
    CHECK(found[0].bounds == 2);
}
