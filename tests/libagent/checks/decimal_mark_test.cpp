#include "libagent/checks/decimal_mark.h"

#include <catch2/catch.hpp>

namespace askdb::checks {
namespace {

DecimalMark mark_of(std::string_view text) {
    return decimal_mark_of(text, words_of(text));
}

}

TEST_CASE("decimal mark: numbers that can be read in one way tell it", "[checks]") {
    for (const char* const text : {"12.5", "1,234.56", "1,234,567", "€0.75 und 12", "12,34,567"}) {
        INFO(text);
        CHECK(mark_of(text) == DecimalMark::dot);
    }
    for (const char* const text : {"12,5", "1.234,56", "1.234.567", "There are 12,5"}) {
        INFO(text);
        CHECK(mark_of(text) == DecimalMark::comma);
    }
}

TEST_CASE("decimal mark: else the language tells it, and not where that is unclear", "[checks]") {
    CHECK(mark_of("There are 79,000 orders") == DecimalMark::dot);
    CHECK(mark_of("Es gibt 79.000 Aufträge") == DecimalMark::comma);
    CHECK(mark_of("Les ordres ont coûté 79.000 €") == DecimalMark::comma);
    CHECK(mark_of("Hay 79.000 órdenes") == DecimalMark::unknown);
    CHECK(mark_of("79,000") == DecimalMark::unknown);
    CHECK(mark_of("1.5 or 1,5") == DecimalMark::unknown);
    CHECK(mark_of("v2.1, 192.168.0.1, 2025-06-30") == DecimalMark::unknown);
}

}
