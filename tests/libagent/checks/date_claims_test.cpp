#include "libagent/checks/answer_numbers.h"
#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

namespace askdb::checks {
namespace {

std::string judged(const database::Rows& rows, const std::string& answer, std::string_view sql = {},
                   std::string_view question = {}) {
    const CheckedResult result{.handle = "r1", .rows = rows, .sql = sql};
    std::string out;
    for (const CheckedNumber& date :
         check_numbers({.answer = answer, .questions = {&question, 1}, .results = {&result, 1}})) {
        out += answer.substr(date.begin, date.end - date.begin) + " = ";
        if (date.verdict == Verdict::unmatched) out += "unmatched";
        if (date.verdict == Verdict::misplaced) out += "misplaced ";
        out += date.source + "; ";
    }
    return out;
}

}

TEST_CASE("date claims: a cell bears a date out at the precision that is written", "[checks]") {
    const database::Rows rows = rows_of({"last_opened", "2025-06-30"});

    CHECK(judged(rows, "On 30 June 2025.") == "30 June 2025 = r1: row 1, last_opened; ");
    CHECK(judged(rows, "In June.") == "June = r1: row 1, last_opened; ");
    CHECK(judged(rows, "It was in 2025.") == "2025 = r1: row 1, last_opened; ");
    CHECK(judged(rows, "On 06/30/2025.") == "06/30/2025 = r1: row 1, last_opened; ");
    for (const std::string wrong :
         {"June 29, 2025", "June 30, 2024", "2025-06-03", "30.06.2023", "May 2025", "12 January"})
        CHECK(judged(rows, "Opened on " + wrong) == wrong + " = unmatched; ");
    CHECK(judged(rows, "It was in 2019.") == "2019 = unmatched; ");
    CHECK(judged(rows, "It was at 14:35.") == "14:35 = unmatched; ");
}

TEST_CASE("date claims: the date of another row is misplaced", "[checks]") {
    const database::Rows rows =
        rows_of({"technician|last_opened", "Jana Novak|2025-06-16", "Petr Dvorak|2025-06-30"});

    CHECK(judged(rows, "Petr Dvorak's last order was on 30 June 2025.") ==
          "30 June 2025 = r1: row 2, last_opened; ");
    CHECK(judged(rows, "Petr Dvorak's last order was on 16 June 2025.") ==
          "16 June 2025 = misplaced r1: row 1, last_opened; ");
    CHECK(judged(rows, "The first of them was on 16 June 2025.") ==
          "16 June 2025 = r1: row 1, last_opened; ");
}

TEST_CASE("date claims: the question and the statement say dates, too", "[checks]") {
    const database::Rows rows = rows_of({"last_opened", "2025-06-30"});

    CHECK(judged(rows, "Since 1 May 2024.", "SELECT 1 FROM t WHERE d >= '2024-05-01'") ==
          "1 May 2024 = statement of r1; ");
    CHECK(judged(rows, "In 2019.", "", "What of 2019?") == "2019 = question; ");
}

TEST_CASE("date claims: nothing is said where no result could tell", "[checks]") {
    const database::Rows dated = rows_of({"last_opened", "2025-06-30"});

    CHECK(judged(rows_of({"n", "12"}), "It was in May 2019.").empty());
    CHECK(judged(dated, "In May 2019.", "SELECT 1 WHERE d > date('now', '-3 days')").empty());
    CHECK(judged(dated, "There is nothing in July 2025.").empty());
    CHECK(judged(rows_of({"d|week", "2025-06-30|27"}), "On 3 July 2025.").empty());
    CHECK(judged(rows_of({"d|remark", "2025-06-30|broken since 12 May 2024"}), "On 12 May 2024.")
              .empty());
    CHECK(judged(rows_of({"at", "2025-06-30 14:35:00+02"}), "It was at 12:35.").empty());
}

}
