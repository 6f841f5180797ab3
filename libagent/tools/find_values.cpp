#include "libagent/base/text.h"
#include "libagent/database/value_search.h"
#include "libagent/tools/arguments.h"
#include "libagent/tools/bounded_json.h"
#include "libagent/tools/tool.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace askdb::tools {
namespace {

constexpr std::size_t max_shown_value_bytes = 200;

/// What is told of a search: where the values are kept back, only in which columns the literal is,
/// or something like it; where they are secret, only where it is, whole.
class FoundText {
  public:
    FoundText(database::Database& database, SharingRule rule)
        : database_(database), rule_(std::move(rule)) {}

    std::string told(const database::FoundValues& values, const std::stop_token& stop);

  private:
    bool is_masked(const database::ValueHit& hit, const std::stop_token& stop) const {
        if (rule_.masks.empty()) return false;
        const database::Table* const table = database_.catalog(stop).find_table(hit.table);
        return table == nullptr || rule_.masks_column(*table, hit.column);
    }

    database::Database& database_;
    SharingRule rule_;
};

std::string FoundText::told(const database::FoundValues& values, const std::stop_token& stop) {
    std::size_t left_bytes = max_tool_json_bytes;
    bool incomplete = values.incomplete, keeps_back = false;
    // Told in any case: that nothing is told would tell something.
    const bool keeps_secrets = !rule_.masks.empty() || rule_.keeps_secret(false);
    Json found = Json::array();
    for (const database::ValueHit& hit : values.hits) {
        const bool masked = is_masked(hit, stop);
        const bool is_secret = rule_.keeps_secret(masked);
        if (is_secret && !hit.exact) continue;  // Piece by piece they could be found out.
        Json told = {{"table", clipped(hit.table, max_told_name_bytes)},
                     {"column", clipped(hit.column, max_told_name_bytes)},
                     {"exact", hit.exact}};
        const bool is_shown = rule_.shows_values() && !masked;
        keeps_back |= !is_shown && !is_secret;
        if (is_shown) told["value"] = clipped(hit.value, max_shown_value_bytes);
        if (!is_shown && std::find(found.begin(), found.end(), told) != found.end()) continue;
        incomplete |= !push_within(found, std::move(told), left_bytes);
    }
    Json json = {{"database", database_.name()}, {"found", std::move(found)}};
    if (keeps_back)
        json["values"] =
            "not shared: 'exact' columns hold the very text, the others something like it; compare "
            "those without case or by LIKE";
    if (keeps_secrets)
        json["secret"] =
            "of columns that are not shared, only those that hold the very text are named; whether "
            "others hold something like it is not told";
    if (incomplete) {
        json["incomplete"] = true;
        json["note"] =
            "not all columns could be searched in time: the value may be there all the "
            "same; name a table and a column";
    }
    return dump_json(json);
}

ToolOutput run_find_values(const ToolContext& context, const Json& arguments) {
    const Result<database::Database*> database = chosen_database(context, arguments);
    if (!database.ok()) return failed_output(database.error());
    const Result<std::string> value = required_text(arguments, "value");
    if (!value.ok()) return failed_output(value.error());
    const Result<std::string> table = optional_text(arguments, "table");
    if (!table.ok()) return failed_output(table.error());
    const Result<std::string> column = optional_text(arguments, "column");
    if (!column.ok()) return failed_output(column.error());

    database::ValueSearch search{
        .literal = value.value(), .table = table.value(), .column = column.value()};
    search.budget = std::min(search.budget, context.limits.timeout);
    const Result<database::FoundValues> values =
        search_values(*database.value(), search, context.stop);
    if (!values.ok()) return failed_output(context, database.value(), values.error(), {});
    FoundText found(*database.value(), context.sharing.rule_of(database.value()->name()));
    return {.text = found.told(values.value(), context.stop),
            .database_ms = values.value().milliseconds};
}

}

extern const ToolSpec find_values_tool = {
    .name = "find_values",
    .summary =
        "Which text columns hold this value, and how it is really spelled there (other case, part "
        "of a "
        "longer text, nearly the same). Use it before you compare a column with a word of the "
        "question.",
    .progress = "Looking up values",
    .reads_only = true,
    .schema = R"({"type":"object","required":["value"],"properties":{
        "value":{"type":"string"},
        "table":{"type":"string","description":"Look only here"},
        "column":{"type":"string","description":"Look only here"},
        "database":{"type":"string","description":"Only when there are several databases"}}})",
    .minds_sharing = true,
    .run = run_find_values,
};

}
