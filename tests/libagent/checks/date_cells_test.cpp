#include "libagent/checks/date_cells.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

std::string read(const std::string& cell) {
    const CellDate date = read_cell_date(cell);
    if (date.parts.is_empty()) return "";
    std::string out = std::to_string(date.parts.year) + "/" + std::to_string(date.parts.month) +
                      "/" + std::to_string(date.parts.day);
    if (date.parts.time >= 0) out += " " + std::to_string(date.parts.time);
    if (date.months > 1) out += " x" + std::to_string(date.months);
    if (date.has_zone) out += " zone";
    return out;
}

}

TEST_CASE("date cells: ISO dates, months, years, times and what is packed", "[checks]") {
    CHECK(read("2025-06-30") == "2025/6/30");
    CHECK(read("2025-06-30 14:35:20.5") == "2025/6/30 52520");
    CHECK(read("2025-06-30T14:35Z") == "2025/6/30 52500");
    CHECK(read("2025-06-30 14:35:20+02") == "2025/6/30 52520 zone");
    CHECK(read("2025-06") == "2025/6/0");
    CHECK(read("2025") == "2025/0/0");
    CHECK(read("20250630") == "2025/6/30");
    CHECK(read("202506") == "2025/6/0");
    CHECK(read("14:35") == "0/0/0 52500");
    CHECK(read("2025-Q2") == "2025/4/0 x3");
    CHECK(read("Q3 2024") == "2024/7/0 x3");
}

TEST_CASE("date cells: dates as people write them, with nothing beside", "[checks]") {
    CHECK(read("30.06.2025") == "2025/6/30");
    CHECK(read("Mon, June 30, 2025") == "2025/6/30");
    CHECK(read("May") == "0/5/0");
    CHECK(read("Mai 2025") == "2025/5/0");
    CHECK(read("Campaign of May 2025").empty());
    CHECK(read("2025-13-01").empty());
    CHECK(read("2025-02-30").empty());
    CHECK(read("BRN-04").empty());
    CHECK(read("123456").empty());
    CHECK(read("").empty());
}

TEST_CASE("date cells: the length of months", "[checks]") {
    CHECK(days_of_month(2024, 2) == 29);
    CHECK(days_of_month(1900, 2) == 28);
    CHECK(days_of_month(2025, 6) == 30);
    CHECK(days_of_month(2025, 0) == 0);
}

}
