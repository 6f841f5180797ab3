#include "libagent/database/catalog.h"

#include "libagent/base/text.h"

namespace askdb::database {

std::string Table::qualified_name() const {
    return schema.empty() ? name : schema + "." + name;
}

bool Table::is_in(std::string_view schema_name) const {
    return equal_ignoring_case(schema, schema_name) || equal_ignoring_case(home, schema_name);
}

const Column* Table::find_column(std::string_view column) const {
    for (const Column& candidate : columns) {
        if (equal_ignoring_case(candidate.name, column)) return &candidate;
    }
    return nullptr;
}

namespace {

/// `name` without a schema, or with that of a table which needs none.
bool is_called(const Table& table, std::string_view name) {
    if (equal_ignoring_case(table.name, name)) return true;
    return !table.home.empty() && equal_ignoring_case(table.home + "." + table.name, name);
}

}

const Table* Catalog::find_table(std::string_view name) const {
    const Table* in_another_schema = nullptr;
    for (const Table& table : tables) {
        if (equal_ignoring_case(table.qualified_name(), name)) return &table;
        if (!in_another_schema && is_called(table, name)) in_another_schema = &table;
    }
    return in_another_schema;
}

const Table* Catalog::find_table(std::string_view schema, std::string_view name) const {
    const Table* in_another_schema = nullptr;
    for (const Table& table : tables) {
        if (!equal_ignoring_case(table.name, name)) continue;
        if (schema.empty() ? table.schema.empty() : table.is_in(schema)) return &table;
        if (schema.empty() && !in_another_schema) in_another_schema = &table;
    }
    return in_another_schema;
}

std::vector<std::string> Catalog::table_names() const {
    std::vector<std::string> names;
    names.reserve(tables.size());
    for (const Table& table : tables) names.push_back(table.qualified_name());
    return names;
}

}
