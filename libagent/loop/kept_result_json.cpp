#include "libagent/loop/kept_result_json.h"

#include "libagent/base/fields_json.h"

#include <nlohmann/json.hpp>

namespace askdb::loop {
namespace {

constexpr std::string_view what_kept_result = "the kept result";

Json kept_column_json(const results::CsvColumn& column, const std::string& name) {
    Json json = {{"name", name}, {"kind", results::name_of(column.kind)}};
    if (!column.declared_type.empty()) json["type"] = column.declared_type;
    if (!column.cells.empty()) json["cells"] = column.cells;
    return json;
}

results::CsvColumn read_column(const Json& json, JsonFields& result) {
    JsonFields fields(json, "a column of the kept result");
    const std::string kind = fields.text("kind");
    const std::optional<database::Kind> known = results::find_kind(kind);
    if (!known) fields.fail({Errc::bad_input, "the kept result has a column of an unknown kind"});
    results::CsvColumn column{.declared_type = fields.text_or_empty("type"),
                              .kind = known.value_or(database::Kind::null),
                              .cells = fields.text_or_empty("cells")};
    if (!fields.ok()) result.fail(*fields.error());
    return column;
}

}

std::string kept_result_json(const results::StoredResult& result, std::size_t csv_bytes) {
    Json columns = Json::array();
    const std::vector<results::CsvColumn> described = results::csv_columns(result.rows);
    for (std::size_t i = 0; i < described.size(); ++i)
        columns.push_back(kept_column_json(described[i], result.rows.columns[i].name));
    Json json = {{"database", result.database},        {"sql", result.sql},
                 {"rows", result.rows.row_count()},    {"bytes", csv_bytes},
                 {"truncated", result.rows.truncated}, {"time_ms", result.rows.milliseconds}};
    if (result.as_of != WallTime()) json["as_of"] = rfc3339_text(result.as_of);
    json["columns"] = std::move(columns);
    return dump_json(json);
}

Result<KeptResult> kept_result_of(std::string_view json) {
    const Result<Json> parsed = parse_json(json, what_kept_result);
    if (!parsed) return parsed.error();
    JsonFields fields(parsed.value(), what_kept_result);
    KeptResult kept{.database = fields.text("database"),
                    .sql = fields.text("sql"),
                    .rows = fields.count_or_nothing("rows").value_or(0),
                    .bytes = fields.count_or_nothing("bytes").value_or(0),
                    .truncated = fields.boolean("truncated"),
                    .milliseconds = fields.number("time_ms"),
                    .as_of = rfc3339_moment(fields.text_or_empty("as_of"))};
    if (const Json* const columns = fields.array("columns")) {
        for (const Json& column : *columns) kept.columns.push_back(read_column(column, fields));
    }
    if (!fields.ok()) return *fields.error();
    return kept;
}

std::string kept_statement_json(const results::StoredResult& result, std::string_view why_no_rows) {
    Json json = {{"database", result.database}, {"rows", result.rows.row_count()}};
    if (!why_no_rows.empty()) json["rows_not_kept"] = why_no_rows;
    return dump_json(json);
}

}
