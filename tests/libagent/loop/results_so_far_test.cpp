#include "libagent/loop/results_so_far.h"

#include <catch2/catch.hpp>

#include <algorithm>

namespace askdb::loop {
namespace {

chat::Step step_with(const results::StoredResult& result) {
    return {.handle = result.handle, .sql = result.sql, .rows = result.rows.row_count()};
}

database::Rows one_cell(database::Kind kind, std::string_view text) {
    database::Rows rows;
    rows.columns.resize(1);
    rows.append(kind, text);
    return rows;
}

}

TEST_CASE("results so far: a single value is told, with the statement behind it", "[loop]") {
    results::ResultStore results;
    const std::vector<chat::Step> steps = {
        step_with(results.add("shop", "SELECT 7", one_cell(database::Kind::integer, "7"))),
        {.tool = "list_tables"},
        step_with(results.add("shop", "SELECT NULL", one_cell(database::Kind::null, ""))),
        step_with(results.add("shop", "SELECT t", one_cell(database::Kind::text, "a\nb")))};

    CHECK(results_so_far("max_steps", steps, results) ==
          "No whole answer: the limit max_steps was reached.\nr1 has 1 row (7): SELECT 7\n"
          "r2 has 1 row (NULL): SELECT NULL\nr3 has 1 row (a\\nb): SELECT t");
    CHECK(results_so_far("max_time", {}, results) ==
          "No whole answer: the limit max_time was reached.");
}

TEST_CASE("results so far: of very many only the last are told", "[loop]") {
    results::ResultStore results;
    std::vector<chat::Step> steps;
    for (int i = 0; i < 500; ++i) {
        steps.push_back(step_with(
            results.add("shop", std::string(100'000, 'x'), one_cell(database::Kind::text, "v"))));
    }

    const std::string text = results_so_far("max_steps", steps, results);

    CHECK(text.size() < 6'000);
    CHECK(text.find("The last 10 of 500 results:\nr491 has") != std::string::npos);
}

}
