#include "libagent/checks/answer_text.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

std::string unit_text(const AnswerText& text, std::size_t unit) {
    return text.plain.substr(text.units.at(unit).begin,
                             text.units.at(unit).end - text.units.at(unit).begin);
}

}

TEST_CASE("answer text: code, addresses, numbering and emphasis are blanked in place", "[checks]") {
    const std::string answer =
        "## 2. Result\n1. **North**: 12\n2) `r1.total` is 7, see https://a.b/99\n```sql\nSELECT "
        "5\n```\n- 3 more";

    const AnswerText text = read_answer(answer);

    CHECK(text.plain.size() == answer.size());
    CHECK(text.plain.find('5') == std::string::npos);
    CHECK(text.plain.find("99") == std::string::npos);
    CHECK(text.plain.find("r1") == std::string::npos);
    CHECK(text.plain.find('2') == answer.find("12") + 1);
    CHECK(text.plain.find("3 more") == answer.find("3 more"));
    CHECK(text.plain.find('*') == std::string::npos);
}

TEST_CASE("answer text: sentences end at a full stop before a capital", "[checks]") {
    const AnswerText text =
        read_answer("North has 1.5 (approx. half). South has 7! “So” it is.\nNext line");

    REQUIRE(text.units.size() == 4);
    CHECK(unit_text(text, 0) == "North has 1.5 (approx. half).");
    CHECK(unit_text(text, 3) == "Next line");
    CHECK(text.unit_at(3) == 0);
    CHECK(text.unit_at(text.plain.size()) == std::string::npos);
}

TEST_CASE("answer text: the rows of a table know their first, the rule is none", "[checks]") {
    const AnswerText text =
        read_answer("Rows:\n\n| a | b |\n|---|--:|\n| x | 1 |\n| y | 2 |\n\nEnd");

    REQUIRE(text.units.size() == 5);
    CHECK(text.units[1].is_table_row);
    CHECK(text.units[3].header == 1);
    const auto cells = table_cells(text, text.units[2]);
    REQUIRE(cells.size() == 2);
    CHECK(text.plain.substr(cells[1].begin, cells[1].end - cells[1].begin) == " 1 ");
    CHECK_FALSE(text.units[4].is_table_row);
}

TEST_CASE("answer text: unclosed code and empty answers do no harm", "[checks]") {
    CHECK(read_answer("").units.empty());
    CHECK(read_answer("a ` b 3").plain == "a ` b 3");
    CHECK(read_answer("```\n12").plain == "   \n  ");
}

}
