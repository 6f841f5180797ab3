#include "libagent/checks/row_groups.h"

#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

std::string groups_in(const std::string& answer) {
    static const database::Rows rows = branch_rows();
    const AnswerText text = read_answer(answer);
    const std::vector<WrittenNumber> numbers = find_numbers(text.plain);
    const CheckedResult result{.handle = "r1", .rows = rows};
    const std::vector<ResultFacts> facts{read_result(result)};
    const std::vector<Mention> mentions =
        find_mentions({.text = text, .numbers = numbers, .results = facts});
    const SentenceCues cues = read_cues(text.plain);
    std::size_t budget = 1'000;
    std::string out;
    for (const RowGroup& group : row_groups({.results = facts,
                                 .mentions = mentions,
                                 .all_mentions = mentions,
                                 .numbers = numbers,
                                 .cues = cues,
                                 .budget = budget},
                                            0)) {
        out += group_name(facts[0], group) + "@";
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

}
