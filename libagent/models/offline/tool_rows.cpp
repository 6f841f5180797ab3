#include "libagent/models/offline/tool_rows.h"

#include "libagent/base/json.h"

#include <nlohmann/json.hpp>

namespace askdb::models::offline {
namespace {

std::optional<std::string> text_of_cell(const Json& cell) {
    if (cell.is_null()) return std::nullopt;
    if (cell.is_string()) return cell.get<std::string>();
    return dump_json(cell);
}

bool is_number_type(const Json& column) {
    const auto type = column.find("type");
    if (type == column.end() || !type->is_string()) return false;
    const auto name = type->get<std::string>();
    return name == "integer" || name == "decimal" || name == "real";
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
    for (const Json& column : *columns) {
        if (!column.is_object() || !column.contains("name") || !column["name"].is_string())
            return missing_field("columns");
        answer.columns.push_back({column["name"].get<std::string>(), is_number_type(column)});
    }
    for (const Json& row : *rows) {
        if (!row.is_array()) return missing_field("rows");
        auto& cells = answer.rows.emplace_back();
        for (const Json& cell : row) cells.push_back(text_of_cell(cell));
    }
    return answer;
}

}
