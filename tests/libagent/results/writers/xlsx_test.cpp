#include "libagent/base/text.h"
#include "libagent/results/writers/xlsx_api.h"
#include "tests/libagent/results/nasty_rows.h"
#include "tests/libagent/results/xlsx_reader.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <sys/resource.h>

using namespace askdb::results;
using askdb::Errc;
using askdb::Failure;
using askdb::database::Kind;
using askdb::database::Rows;

namespace {

/// No file of this process grows beyond this while the object lives: a full disk.
class SmallDisk {
  public:
    explicit SmallDisk(rlim_t most_bytes) {
        handler_ = ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small{most_bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        ::signal(SIGXFSZ, handler_);
    }

  private:
    rlimit before_ = {};
    void (*handler_)(int) = nullptr;
};

/// Texts that do not shrink when they are packed.
Rows random_texts(std::size_t rows) {
    std::uint32_t state = 2463534242;
    std::vector<SampleCell> cells;
    for (std::size_t row = 0; row < rows; ++row) {
        std::string text;
        for (int i = 0; i < 100; ++i) {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            text += static_cast<char>('!' + state % 90);
        }
        cells.push_back(text_cell(text));
    }
    return sample_rows({"text"}, cells);
}

}

TEST_CASE("xlsx: each kind of value is one that a spreadsheet can count with", "[results][xlsx]") {
    const Rows rows =
        sample_rows({"int", "dec", "real", "date", "at", "time", "ok", "text", "null"},
                    {integer_cell("-42"),
                     decimal_cell("12.50"),
                     real_cell("0.1"),
                     {Kind::date, "2024-02-29"},
                     {Kind::timestamp, "2024-02-29 12:00:00"},
                     {Kind::time, "06:00:00"},
                     {Kind::boolean, "true"},
                     text_cell("Brno & <Lyon>"),
                     null_cell});

    const std::string xml = sheet_xml(written("xlsx", rows));

    CHECK_THAT(sheet_cell(xml, "A1"), Catch::Contains("<t>int</t>"));
    CHECK_THAT(sheet_cell(xml, "A2"), Catch::Contains("<v>-42</v>") && !Catch::Contains("t="));
    CHECK_THAT(sheet_cell(xml, "B2"), Catch::Contains("<v>12.5</v>"));
    CHECK_THAT(sheet_cell(xml, "C2"), Catch::Contains("<v>0.1</v>"));
    CHECK_THAT(sheet_cell(xml, "D2"), Catch::Contains("<v>45351</v>"));
    CHECK_THAT(sheet_cell(xml, "E2"), Catch::Contains("<v>45351.5</v>"));
    CHECK_THAT(sheet_cell(xml, "F2"), Catch::Contains("<v>0.25</v>"));
    CHECK_THAT(sheet_cell(xml, "G2"), Catch::Contains("t=\"b\"") && Catch::Contains("<v>1</v>"));
    CHECK_THAT(sheet_cell(xml, "H2"), Catch::Contains("<t>Brno &amp; &lt;Lyon&gt;</t>"));
    CHECK(sheet_cell(xml, "I2").empty());
    CHECK_THAT(xml, Catch::Contains("state=\"frozen\"") &&
                        Catch::Contains("<autoFilter ref=\"A1:I2\"/>") &&
                        Catch::Contains("<cols>"));
}

TEST_CASE("xlsx: dates and decimals are shown as the database gave them", "[results][xlsx]") {
    const Rows rows = sample_rows(
        {"dec", "at"}, {decimal_cell("12.50"), {Kind::timestamp, "2024-02-29 12:00:00.5+00:00"}});

    const std::string styles = zip_member(written("xlsx", rows), "xl/styles.xml");

    CHECK_THAT(styles, Catch::Contains("formatCode=\"0.00\""));
    CHECK_THAT(styles, Catch::Contains("formatCode=\"yyyy-mm-dd hh:mm:ss.000&quot; UTC&quot;\""));
}

TEST_CASE("xlsx: what a double would change, and what no calendar knows, stays text",
          "[results][xlsx]") {
    const std::vector<SampleCell> cells = {integer_cell("9223372036854775807"),
                                           decimal_cell("12345678901234567890123456789012345678"),
                                           real_cell("Infinity"),
                                           {Kind::date, "infinity"},
                                           {Kind::date, "1899-12-31"},
                                           {Kind::timestamp, "2024-01-01 00:00:00+02"},
                                           bytes_cell("\xff"),
                                           text_cell("007")};
    const Rows rows = sample_rows({"a", "b", "c", "d", "e", "f", "g", "h"}, cells);

    const std::string xml = sheet_xml(written("xlsx", rows));

    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string text = cells[i].kind == Kind::bytes ? "\\xff" : cells[i].text;
        const std::string cell = std::string(1, static_cast<char>('A' + i)) + "2";
        CHECK_THAT(sheet_cell(xml, cell),
                   Catch::Contains("t=\"inlineStr\"") && Catch::Contains("<t>" + text + "</t>"));
    }
}

