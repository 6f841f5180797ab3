#include "libagent/results/writers/xlsx_check.h"

#include "tests/libagent/results/sample_rows.h"
#include "tests/libagent/results/xlsx_reader.h"

#include <catch2/catch.hpp>

using namespace askdb::results;

namespace {

const std::string sheet =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<worksheet xmlns=\"x\"><cols/><sheetData><row r=\"1\"><c/></row></sheetData></worksheet>";

XmlScan scan_of(std::string_view text, std::size_t piece_bytes) {
    XmlScan scan;
    for (std::size_t at = 0; at < text.size(); at += piece_bytes)
        scan.feed(text.substr(at, piece_bytes));
    return scan;
}

}

TEST_CASE("xlsx check: a whole document is whole in any pieces", "[results][xlsx]") {
    const std::string padded = sheet.substr(0, sheet.find("<row")) + std::string(70'000, ' ') +
                               sheet.substr(sheet.find("<row"));

    for (const std::size_t piece : {1u, 7u, 64u, 100'000u}) {
        INFO(piece);
        CHECK(scan_of(sheet, piece).is_whole());
        CHECK(scan_of(sheet, piece).sheet_bytes() == 21);
        CHECK(scan_of(padded, piece).is_whole());
        CHECK(scan_of(padded, piece).sheet_bytes() == 70'021);
    }
    CHECK(scan_of("<?xml version=\"1.0\"?>\n<a:theme b=\"c\">\n</a:theme>\n", 3).is_whole());
}

TEST_CASE("xlsx check: a document without its beginning or its end is not", "[results][xlsx]") {
    for (std::size_t size = 0; size < sheet.size(); ++size) {
        INFO(size);
        CHECK_FALSE(scan_of(sheet.substr(0, size), 16).is_whole());
        if (size > 0) CHECK_FALSE(scan_of(sheet.substr(size), 16).is_whole());
    }
}

TEST_CASE("xlsx check: a workbook whose sheet lost a middle is told by its size",
          "[results][xlsx]") {
    const askdb::test::TempFolder folder;
    const std::string path = folder.file("book.xlsx");
    const std::string bytes = written("xlsx", sample_rows({"a"}, {integer_cell("1")}));
    std::ofstream(path, std::ios::binary) << bytes;
    const std::size_t size = scan_of(sheet_xml(bytes), 1'000).sheet_bytes();
    const auto is_whole = [&](std::vector<std::optional<std::size_t>> sizes) {
        return is_whole_workbook(xlsx_api(), path, sizes);
    };

    REQUIRE(size > 0);
    CHECK(is_whole({size}));
    CHECK(is_whole({std::nullopt}));
    CHECK_FALSE(is_whole({size + 4'096}));
    CHECK_FALSE(is_whole({size, size}));
    CHECK_FALSE(is_whole_workbook(xlsx_api(), folder.file("missing"), {}));
}
