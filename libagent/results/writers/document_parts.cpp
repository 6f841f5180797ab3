#include "libagent/results/writers/document_parts.h"

#include "libagent/base/text.h"
#include "libagent/results/writers/hex.h"

namespace askdb::results {
namespace {

bool holds_numbers_only(const database::Rows& rows, std::size_t column) {
    bool has_number = false;
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        const database::Cell cell = rows.cell(row, column);
        if (cell.is_null()) continue;
        if (!database::is_number(cell.kind)) return false;
        has_number = true;
    }
    return has_number;
}

}

std::vector<bool> number_columns(const std::vector<database::ResultColumn>& columns,
                                 const database::Rows& first) {
    std::vector<bool> numbers;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        const database::Kind kind = columns[column].kind;
        numbers.push_back(kind == database::Kind::null ? holds_numbers_only(first, column)
                                                       : database::is_number(kind));
    }
    return numbers;
}

std::string document_text(std::string_view text) {
    if (text.find('\r') == std::string_view::npos) return visible(text, true);
    std::string lines;
    lines.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text.substr(at, 2) != "\r\n") lines += text[at];
    }
    return visible(lines, true);
}

std::string document_text(const database::Cell& cell, std::string_view null_text) {
    if (cell.is_null()) return document_text(null_text);
    if (cell.kind != database::Kind::bytes) return document_text(cell.text);
    return hex_text(cell.text, hex_width(cell.text.size()));
}

std::string row_count_text(std::size_t rows, bool truncated) {
    const std::string count = rows == 1 ? "1 row" : with_thousands(rows) + " rows";
    return truncated ? "first " + count + "; more were there" : count;
}

}
