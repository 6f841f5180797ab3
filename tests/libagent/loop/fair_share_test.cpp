#include "libagent/loop/fair_share.h"

#include <catch2/catch.hpp>

#include <limits>

namespace askdb::loop {

TEST_CASE("fair share: what the small ones leave goes to the others", "[loop]") {
    constexpr std::size_t no_bound = std::numeric_limits<std::size_t>::max();

    CHECK(fair_share({10, 10, 10}, 30) == no_bound);
    CHECK(fair_share({}, 0) == no_bound);
    CHECK(fair_share({10, 10, 10}, 29) == 9);
    CHECK(fair_share({100, 1, 100}, 101) == 50);
    CHECK(fair_share({5, 5}, 0) == 0);
}

}
