#include "libagent/checks/part_of_year.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

std::string parts_in(const char* text) {
    std::string out;
    for (const PartOfYear& part : parts_of_year(text))
        out += std::to_string(part.first) + "-" + std::to_string(part.last) + " ";
    return out;
}

}

TEST_CASE("part of the year: quarters and halves in four languages", "[checks]") {
    CHECK(parts_in("Q2 2025 and the first quarter") == "4-6 1-3 ");
    CHECK(parts_in("im 3. Quartal, erstes Halbjahr") == "7-9 1-6 ");
    CHECK(parts_in("le premier trimestre, el segundo semestre") == "1-3 7-12 ");
    CHECK(parts_in("by quarter") == "1-3 4-6 7-9 10-12 ");
    CHECK(parts_in("the hour, a query").empty());
}

}
