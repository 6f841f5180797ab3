#include "libagent/database/odbc/catalog_cells.h"

#include <charconv>

namespace askdb::database {

std::string catalog_text(const Rows& rows, std::size_t row, std::size_t column) {
    return std::string(rows.cell(row, column).text);
}

std::optional<std::int64_t> catalog_number(const Rows& rows, std::size_t row, std::size_t column) {
    const std::string_view text = rows.cell(row, column).text;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string catalog_qualified(std::string_view schema, std::string_view name) {
    return schema.empty() ? std::string(name) : std::string(schema) + "." + std::string(name);
}

}
