#include "libagent/loop/budget.h"

#include <catch2/catch.hpp>

namespace askdb::loop {
namespace {

using std::chrono::milliseconds;

}

TEST_CASE("budget: calls side by side share what is left", "[loop]") {
    TurnLimits limits{.max_db_time = milliseconds(1000), .max_result_bytes = 4000};
    const Budget budget(limits, {}, 600);

    CHECK(budget.used_up().empty());
    CHECK(budget.share(1).timeout == milliseconds(400));
    CHECK(budget.share(4).timeout == milliseconds(100));
    CHECK(budget.share(4).bytes == 1000);
    limits.statement = {.rows = 7, .bytes = 9, .timeout = milliseconds(5)};
    CHECK(budget.share(4).rows == 7);
    CHECK(budget.share(4).bytes == 9);
    CHECK(budget.share(4).timeout == milliseconds(5));
    CHECK(budget.share(1'000'000).timeout == milliseconds(1));
}

TEST_CASE("budget: it says which limit is used up, memory of empty cells included", "[loop]") {
    const TurnLimits limits{.max_db_time = milliseconds(1000), .max_result_bytes = 4000};
    results::ResultStore results;
    database::Rows nulls;
    nulls.columns.resize(1);
    for (int i = 0; i < 500; ++i) nulls.append(database::Kind::null, "");

    CHECK(Budget(limits, results, 1000).used_up() == "max_db_seconds");
    results.add("shop", "SELECT NULL", std::move(nulls));
    CHECK(Budget(limits, results, 0).used_up() == "max_result_bytes");
}

}
