#include "libagent/results/writers/table_layout.h"

#include <catch2/catch.hpp>

#include <numeric>
#include <random>

using namespace askdb::results;
using Widths = std::vector<std::size_t>;

TEST_CASE("layout: columns that fit keep their width", "[results]") {
    const ColumnNeed needs[] = {{5, 5}, {20, 8}, {3, 3}};

    CHECK(fit_columns(needs, 28) == Widths{5, 20, 3});
    CHECK(fit_columns(needs, 1000) == Widths{5, 20, 3});
    CHECK(fit_columns({}, 0) == Widths{});
}

TEST_CASE("layout: the widest shrink first, to a common width, none below its least", "[results]") {
    const ColumnNeed needs[] = {{10, 10}, {100, 8}, {40, 8}, {12, 8}};

    CHECK(fit_columns(needs, 72) == Widths{10, 25, 25, 12});
    CHECK(fit_columns(needs, 73) == Widths{10, 26, 25, 12});
    CHECK(fit_columns(needs, 34) == Widths{10, 8, 8, 8});
    CHECK_FALSE(fit_columns(needs, 33).has_value());
}

TEST_CASE("layout: the space is used up, and never exceeded", "[results]") {
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
        std::vector<ColumnNeed> needs(1 + random() % 12);
        std::size_t natural = 0, least = 0;
        for (ColumnNeed& need : needs) {
            need.natural = random() % 60;
            need.least = random() % (need.natural + 1);
            natural += need.natural, least += need.least;
        }
        const std::size_t available = random() % 300;

        const auto widths = fit_columns(needs, available);

        REQUIRE(widths.has_value() == (least <= available));
        if (!widths) continue;
        const auto total = std::accumulate(widths->begin(), widths->end(), std::size_t{0});
        REQUIRE(total <= available);
        for (std::size_t i = 0; i < needs.size(); ++i) {
            REQUIRE((*widths)[i] <= needs[i].natural);
            REQUIRE((*widths)[i] >= needs[i].least);
        }
        REQUIRE(total == std::min(available, natural));
    }
}
