#include "libagent/checks/row_groups.h"

#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

std::string groups_in(const std::string& answer, const database::Rows& rows = branch_rows()) {
    ReadSentence sentence(answer, rows);
    std::string out;
    for (const RowGroup& group : row_groups(sentence.search(), 0)) {
        out += group_name(sentence.facts[0], group) + "@";
        for (const std::uint32_t row : group.rows) out += std::to_string(row);
        out += "; ";
    }
    return out;
}

}

TEST_CASE("row groups: values, names together, choices, and what they leave", "[checks]") {
    CHECK(groups_in("2 are open") == "rows where status = 'open'@02; ");
    CHECK(groups_in("North and South together") ==
          "rows where branch fits@0; rows where branch fits@1; the rows that are named@01; ");
    CHECK(groups_in("the top 2") == "the first 2 rows@01; the last 2 rows@12; ");
    CHECK(groups_in("all others but closed ones") ==
          "rows where status = 'closed'@1; all but rows where status = 'closed'@02; ");
    CHECK(groups_in("nothing").empty());
}

TEST_CASE("row groups: quarters of the months that the rows have", "[checks]") {
    const database::Rows months =
        rows_of({"month|orders", "2024-01|5", "2024-03|6", "2024-04|7", "2025-02|8"});

    CHECK(groups_in("Q1 was quiet", months) ==
          "the rows of the quarter@01; the rows of the quarter@3; ");
    CHECK(groups_in("in the second quarter", months) == "the rows of the quarter@2; ");
    CHECK(groups_in("Q1 was quiet").empty());
}

TEST_CASE("row groups: rows that are named one by one", "[checks]") {
    ReadSentence sentence("South and North, but no open ones");
    CHECK(named_rows(sentence.search(), 0) == std::vector<std::uint32_t>{0, 1});
}

}
