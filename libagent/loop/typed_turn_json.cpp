#include "libagent/loop/typed_turn_json.h"

#include "libagent/base/json.h"
#include "libagent/base/text.h"
#include "libagent/base/time_text.h"
#include "libagent/chat/typed_statement.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace askdb::loop {
namespace {

/// The tool by which a model would have done the same.
std::string tool_like(const RanStatement& ran) {
    if (!ran.touched.empty()) return "change_data";
    return std::string(ran.database.empty() ? chat::asked_over_results : chat::asked_in_database);
}

/// Providers differ in what they take; all take nine letters and digits.
std::string call_id() {
    constexpr std::size_t length = 9;
    std::string id = session::new_session_id();
    std::erase(id, '-');
    return id.substr(0, length);
}

std::string arguments_of(const RanStatement& ran, std::size_t most_bytes) {
    Json json = {{"sql", ran.statement}};
    if (!ran.database.empty()) json["database"] = ran.database;
    std::string arguments = dump_json(json);
    return arguments.size() <= most_bytes ? arguments : "{}";
}

chat::Step typed_step(const RanStatement& ran, const results::StoredResult* result) {
    // Beside the statement only what it does not say: it may be long.
    Json place = Json::object();
    if (!ran.database.empty()) place["database"] = ran.database;
    chat::Step step{.step = 1,
                    .tool = std::string(ran.database.empty() ? chat::typed_over_results
                                                             : chat::typed_in_database),
                    .arguments = dump_json(place),
                    .sql = ran.statement,
                    .milliseconds = ran.milliseconds};
    if (!ran.touched.empty()) step.write = "committed";
    step.touched = ran.touched;
    if (result == nullptr) return step;
    step.handle = result->handle;
    step.rows = result->rows.row_count();
    step.truncated = result->rows.truncated;
    step.as_of = rfc3339_text(result->as_of);
    return step;
}

}

std::string typed_outcome(const RanStatement& ran, const results::StoredResult* result) {
    std::string outcome;
    if (!ran.touched.empty()) outcome = "committed: " + ran.touched;
    if (result != nullptr) {
        const std::size_t rows = result->rows.row_count();
        if (!outcome.empty()) outcome += "; ";
        outcome += fmt::format("{}: {}{} row{}", result->handle,
                               result->rows.truncated ? "the first " : "", with_thousands(rows),
                               rows == 1 ? "" : "s");
    }
    return outcome.empty() ? "done" : outcome;
}

session::Turn typed_turn(const RanStatement& ran, const results::StoredResult* result,
                         std::string told, std::size_t max_argument_bytes) {
    const chat::ToolCall call{call_id(), tool_like(ran), arguments_of(ran, max_argument_bytes)};
    const std::string outcome = typed_outcome(ran, result);
    session::Turn turn{.question = ran.statement, .messages = {}, .answer = {}};
    turn.messages = {{.role = chat::Role::user, .text = chat::typed_statement_words(ran.statement)},
                     {.role = chat::Role::assistant, .text = {}, .tool_calls = {call}},
                     {.role = chat::Role::tool, .text = std::move(told), .tool_call_id = call.id},
                     {.role = chat::Role::assistant, .text = outcome}};
    turn.answer.response = outcome;
    turn.answer.workflow = {typed_step(ran, result)};
    turn.answer.total_ms = turn.answer.sql_ms = ran.milliseconds;
    if (result == nullptr) return turn;
    turn.answer.handle = result->handle;
    turn.answer.truncated = result->rows.truncated;
    return turn;
}

}
