#include "libagent/models/offline/dates.h"

#include <catch2/catch.hpp>

using namespace askdb::models::offline;

namespace {

std::string span_of(const char* text) {
    const auto words = question_words(text);
    const auto date = date_at(words, 0);
    return date && date->end == words.size() ? date->from + " " + date->until : "";
}

}

TEST_CASE("dates: years, months and days are spans of days", "[offline]") {
    CHECK(span_of("2024") == "2024-01-01 2025-01-01");
    CHECK(span_of("March 2025") == "2025-03-01 2025-04-01");
    CHECK(span_of("dec 2025") == "2025-12-01 2026-01-01");
    CHECK(span_of("5 March 2025") == "2025-03-05 2025-03-06");
    CHECK(span_of("March 5, 2025") == "2025-03-05 2025-03-06");
    CHECK(span_of("5th of March 2025") == "2025-03-05 2025-03-06");
    CHECK(span_of("2024-02-29") == "2024-02-29 2024-03-01");
}

TEST_CASE("dates: what no calendar has is no date", "[offline]") {
    CHECK(span_of("2025-02-29").empty());
    CHECK(span_of("31 June 2025").empty());
    CHECK(span_of("500").empty());
    CHECK(span_of("March").empty());
    CHECK(span_of("2,024").empty());
}
