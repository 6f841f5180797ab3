#include "libagent/chat/kept_answer_json.h"

#include "libagent/base/fields_json.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace askdb::chat {
namespace {

constexpr std::string_view what_answer = "the kept answer";

double finite(double number) {
    return std::isfinite(number) ? number : 0;
}

/// Only what it has: most steps have neither an error nor anything that they wrote.
void add_unless_empty(Json& json, const char* name, const std::string& text) {
    if (!text.empty()) json[name] = text;
}

Json kept_step_json(const Step& step) {
    Json json = {{"step", step.step}, {"tool", step.tool}, {"arguments", step.arguments}};
    add_unless_empty(json, "handle", step.handle);
    add_unless_empty(json, "sql", step.sql);
    if (step.rows) json["rows"] = *step.rows;
    json["truncated"] = step.truncated;
    json["time_ms"] = finite(step.milliseconds);
    add_unless_empty(json, "error", step.error);
    add_unless_empty(json, "write", step.write);
    add_unless_empty(json, "touched", step.touched);
    add_unless_empty(json, "as_of", step.as_of);
    add_unless_empty(json, "database", step.database);
    add_unless_empty(json, "schema_hash", step.schema_hash);
    add_unless_empty(json, "shape_hash", step.shape_hash);
    add_unless_empty(json, "result_hash", step.result_hash);
    for (const Finding& finding : step.findings) {
        Json found = {{"check", finding.check}, {"message", finding.message}};
        add_unless_empty(found, "literals", finding.literals);
        if (!finding.absent.empty()) found["absent"] = finding.absent;
        json["findings"].push_back(std::move(found));
    }
    return json;
}

Json kept_claim_json(const Claim& claim) {
    Json json = {{"begin", claim.begin},
                 {"end", claim.end},
                 {"kind", claim.kind},
                 {"verdict", claim.verdict}};
    add_unless_empty(json, "source", claim.source);
    return json;
}

Json kept_opinion_json(const SecondOpinion& opinion) {
    Json json = {{"model", opinion.model}, {"verdict", opinion.verdict}};
    add_unless_empty(json, "response", opinion.response);
    add_unless_empty(json, "sql", opinion.sql);
    add_unless_empty(json, "reason", opinion.reason);
    return json;
}

/// What `read` makes of each object of the array; of none where there is no array.
template <class T>
std::vector<T> read_each(const Json* array, JsonFields& fields, std::string_view what,
                         T (*read)(JsonFields&)) {
    std::vector<T> all;
    if (array == nullptr) return all;
    for (const Json& json : *array) {
        JsonFields inner(json, what);
        all.push_back(read(inner));
        if (!inner.ok()) fields.fail(*inner.error());
    }
    return all;
}

/// The texts of an array; whatever else is in it is an error.
std::vector<std::string> read_texts(const Json* array, JsonFields& fields) {
    std::vector<std::string> texts;
    if (array == nullptr) return texts;
    for (const Json& text : *array) {
        if (text.is_string()) {
            texts.push_back(text.get<std::string>());
        } else {
            fields.fail({Errc::bad_input, "one of the texts of the kept answer is not text"});
        }
    }
    return texts;
}

Finding read_finding(JsonFields& fields) {
    return {.check = fields.text("check"),
            .message = fields.text("message"),
            .literals = fields.text_or_empty("literals"),
            .absent = read_texts(fields.array_or_nothing("absent"), fields)};
}

Step read_step(JsonFields& fields) {
    return {.step = static_cast<int>(fields.integer("step")),
            .tool = fields.text("tool"),
            .arguments = fields.text("arguments"),
            .handle = fields.text_or_empty("handle"),
            .sql = fields.text_or_empty("sql"),
            .rows = fields.count_or_nothing("rows"),
            .truncated = fields.boolean("truncated"),
            .milliseconds = fields.number("time_ms"),
            .error = fields.text_or_empty("error"),
            .write = fields.text_or_empty("write"),
            .touched = fields.text_or_empty("touched"),
            .as_of = fields.text_or_empty("as_of"),
            .database = fields.text_or_empty("database"),
            .schema_hash = fields.text_or_empty("schema_hash"),
            .shape_hash = fields.text_or_empty("shape_hash"),
            .result_hash = fields.text_or_empty("result_hash"),
            .findings = read_each(fields.array_or_nothing("findings"), fields, "a kept finding",
                                  read_finding)};
}

Claim read_claim(JsonFields& fields) {
    return {.begin = fields.count_or_nothing("begin").value_or(0),
            .end = fields.count_or_nothing("end").value_or(0),
            .kind = fields.text("kind"),
            .verdict = fields.text("verdict"),
            .source = fields.text_or_empty("source")};
}

SecondOpinion read_opinion(JsonFields& fields) {
    return {.model = fields.text("model"),
            .verdict = fields.text("verdict"),
            .response = fields.text_or_empty("response"),
            .sql = fields.text_or_empty("sql"),
            .reason = fields.text_or_empty("reason")};
}

/// What `read` makes of the object of that name; nothing where there is none.
template <class T>
std::optional<T> read_object(const Json& json, JsonFields& fields, const char* name,
                             T (*read)(JsonFields&)) {
    const auto found = json.find(name);
    if (found == json.end()) return std::nullopt;
    JsonFields inner(*found, std::string("the field '") + name + "' of the kept answer");
    T value = read(inner);
    if (!inner.ok()) fields.fail(*inner.error());
    return value;
}

Json kept_usage_json(const Usage& usage) {
    return {{"input_tokens", usage.input_tokens},
            {"output_tokens", usage.output_tokens},
            {"cached_input_tokens", usage.cached_input_tokens},
            {"cache_written_input_tokens", usage.cache_written_input_tokens}};
}

Usage read_usage(JsonFields& fields) {
    return {.input_tokens = fields.integer("input_tokens"),
            .output_tokens = fields.integer("output_tokens"),
            .cached_input_tokens = fields.integer("cached_input_tokens"),
            .cache_written_input_tokens = fields.integer("cache_written_input_tokens")};
}

Warning read_warning(JsonFields& fields) {
    return {.check = fields.text("check"),
            .message = fields.text("message"),
            .numbers = read_texts(fields.array("numbers"), fields)};
}

Usage read_tokens(JsonFields& fields, const Json& json) {
    const auto found = json.find("tokens");
    const Json none;
    JsonFields inner(found == json.end() ? none : *found, "the field 'tokens' of the kept answer");
    const Usage usage = read_usage(inner);
    if (!inner.ok()) fields.fail(*inner.error());
    return usage;
}

}

