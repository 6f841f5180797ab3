#include "libagent/database/dialects/postgres_plan_json.h"

#include <catch2/catch.hpp>

namespace askdb::database {

TEST_CASE("postgres plan: the largest step counts, wherever it stands", "[estimate]") {
    CHECK(postgres_plan_rows(R"([{"Plan":{"Node Type":"Aggregate","Strategy":"Plain","Plan Rows":1,
        "Plans":[{"Node Type":"Hash Join","Plan Rows":250,"Plans":[
            {"Node Type":"Seq Scan","Plan Rows":1000000},
            {"Node Type":"Hash","Plan Rows":50,"Plans":[{"Node Type":"Seq Scan","Plan Rows":50}]}
        ]}]}}])") == 1'000'000);
    CHECK(postgres_plan_rows(R"([{"Plan":{"Node Type":"Result","Plan Rows":1}}])") == 1);
}

TEST_CASE("postgres plan: all processes of a parallel step count", "[estimate]") {
    const auto rows = postgres_plan_rows(
        R"([{"Plan":{"Node Type":"Gather","Workers Planned":2,"Plan Rows":10,
        "Plans":[{"Node Type":"Seq Scan","Plan Rows":1000}]}}])");
    REQUIRE(rows);
    CHECK(*rows == Approx(2'400));
}

TEST_CASE("postgres plan: LIMIT ends a scan early, and no sort", "[estimate]") {
    CHECK(postgres_plan_rows(R"([{"Plan":{"Node Type":"Limit","Plan Rows":10,
        "Plans":[{"Node Type":"Seq Scan","Plan Rows":1000000}]}}])") == Approx(10));
    CHECK(postgres_plan_rows(R"([{"Plan":{"Node Type":"Limit","Plan Rows":10,
        "Plans":[{"Node Type":"Sort","Plan Rows":1000000,
        "Plans":[{"Node Type":"Seq Scan","Plan Rows":1000000}]}]}}])") == Approx(1'000'000));
}

TEST_CASE("postgres plan: what is no plan tells nothing", "[estimate]") {
    for (const char* text : {"", "[]", "{}", "[1]", R"([{"Plan":7}])", "Seq Scan on t"})
        CHECK_FALSE(postgres_plan_rows(text));
}

}
