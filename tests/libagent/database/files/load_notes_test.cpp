#include "libagent/database/files/load_notes.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("load notes: one line for each kind, with the first columns by name", "[files]") {
    const ColumnType big{.note = ColumnNote::too_big};
    const ColumnType day{
        .type = FileType::date, .has_null_words = true, .note = ColumnNote::day_first};

    const std::vector<std::string> notes =
        column_notes("x\n.csv", {"a", "b", "c", "d", "e", "f"}, {big, big, big, big, day, {}});

    REQUIRE(notes.size() == 3);
    CHECK(
        notes[0] ==
        "x\\n.csv: 'a', 'b', 'c' and 1 more hold numbers with more digits than a table of numbers "
        "keeps: read as texts, exactly as they are");
    CHECK(notes[1] == "x\\n.csv: 'e' holds dates written day/month/year: read as such");
    CHECK(notes[2].find("'e' holds words or blanks for no value") != std::string::npos);
    CHECK(column_notes("x", {"t"}, {{.type = FileType::timestamp, .has_zones = true}}) ==
          std::vector<std::string>{"x: 't' holds times with an offset: converted to UTC"});
    CHECK(column_notes("x", {"a"}, {{}}).empty());
    CHECK(column_notes("x", {"a"}, {{.note = ColumnNote::other_numbers, .example = "12%"}}) ==
          std::vector<std::string>{
              "x: 'a' holds numbers in another spelling than 1234.5, like '12%': read as texts, "
              "whose sum() is wrong; rewrite them in the file, or in SQL with replace() and CAST"});
}
