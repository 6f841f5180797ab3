#include "libagent/checks/written_time.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

std::string times_in(const std::string& text) {
    std::string out;
    for (const WrittenTime& time : find_times(text))
        out += text.substr(time.begin, time.end - time.begin) + "=" + std::to_string(time.seconds) +
               (time.is_sure ? " " : "? ");
    return out;
}

}

TEST_CASE("written time: hours and minutes, with what makes them sure", "[checks]") {
    CHECK(times_in("at 14:35.") == "14:35=52500 ");
    CHECK(times_in("um 07:30:15 Uhr") == "07:30:15 Uhr=27015 ");
    CHECK(times_in("2:35 pm, 12:05 am") == "2:35 pm=52500 12:05 am=300 ");
    CHECK(times_in("2025-06-30T14:35:00Z") == "14:35:00=52500 ");
}

TEST_CASE("written time: ratios and lengths may be one, other digits are none", "[checks]") {
    CHECK(times_in("a ratio of 3:10") == "3:10=11400? ");
    CHECK(times_in("25:10, 3:1, 3:61, 1:2:3, a1:20").empty());
}

}
