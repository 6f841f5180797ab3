#include "libagent/results/result_age.h"

#include <catch2/catch.hpp>

namespace askdb::results {

TEST_CASE("result age: rows made of results are as old as the oldest of these", "[results]") {
    const WallTime now = std::chrono::system_clock::now();
    const WallTime hour_ago = now - std::chrono::hours(1), day_ago = now - std::chrono::hours(24);
    ResultStore results;
    results.add("shop", "SELECT 1", {}, hour_ago);
    results.add("shop", "SELECT 2", {}, day_ago);
    results.add("shop", "SELECT 3", {}, WallTime());

    CHECK(oldest_read("SELECT * FROM R1", results, now) == hour_ago);
    CHECK(oldest_read("SELECT * FROM r1 JOIN r2 USING (n)", results, now) == day_ago);
    CHECK(oldest_read("SELECT 'r2' FROM r3 JOIN r9 -- r1", results, now) == now);
    CHECK(oldest_read("SELECT * FROM r1", results, day_ago) == day_ago);
}

}
