#include "cli/limits.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

const LimitSpec& limit_named(std::string_view key) {
    for (const LimitSpec& limit : all_limits()) {
        if (limit.key == key) return limit;
    }
    throw Failure({Errc::usage, "no such limit"});
}

}

TEST_CASE("limits: a text becomes the limit it spells", "[cli]") {
    LimitValues values;

    CHECK_FALSE(set_limit(values, limit_named("timeout"), "0.5", "--timeout"));
    CHECK_FALSE(set_limit(values, limit_named("max_rows"), " 12 ", "--max-rows"));

    const loop::TurnLimits limits = turn_limits(values);
    CHECK(limits.statement.timeout == std::chrono::milliseconds(500));
    CHECK(limits.statement.rows == 12);
    CHECK(limits.max_steps == loop::TurnLimits().max_steps);
}

TEST_CASE("limits: what is no such number is refused with its bounds", "[cli]") {
    LimitValues values;
    for (const char* text : {"", "abc", "-1", "0", "1.5", "1e99", "nan", "inf", "3 rows"}) {
        const auto error = set_limit(values, limit_named("max_rows"), text, "option '--max-rows'");
        REQUIRE(error);
        CHECK(error->code == Errc::usage);
        CHECK_THAT(error->message,
                   Catch::StartsWith("option '--max-rows' must be a whole number from 1 to"));
    }
    CHECK_FALSE(values.max_rows);
}

TEST_CASE("limits: tightening never loosens", "[cli]") {
    LimitValues values;
    values.max_rows = 50;

    tighten_limits(values, {.max_rows = 1e6, .max_steps = 1e3, .head_rows = 3});

    CHECK(values.max_rows == 50);
    CHECK(values.max_steps == loop::TurnLimits().max_steps);
    CHECK(values.head_rows == 3);
    CHECK_FALSE(values.timeout);
}

TEST_CASE("limits: money has no bound until somebody sets one", "[cli]") {
    LimitValues values;
    CHECK(turn_limits(values).max_cost_usd == loop::TurnLimits().max_cost_usd);

    tighten_limits(values, {.max_cost_usd = 0.5});
    CHECK(turn_limits(values).max_cost_usd == 0.5);
    tighten_limits(values, {.max_cost_usd = 2});
    CHECK(turn_limits(values).max_cost_usd == 0.5);

    const auto error = set_limit(values, limit_named("max_cost_usd"), "free", "x");
    REQUIRE(error);
    CHECK(error->message == "x must be a number of US dollars from 0.0001 to 1000000, not 'free'");
}

TEST_CASE("limits: as many estimated rows as there are, until somebody sets a number", "[cli]") {
    LimitValues values;
    CHECK(turn_limits(values).max_estimated_rows == 0);
    tighten_limits(values, {.max_estimated_rows = 5'000});
    CHECK(turn_limits(values).max_estimated_rows == 5'000);
    tighten_limits(values, {.max_estimated_rows = 9'000});
    CHECK(turn_limits(values).max_estimated_rows == 5'000);
}

TEST_CASE("limits: what may end a turn is set by the name under which it is told", "[cli]") {
    for (const char* name :
         {"max_steps", "max_tokens", "max_cost_usd", "max_time", "max_db_seconds",
          "max_sql_retries", "max_output_tokens", "max_result_bytes", "max_estimated_rows"}) {
        LimitValues values;
        const LimitSpec& limit = limit_named(name);
        values.*limit.member = limit.least;
        CHECK(why_not(limit, limit.least).empty());
        const loop::TurnLimits usual, set = turn_limits(values);
        CHECK((set.max_steps != usual.max_steps || set.max_tokens != usual.max_tokens ||
               set.max_cost_usd != usual.max_cost_usd || set.max_time != usual.max_time ||
               set.max_db_time != usual.max_db_time ||
               set.max_sql_retries != usual.max_sql_retries ||
               set.max_output_tokens != usual.max_output_tokens ||
               set.max_result_bytes != usual.max_result_bytes ||
               set.max_estimated_rows != usual.max_estimated_rows));
    }
}
