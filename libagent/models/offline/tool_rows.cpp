#include "libagent/models/offline/tool_rows.h"

#include "libagent/base/json.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace askdb::models::offline {
namespace {

/// The nearest of the shortest texts that mean the number: the JSON writer may end in another digit
/// than the database did.
std::string text_of_real(double number) {
    std::string text = fmt::format("{}", number);
    if (text.find_first_of(".en") == std::string::npos) text += ".0";
    return text;
}

std::optional<std::string> text_of_cell(const Json& cell) {
    if (cell.is_null()) return std::nullopt;
    if (cell.is_number_float()) return text_of_real(cell.get<double>());
    if (cell.is_string()) return cell.get<std::string>();
    return dump_json(cell);
}

std::string type_of_column(const Json& column) {
    const auto type = column.find("type");
    return type == column.end() || !type->is_string() ? "" : type->get<std::string>();
}

Error missing_field(std::string_view field) {
    return {.code = Errc::bad_input,
            .message = "the field '" + std::string(field) + "' is missing or of another type"};
}

}

Result<AnswerRows> rows_of_tool(std::string_view text) {
    auto parsed = parse_json(text, "the result of 'query'");
    if (!parsed) return parsed.error();
    const Json& json = parsed.value();
    if (!json.is_object()) return missing_field("rows");
    const auto columns = json.find("columns");
    const auto rows = json.find("rows");
    const auto count = json.find("row_count");
    const auto truncated = json.find("truncated");
    if (columns == json.end() || !columns->is_array()) return missing_field("columns");
    if (rows == json.end() || !rows->is_array()) return missing_field("rows");
    if (count == json.end() || !count->is_number_unsigned()) return missing_field("row_count");
    AnswerRows answer;
    answer.row_count = count->get<std::size_t>();
    answer.truncated = truncated != json.end() && truncated->is_boolean() && truncated->get<bool>();
    const auto handle = json.find("handle");
    if (handle != json.end() && handle->is_string()) answer.handle = handle->get<std::string>();
    for (const Json& column : *columns) {
        if (!column.is_object() || !column.contains("name") || !column["name"].is_string())
            return missing_field("columns");
        const std::string type = type_of_column(column);
        const bool real = type == "real";
        answer.columns.push_back({.name = column["name"].get<std::string>(),
                                  .number = real || type == "integer" || type == "decimal",
                                  .real = real});
    }
    for (const Json& row : *rows) {
        if (!row.is_array()) return missing_field("rows");
        auto& cells = answer.rows.emplace_back();
        for (const Json& cell : row) cells.push_back(text_of_cell(cell));
    }
    return answer;
}

}
