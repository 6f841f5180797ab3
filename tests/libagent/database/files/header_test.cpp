#include "libagent/database/files/header.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

namespace {

using Line = std::vector<std::string>;

std::vector<RawCell> cells_of(const Line& line) {
    std::vector<RawCell> cells;
    for (const std::string& text : line)
        cells.push_back({text, text.empty() ? Written::missing : Written::plain});
    return cells;
}

FirstRecord first_of(const std::vector<Line>& lines) {
    std::vector<ColumnGuess> columns(lines[0].size());
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const std::vector<RawCell> cells = cells_of(lines[i]);
        for (std::size_t c = 0; c < cells.size(); ++c) columns[c].see(cells[c]);
    }
    return judge_first_record(cells_of(lines[0]), columns);
}

/// Whether the first line names the columns of the others.
bool has_header(const std::vector<Line>& lines) {
    return first_of(lines) != FirstRecord::row;
}

}

TEST_CASE("header: words above values are names", "[files]") {
    CHECK(has_header({{"id", "name"}, {"1", "Ana"}, {"2", "Bo"}}));
    CHECK(has_header({{"a", "a"}, {"1", "2"}}));  // They are made to differ.
    CHECK(has_header({{"a", ""}, {"1", "2"}}));
    CHECK(has_header({{"", "city"}, {"0", "Oslo"}}));  // Row numbers without a name.
    CHECK(has_header({{"name", "city"}, {"Ana", "Oslo"}, {"Bo", "Bergen"}}));
    CHECK(has_header({{"region", "2022", "2023"}, {"North", "5", "6"}}));
    CHECK(has_header({{"id", "name"}}));
}

TEST_CASE("header: values above values are a row", "[files]") {
    CHECK_FALSE(has_header({{"1", "Ana"}, {"2", "Bo"}}));
    CHECK_FALSE(has_header({{"Ana", "2024-01-01"}, {"Bo", "2024-01-02"}}));
    CHECK_FALSE(has_header({{"x", "x"}, {"y", "z"}}));
    CHECK_FALSE(has_header({{"Oslo", "2024"}, {"Bergen", "2023"}}));
    CHECK_FALSE(has_header({{"1", "2"}}));
    CHECK_FALSE(has_header({{"true"}, {"false"}}));
}

TEST_CASE("header: words above words are a guess, and above numbers however spelt they are none",
          "[files]") {
    CHECK(first_of({{"ann"}, {"bob"}, {"ann"}}) == FirstRecord::guessed_header);
    CHECK(first_of({{"name", "city"}, {"Ana", "Oslo"}}) == FirstRecord::guessed_header);
    CHECK(first_of({{"name", "n"}, {"Ana", "1"}}) == FirstRecord::header);
    CHECK(first_of({{"id", "name"}}) == FirstRecord::header);
    CHECK(first_of({{"name", "share"}, {"Ana", "12%"}}) == FirstRecord::header);
    CHECK(first_of({{"Ana", "12,50"}, {"Bo", "13,50"}}) == FirstRecord::row);
}

TEST_CASE("header: names are mended", "[files]") {
    CHECK(column_names({" id ", "", "Name", "name", "a\nb", "column2"}) ==
          std::vector<std::string>{"id", "column2", "Name", "name_2", "a b", "column2_2"});
    CHECK(column_names({std::string(100'000, 'x')})[0].size() == 200);
}
