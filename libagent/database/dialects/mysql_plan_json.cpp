#include "libagent/database/dialects/mysql_plan_json.h"

#include "libagent/base/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace askdb::database {
namespace {

/// What a join reads of one of its tables, for each row of the tables before it.
struct MysqlTable {
    double rows = 0;
    double passed_on = 1;  ///< The part that its conditions leave.
};

/// The number called so; nothing where there is none.
std::optional<double> mysql_number(const Json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number()) return std::nullopt;
    return found->get<double>();
}

std::optional<MysqlTable> mysql_table(const Json& object) {
    std::optional<double> rows = mysql_number(object, "rows");
    if (!rows) rows = mysql_number(object, "rows_examined_per_scan");
    if (!rows) return std::nullopt;
    constexpr double percent = 100;
    return MysqlTable{*rows, mysql_number(object, "filtered").value_or(percent) / percent};
}

/// The table that a member of a join reads; it may stand within a sort or a buffer.
std::optional<MysqlTable> mysql_joined_table(const Json& member) {
    if (!member.is_object()) return std::nullopt;
    if (auto table = mysql_table(member)) return table;
    for (const auto& [name, inner] : member.items()) {
        if (name == "materialized" || name == "query_block") continue;
        if (auto table = mysql_joined_table(inner)) return table;
    }
    return std::nullopt;
}

double most_rows_of_join(const Json& members) {
    double most = 0;
    double before = 1;
    for (const Json& member : members) {
        const std::optional<MysqlTable> table = mysql_joined_table(member);
        if (!table) continue;
        most = std::max(most, before * table->rows);
        before *= table->rows * table->passed_on;
    }
    return most;
}

double most_rows_read(const Json& json) {
    double most = 0;
    if (json.is_object()) {
        if (const auto table = mysql_table(json)) most = table->rows;
        const auto join = json.find("nested_loop");
        if (join != json.end() && join->is_array()) most = std::max(most, most_rows_of_join(*join));
    }
    if (json.is_structured()) {
        for (const Json& inner : json) most = std::max(most, most_rows_read(inner));
    }
    return most;
}

}

std::optional<double> mysql_plan_rows(std::string_view plan) {
    const Result<Json> parsed = parse_json(plan, "the plan");
    if (!parsed || !parsed.value().is_object() || !parsed.value().contains("query_block"))
        return std::nullopt;
    return most_rows_read(parsed.value());
}

}