TEST_CASE("xlsx: a text is never a formula, a link or broken XML", "[results][xlsx]") {
    const std::string xml = sheet_xml(written("xlsx", nasty_rows()));

    CHECK(xml.find("<f>") == std::string::npos);
    CHECK(xml.find("hyperlink") == std::string::npos);
    CHECK(askdb::is_valid_utf8(xml));
    CHECK_THAT(xml, Catch::Contains("<t>=1+1</t>") && Catch::Contains("_x005F_x0041_") &&
                        Catch::Contains("_x0001_") && Catch::Contains("_x001B_[2J") &&
                        !Catch::Contains("<script>"));
    CHECK_THAT(xml, Catch::Contains("<t xml:space=\"preserve\"> two  spaces </t>"));
}

TEST_CASE("xlsx: a text that no cell holds is cut, and that is told", "[results][xlsx]") {
    const Rows rows = sample_rows(
        {"a", "body"}, {text_cell("x"), text_cell(std::string(32'767, 'y')),
                        bytes_cell(std::string(20'000, 'z')), text_cell(std::string(40'000, 'y'))});
    StringSink sink;
    const auto writer = find_writer("xlsx")->make({}, sink);

    writer->begin(rows.columns);
    writer->take(rows);
    writer->finish(false);

    CHECK(writer->loss() ==
          "a cell of xlsx holds 32,767 characters: 2 values were cut (the first in row 2, column "
          "'a'; --data csv keeps all)");
    const std::string xml = sheet_xml(sink.text);
    CHECK_THAT(sheet_cell(xml, "B3"),
               Catch::EndsWith("<t>" + std::string(32'767, 'y') + "</t></is>"));
    CHECK(sheet_cell(xml, "B2") != sheet_cell(xml, "B3"));
}

TEST_CASE("xlsx: more columns than a sheet has is said, not cut", "[results][xlsx]") {
    CHECK_FALSE(sheet_xml(written("xlsx", wide_rows(1'000))).empty());
    try {
        written("xlsx", wide_rows(16'385));
        FAIL("it was written");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::usage);
        CHECK(failure.error().message ==
              "a sheet of xlsx has at most 16384 columns, and the result 16385");
    }
}

TEST_CASE("xlsx: rows that no sheet holds go on in the next, below the same head",
          "[results][xlsx]") {
    constexpr int all_rows = 1'048'576;  // One more than fits below a head.
    std::vector<SampleCell> cells(1u << 16, integer_cell("7"));
    const Rows block = sample_rows({"n"}, cells);
    StringSink sink;
    const auto writer = find_writer("xlsx")->make({}, sink);

    writer->begin(block.columns);
    for (int rows = 0; rows < all_rows; rows += 1 << 16) writer->take(block);
    writer->finish(false);

    const std::string first = sheet_xml(sink.text, 1), second = sheet_xml(sink.text, 2);
    CHECK_FALSE(sheet_cell(first, "A1048576").empty());
    CHECK_THAT(sheet_cell(second, "A1"), Catch::Contains("<t>n</t>"));
    CHECK_THAT(sheet_cell(second, "A2"), Catch::Contains("<v>7</v>"));
    CHECK(sheet_cell(second, "A3").empty());
    CHECK_THAT(zip_member(sink.text, "xl/workbook.xml"), Catch::Contains("name=\"Result 2\""));
}

TEST_CASE("xlsx: a disk that is full at any moment is told, and never a broken file",
          "[results][xlsx]") {
    const Rows rows = random_texts(2'000);
    const std::string whole = written("xlsx", rows);
    const std::size_t xml_size = sheet_xml(whole).size();
    REQUIRE(whole.size() > 100'000);

    // In the middle of the rows, of the sheet that is made of them, of the file.
    const std::vector<std::size_t> sizes = {0, 50'000, xml_size - 5'000, xml_size - 1};
    for (const std::size_t size : sizes) {
        INFO(size);
        const SmallDisk disk(size);
        CHECK_THROWS_AS(written("xlsx", rows), Failure);
    }
    CHECK(written("xlsx", rows).size() > 100'000);
}

TEST_CASE("xlsx: a folder that takes no temporary file is named", "[results][xlsx]") {
    const askdb::test::TempFolder folder;
    const std::string missing = folder.file("missing");

    try {
        written("xlsx", nasty_rows(), {.temp_folder = missing});
        FAIL("it was written");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::no_answer);
        CHECK(failure.error().message ==
              "cannot write a temporary file in '" + missing + "': No such file or directory");
    }
    written("xlsx", nasty_rows(), {.temp_folder = folder.path().native()});
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("xlsx: without its library the error names the package", "[results][xlsx]") {
    const auto loaded = load_xlsx_from("libnosuchthing.so.4"), other = load_xlsx_from("libc.so.6");

    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == Errc::usage);
    CHECK(loaded.error().message == "cannot write xlsx: libnosuchthing.so.4: it is not installed");
    CHECK_THAT(loaded.error().hint, Catch::Contains("apt-get install libxlsxwriter4"));
    CHECK_FALSE(other);
}
