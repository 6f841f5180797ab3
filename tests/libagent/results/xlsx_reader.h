#pragma once

#include "libagent/results/writers/xlsx_api.h"
#include "tests/support/temp_database.h"

#include <array>
#include <fstream>
#include <string>
#include <string_view>

namespace askdb::results {

/// One member of a zip file, by minizip; empty when there is none, or when its checksum is wrong.
inline std::string zip_member(std::string_view zip, const std::string& name) {
    const test::TempFolder folder;
    const std::string path = folder.file("read.zip");
    std::ofstream(path, std::ios::binary) << zip;
    const XlsxApi& api = xlsx_api();
    void* const file = api.unzip_open(path.c_str());
    if (file == nullptr) return {};
    std::string text;
    if (api.unzip_locate(file, name.c_str(), 1) == 0 && api.unzip_open_current(file) == 0) {
        std::array<char, 64u << 10> bytes;
        for (int got; (got = api.unzip_read(file, bytes.data(), bytes.size())) > 0;)
            text.append(bytes.data(), static_cast<std::size_t>(got));
        if (api.unzip_close_current(file) != 0) text.clear();
    }
    api.unzip_close(file);
    return text;
}

/// The XML of one sheet of a workbook, counted from 1.
inline std::string sheet_xml(std::string_view workbook, int number = 1) {
    return zip_member(workbook, "xl/worksheets/sheet" + std::to_string(number) + ".xml");
}

/// What stands between `<c r="CELL"` and `</c>`; empty when the cell is blank.
inline std::string sheet_cell(const std::string& xml, const std::string& cell) {
    const std::size_t at = xml.find("<c r=\"" + cell + "\"");
    return at == std::string::npos ? std::string() : xml.substr(at, xml.find("</c>", at) - at);
}

}
