#include "libagent/results/writers/separated_values.h"
#include "tests/libagent/database/files/read_records.h"

#include <catch2/catch.hpp>

using namespace askdb::database;
using askdb::test::read_csv;
using askdb::test::RecordTexts;
using askdb::test::why_not_csv;

namespace {

/// The rows, `∅` for NULL, on their way through a CSV file.
RecordTexts written_and_read(const std::vector<std::string>& names, const RecordTexts& rows) {
    Rows block;
    for (const std::string& name : names) block.columns.push_back({.name = name});
    for (const std::vector<std::string>& row : rows) {
        for (const std::string& text : row)
            block.append(text == "∅" ? Kind::null : Kind::text, text == "∅" ? "" : text);
    }
    askdb::results::StringSink file;
    const auto writer = askdb::results::make_separated_values(',', file);
    writer->begin(block.columns);
    writer->take(block);
    writer->finish(false);
    RecordTexts read = read_csv(file.text);
    REQUIRE_FALSE(read.empty());
    CHECK(read.front() == names);
    read.erase(read.begin());
    return read;
}

}

TEST_CASE("csv: fields, quotes and every end of line", "[files]") {
    CHECK(read_csv("a,b\r\n1,2\n3,4\r5,6") ==
          RecordTexts{{"a", "b"}, {"1", "2"}, {"3", "4"}, {"5", "6"}});
    CHECK(read_csv("\"a,b\",\"say \"\"hi\"\"\",\"\"\"\"\n") ==
          RecordTexts{{"a,b", "say \"hi\"", "\""}});
    CHECK(read_csv("\"two\nlines\",x\n") == RecordTexts{{"two\nlines", "x"}});
    CHECK(read_csv("5\" pipe,  kept  \n") == RecordTexts{{"5\" pipe", "  kept  "}});
    CHECK(read_csv("a,b,\n,,\n") == RecordTexts{{"a", "b", "∅"}, {"∅", "∅", "∅"}});
    CHECK(read_csv("a,\"\"\n") == RecordTexts{{"a", ""}});
    CHECK(read_csv("a,b") == RecordTexts{{"a", "b"}});
    CHECK(read_csv("") == RecordTexts{});
    CHECK(read_csv("\xEF\xBB\xBF"
                   "a,b\n") == RecordTexts{{"a", "b"}});
}

TEST_CASE("csv: blank lines are no rows, but missing values where there is one column", "[files]") {
    CHECK(read_csv("\n\na,b\n\n1,2\n\n\n") == RecordTexts{{"a", "b"}, {"1", "2"}});
    CHECK(read_csv("\n\na\n1\n\n\n3\n") == RecordTexts{{"a"}, {"1"}, {"∅"}, {"∅"}, {"3"}});
    CHECK(read_csv("a\n1\n\n3\n\n") == RecordTexts{{"a"}, {"1"}, {"∅"}, {"3"}, {"∅"}});
    CHECK(read_csv("a\r\n\r\n\r\n") == RecordTexts{{"a"}, {"∅"}, {"∅"}});
    CHECK(read_csv("a\n1") == RecordTexts{{"a"}, {"1"}});
}

TEST_CASE("csv: what was written is read back, NULL and the empty text wherever they stand",
          "[files]") {
    const RecordTexts one_column[] = {{{"∅"}, {"1"}, {"2"}}, {{"1"}, {"∅"}, {"2"}},
                                      {{"1"}, {"2"}, {"∅"}}, {{"1"}, {"∅"}, {"∅"}},
                                      {{"∅"}, {"∅"}, {"∅"}}, {{"∅"}},
                                      {{""}, {"∅"}, {""}},   {}};
    for (const RecordTexts& rows : one_column) CHECK(written_and_read({"a"}, rows) == rows);
    const RecordTexts two_columns = {{"∅", "∅"}, {"", "∅"}, {"∅", "∅"}};
    CHECK(written_and_read({"a", "b"}, two_columns) == two_columns);
}

TEST_CASE("csv: what is wrong is told with its line", "[files]") {
    CHECK(why_not_csv("a,b\n1,2\n3,\"open\nand,on\n") ==
          "cannot read 'x.csv': line 3: a quote begins here that is never closed");
    CHECK(
        why_not_csv("a,\"b\nc\"\n\"d\"e,1\n") ==
        "cannot read 'x.csv': line 3: something follows a closing quote (a quote within quotes is "
        "written twice)");
}

TEST_CASE("csv: records that lie across what is read at once are whole", "[files]") {
    // Every length shifts the borders by one.
    const std::string wide(200'000, 'w');
    for (std::size_t shift = 0; shift < 4; ++shift) {
        std::string text = std::string(262'140 + shift, 'x') + ",\"a\"\"\n\"\r\n";
        for (int i = 0; i < 5; ++i) text += "\"" + wide + "\"\"\"," + "1\r\n";

        const RecordTexts records = read_csv(text);

        REQUIRE(records.size() == 6);
        CHECK(records[0][0].size() == 262'140 + shift);
        CHECK(records[0][1] == "a\"\n");
        for (std::size_t i = 1; i < records.size(); ++i)
            CHECK(records[i] == std::vector<std::string>{wide + "\"", "1"});
    }
}

TEST_CASE("csv: a cell of 10 MB is a value, a quote that swallows the file is not", "[files]") {
    const std::string cell(10u << 20, 'c');

    CHECK(read_csv("a,b\n\"" + cell + "\",1\n")[1][0] == cell);
    CHECK(why_not_csv("a,b\n\"" + std::string(70u << 20, 'c'))
              .find("line 2: the record that begins here takes more than 64 MiB") !=
          std::string::npos);
}