Json kept_answer_json(const Answer& answer) {
    Json workflow = Json::array(), warnings = Json::array();
    for (const Step& step : answer.workflow) workflow.push_back(kept_step_json(step));
    for (const Warning& warning : answer.warnings) {
        warnings.push_back(
            {{"check", warning.check}, {"message", warning.message}, {"numbers", warning.numbers}});
    }
    Json json = {{"session_id", answer.session_id}, {"model", answer.model}};
    json["tokens"] = kept_usage_json(answer.usage);
    if (answer.cost_usd && std::isfinite(*answer.cost_usd)) json["cost_usd"] = *answer.cost_usd;
    json["time_ms"] = finite(answer.total_ms);
    json["model_ms"] = finite(answer.model_ms);
    json["sql_ms"] = finite(answer.sql_ms);
    if (answer.unverified_numbers) json["unverified_numbers"] = *answer.unverified_numbers;
    json["warnings"] = std::move(warnings);
    add_unless_empty(json, "stopped_by", answer.stopped_by);
    json["truncated"] = answer.truncated;
    add_unless_empty(json, "handle", answer.handle);
    for (const Claim& claim : answer.claims) json["claims"].push_back(kept_claim_json(claim));
    if (!answer.failed_checks.empty()) json["failed_checks"] = answer.failed_checks;
    if (answer.second_opinion) json["second_opinion"] = kept_opinion_json(*answer.second_opinion);
    add_unless_empty(json, "as_written", answer.as_written);
    add_unless_empty(json, "share", answer.share);
    json["workflow"] = std::move(workflow);
    return json;
}

Result<Answer> kept_answer_of(const Json& json) {
    JsonFields fields(json, what_answer);
    if (!fields.ok()) return *fields.error();
    Answer answer{.session_id = fields.text("session_id")};
    answer.model = fields.text("model");
    answer.usage = read_tokens(fields, json);
    answer.cost_usd = fields.number_or_nothing("cost_usd");
    answer.total_ms = fields.number("time_ms");
    answer.model_ms = fields.number("model_ms");
    answer.sql_ms = fields.number("sql_ms");
    const Json* const numbers = fields.array_or_nothing("unverified_numbers");
    if (numbers != nullptr) answer.unverified_numbers = read_texts(numbers, fields);
    answer.warnings = read_each(fields.array("warnings"), fields, "a kept warning", read_warning);
    answer.stopped_by = fields.text_or_empty("stopped_by");
    answer.truncated = fields.boolean("truncated");
    answer.handle = fields.text_or_empty("handle");
    answer.claims =
        read_each(fields.array_or_nothing("claims"), fields, "a kept claim", read_claim);
    answer.failed_checks = read_texts(fields.array_or_nothing("failed_checks"), fields);
    answer.second_opinion = read_object(json, fields, "second_opinion", read_opinion);
    answer.as_written = fields.text_or_empty("as_written");
    answer.share = fields.text_or_empty("share");
    answer.workflow = read_each(fields.array("workflow"), fields, "a kept step", read_step);
    if (!fields.ok()) return *fields.error();
    return answer;
}

}
