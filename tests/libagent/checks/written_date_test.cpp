#include "libagent/checks/written_number.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

std::string dates_in(const std::string& text) {
    std::string out;
    for (const WrittenDate& date : find_dates(text)) {
        out += text.substr(date.begin, date.end - date.begin) + "=" + std::to_string(date.year) +
               "/" + std::to_string(date.month) + "/" + std::to_string(date.day) + " ";
    }
    return out;
}

}

TEST_CASE("written date: digits in the orders of many countries", "[checks]") {
    CHECK(dates_in("due 2025-06-30.") == "2025-06-30=2025/6/30 ");
    CHECK(dates_in("2025-06-30T07:30:00Z") == "2025-06-30T07:30:00Z=2025/6/30 ");
    CHECK(dates_in("am 30.06.2025") == "30.06.2025=2025/6/30 ");
    CHECK(dates_in("6/30/2025") == "6/30/2025=2025/6/30 ");
    CHECK(dates_in("2025-06: 12") == "2025-06=2025/6/0 ");
    CHECK(dates_in("in 2024, 12") == "2024=2024/0/0 ");
}

TEST_CASE("written date: names of months", "[checks]") {
    CHECK(dates_in("on 24 Aug 2023") == "24 Aug 2023=2023/8/24 ");
    CHECK(dates_in("June 26, 2025") == "June 26, 2025=2025/6/26 ");
    CHECK(dates_in("24. August 2023") == "24. August 2023=2023/8/24 ");
    CHECK(dates_in("1 de mayo de 2024") == "1 de mayo de 2024=2024/5/1 ");
    CHECK(dates_in("in May 2025") == "May 2025=2025/5/0 ");
    CHECK(dates_in("from April on") == "April=0/4/0 ");
    CHECK(dates_in("the 12th of May 2025") == "12th of May 2025=2025/5/12 ");
    CHECK(dates_in("le 1er juin 2025") == "1er juin 2025=2025/6/1 ");
    CHECK(dates_in("30-Jun-2025, June of 2025") == "30-Jun-2025=2025/6/30 June of 2025=2025/6/0 ");
    CHECK(dates_in("3 of May's orders") == "May=0/5/0 ");
}

TEST_CASE("written date: two days of one month", "[checks]") {
    CHECK(dates_in("24–26 May 2025") == "24=2025/5/24 26 May 2025=2025/5/26 ");
    CHECK(dates_in("vom 24. bis 26. Mai") == "24.=0/5/24 26. Mai=0/5/26 ");
    CHECK(dates_in("May 24-26, 2025") == "May 24=2025/5/24 26, 2025=2025/5/26 ");
    CHECK(dates_in("from 12 to 7 May") == "7 May=0/5/7 ");
}

TEST_CASE("written date: day and month may stand either way", "[checks]") {
    CHECK(find_dates("03/04/2025").at(0).may_swap);
    CHECK_FALSE(find_dates("03.04.2025").at(0).may_swap);
    CHECK_FALSE(find_dates("13/04/2025").at(0).may_swap);
}

TEST_CASE("written date: words and amounts are none", "[checks]") {
    CHECK(dates_in("It may be 12").empty());
    CHECK(dates_in("we march on").empty());
    CHECK(dates_in("im Juni 31.615,58 €") == "Juni=0/6/0 ");
    CHECK(dates_in("2024.5 and 20245").empty());
    CHECK(dates_in("1.2.3").empty());
}

}
