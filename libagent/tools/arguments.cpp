#include "libagent/tools/arguments.h"

#include "libagent/base/text.h"
#include "libagent/tools/shared_error.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace askdb::tools {
namespace {

const Json* present(const Json& arguments, std::string_view name) {
    const auto found = arguments.find(name);
    return found == arguments.end() || found->is_null() ? nullptr : &*found;
}

Error bad_argument(std::string_view name, std::string_view what) {
    return {Errc::bad_input, fmt::format("argument '{}' {}", name, what)};
}

/// Names that an error may speak of.
database::Catalog catalog_of(const results::ResultStore& results) {
    database::Catalog catalog;
    for (const results::StoredResult& result : results.all()) {
        database::Table table{.name = result.handle};
        for (const database::ResultColumn& column : result.rows.columns)
            table.columns.push_back({.name = column.name});
        catalog.tables.push_back(std::move(table));
    }
    return catalog;
}

Error told_error(const ToolContext& context, database::Database* database, const Error& error,
                 std::string_view sql) {
    if (database == nullptr) return without_values(error, sql, catalog_of(context.results));
    try {
        return without_values(error, sql, database->catalog(context.stop));
    } catch (const Failure&) {
        return without_values(error, sql, {});
    }
}

}

Result<std::string> optional_text(const Json& arguments, std::string_view name) {
    const Json* value = present(arguments, name);
    if (!value) return std::string();
    if (!value->is_string()) return bad_argument(name, "must be a string");
    return value->get<std::string>();
}

Result<std::string> required_text(const Json& arguments, std::string_view name) {
    Result<std::string> text = optional_text(arguments, name);
    if (text.ok() && trim(text.value()).empty()) return bad_argument(name, "is missing");
    return text;
}

Result<std::vector<std::string>> required_texts(const Json& arguments, std::string_view name) {
    const Json* value = present(arguments, name);
    if (!value) return bad_argument(name, "is missing");
    if (value->is_string()) return std::vector{value->get<std::string>()};
    std::vector<std::string> texts;
    if (!value->is_array()) return bad_argument(name, "must be an array of strings");
    for (const Json& item : *value) {
        if (!item.is_string()) return bad_argument(name, "must be an array of strings");
        texts.push_back(item.get<std::string>());
    }
    if (texts.empty()) return bad_argument(name, "is empty");
    return texts;
}

Result<database::Database*> chosen_database(const ToolContext& context, const Json& arguments) {
    const Result<std::string> name = optional_text(arguments, "database");
    if (!name.ok()) return name.error();
    if (name.value().empty()) return context.databases.front();
    std::vector<std::string> names;
    for (database::Database* database : context.databases) {
        if (equal_ignoring_case(database->name(), name.value())) return database;
        names.push_back(database->name());
    }
    return Error{Errc::bad_input, fmt::format("no database named '{}' (there is: {})",
                                              clipped(name.value(), 100), join(names, ", "))};
}

ToolOutput failed_output(const Error& error, std::string sql) {
    ToolOutput output{.ok = false, .text = error.message, .sql = std::move(sql)};
    if (!error.sqlstate.empty()) output.text = fmt::format("[{}] {}", error.sqlstate, output.text);
    if (!error.hint.empty()) output.text += fmt::format(" ({})", error.hint);
    output.unavailable = error.code == Errc::unavailable;
    return output;
}

ToolOutput failed_output(const ToolContext& context, database::Database* database,
                         const Error& error, std::string sql) {
    const SharingRule rule = database == nullptr ? context.sharing.strictest()
                                                 : context.sharing.rule_of(database->name());
    if (rule.shows_values() && rule.masks.empty()) return failed_output(error, std::move(sql));
    const Error told = told_error(context, database, error, sql);
    return failed_output(told, std::move(sql));
}

}
