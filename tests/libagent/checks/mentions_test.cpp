#include "libagent/checks/mentions.h"

#include "tests/libagent/checks/checked_rows.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

/// "North Plant@0 open@0,2 ": what is mentioned, and the rows of the one result.
std::string mentioned(const database::Rows& rows, const std::string& answer) {
    const AnswerText text = read_answer(answer);
    const std::vector<WrittenNumber> numbers = find_numbers(text.plain);
    const CheckedResult result{.handle = "r1", .rows = rows};
    const std::vector<ResultFacts> facts{read_result(result)};
    std::string out;
    for (const Mention& mention :
         find_mentions({.text = text, .numbers = numbers, .results = facts})) {
        out += answer.substr(mention.begin, mention.end - mention.begin) + "@";
        for (const std::uint32_t row : mention.rows) out += std::to_string(row);
        out += mention.is_bound ? "! " : " ";
    }
    return out;
}

}

TEST_CASE("mentions: cells, first words of cells, words that cells share", "[checks]") {
    const database::Rows rows = branch_rows();

    CHECK(mentioned(rows, "**North Plant** and NORTH PLANT") == "North Plant@0 NORTH PLANT@0 ");
    CHECK(mentioned(rows, "North is open") == "North@0 open@02 ");
    CHECK(mentioned(rows, "both plants") == "plants@01 ");
    CHECK(mentioned(rows, "go north, to the depot").empty());
}

TEST_CASE("mentions: the longer name wins, accents and quotes do not matter", "[checks]") {
    const database::Rows rows =
        rows_of({"name|n", "Rating House|1", "Rating House Köln|2", "O'Hara & Sons|3", "pump|4"});

    CHECK(mentioned(rows, "Rating House Koln") == "Rating House Koln@1 ");
    CHECK(mentioned(rows, "O’Hara & Sons") == "O’Hara & Sons@2 ");
    CHECK(mentioned(rows, "all pumps") == "pumps@3 ");
}

TEST_CASE("mentions: dates, years and keys", "[checks]") {
    const database::Rows rows =
        rows_of({"order_id|due_on", "1042|2025-05-31", "1998|2025-06-30", "7|2024-06-01"});

    CHECK(mentioned(rows, "order 1042 of June 2025") == "1042@0 June 2025@1 ");
    CHECK(mentioned(rows, "until June 2025") == "June 2025@1! ");
    CHECK(mentioned(rows, "in 2025") == "2025@01 ");
    CHECK(mentioned(rows, "1042 of them").empty());
    CHECK(mentioned(rows_of({"year|n", "2023|5", "2024|6"}), "2024 had 6") == "2024@1 ");
}

TEST_CASE("mentions: names are compared by their words", "[checks]") {
    CHECK(name_key("  Brandt & Sohn, GmbH ") == "brandt sohn gmbh");
    CHECK(name_key("Göteborg-2") == "goteborg 2");
    CHECK(name_key("…").empty());
}

TEST_CASE("mentions: what is said three hundred times of fifty thousand rows shares its rows",
          "[checks]") {
    std::vector<std::string> lines{"status|day"};
    for (int i = 0; i < 50'000; ++i)
        lines.push_back(i % 2 == 0 ? "open|2024-01-05" : "Open|2024-01-05");
    const database::Rows rows = rows_of(lines);
    std::string answer;
    for (int i = 0; i < 300; ++i) answer += "- Ticket " + std::to_string(i) + " open, 2024\n";
    const AnswerText text = read_answer(answer);
    const CheckedResult result{.handle = "r1", .rows = rows};
    const std::vector<ResultFacts> facts{read_result(result)};

    const std::vector<Mention> mentions =
        find_mentions({.text = text, .numbers = {}, .results = facts});

    REQUIRE(mentions.size() == 600);
    CHECK(mentions[0].rows.size() == 25'000);  // "Open" is another word.
    CHECK(mentions[1].rows.size() == 50'000);
    for (std::size_t i = 2; i < mentions.size(); ++i)
        CHECK(mentions[i].rows.begin() == mentions[i % 2].rows.begin());
}

}
