#include "libagent/results/handle.h"

#include <catch2/catch.hpp>

namespace askdb::results {

using Names = std::vector<std::string>;

TEST_CASE("handle: its number is read whole, or there is none", "[results]") {
    CHECK(handle_number("r3") == 3);
    CHECK(handle_number("r12") == 12);
    CHECK(handle_number(handle_of(4711)) == 4711);
    for (const char* other : {"", "r", "R3", "r0", "r03", "3", "r3.csv", "r3 ", "r-3", "rr3", "r3r",
                              "r99999999999999999999999"})
        CHECK(handle_number(other) == 0);
}

TEST_CASE("handle: those that a statement may read are names in it", "[results][receipt]") {
    CHECK(named_handles("SELECT R1.a, r12.b FROM r1 JOIN \"r12\" -- r3\n WHERE x = 'r4'") ==
          Names{"r1", "r12"});
    CHECK(named_handles("SELECT r, r0, r01, region, r1x FROM t").empty());
    CHECK(named_handles("SELECT a FROM r2 WHERE town = 'R1'") == Names{"r2"});
}

TEST_CASE("handle: in words, handles are whole words", "[results][checks]") {
    CHECK(handles_in("sum of r1.total, R12: rows, r1") == Names{"r1", "r12"});
    CHECK(handles_in("year2, r, r1a, _r1, r1_x").empty());
    CHECK(handles_in("").empty());
}

}
