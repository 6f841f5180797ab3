#include "libagent/chat/event_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace askdb::chat {
namespace {

constexpr double ms_per_second = 1000.0;

std::string_view error_type(Errc code) {
    switch (code) {
        case Errc::bad_input: return "bad_input";
        case Errc::no_answer: return "no_answer";
        case Errc::usage: return "usage";
        case Errc::unavailable: return "database_unavailable";
        case Errc::timeout: return "timeout";
        case Errc::model: return "model_error";
        case Errc::refused: return "refused";
        case Errc::limit: return "limit_reached";
        case Errc::check: return "check_failed";
    }
    return "error";
}

/// Arguments are the model's own text: an object when they parse, else the text itself.
Json arguments_json(const std::string& arguments) {
    Result<Json> parsed = parse_json(arguments, "arguments");
    return parsed.ok() ? std::move(parsed).value() : Json(arguments);
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

/// Only where something was to be written: answers of reading turns stay as they are.
void add_write(Json& json, const Step& step) {
    if (step.write.empty()) return;
    json["write"] = step.write;
    json["touched"] = text_or_null(step.touched);
}

/// Only where there are some.
void add_findings(Json& json, const Step& step) {
    for (const Finding& finding : step.findings) {
        Json found = {{"check", finding.check}, {"message", finding.message}};
        if (!finding.literals.empty()) found["literals"] = finding.literals;
        if (!finding.absent.empty()) found["absent"] = finding.absent;
        json["findings"].push_back(std::move(found));
    }
}

/// Only of what made a result.
void add_receipt(Json& json, const Step& step) {
    if (!step.as_of.empty()) json["as_of"] = step.as_of;
    if (!step.database.empty()) json["database"] = step.database;
    if (!step.schema_hash.empty()) json["schema_hash"] = step.schema_hash;
    if (!step.shape_hash.empty()) json["shape_hash"] = step.shape_hash;
    if (!step.result_hash.empty()) json["result_hash"] = step.result_hash;
}

Json step_json(const Step& step) {
    Json json = {
        {"step", step.step}, {"tool", step.tool}, {"arguments", arguments_json(step.arguments)}};
    json["handle"] = text_or_null(step.handle);
    json["sql"] = text_or_null(step.sql);
    json["rows"] = step.rows ? Json(*step.rows) : Json();
    json["truncated"] = step.truncated;
    json["time_ms"] = step.milliseconds;
    json["error"] = text_or_null(step.error);
    add_write(json, step);
    add_receipt(json, step);
    add_findings(json, step);
    return json;
}

/// What was to be written, for whoever keeps account of it.
Json writes_json(const Answer& answer) {
    Json writes = Json::array();
    for (const Step& step : answer.workflow) {
        if (step.write.empty()) continue;
        Json write = {{"statement", step.sql}};
        add_write(write, step);
        writes.push_back(std::move(write));
    }
    return writes;
}

Json warning_json(const Warning& warning) {
    return {{"check", warning.check}, {"message", warning.message}, {"numbers", warning.numbers}};
}

/// Empty for one whose place is not in the response.
std::string_view text_of_claim(const Answer& answer, const Claim& claim) {
    const std::string_view response = answer.response;
    if (claim.begin > claim.end || claim.end > response.size()) return {};
    return response.substr(claim.begin, claim.end - claim.begin);
}

Json claims_json(const Answer& answer) {
    Json claims = Json::array();
    for (const Claim& claim : answer.claims) {
        claims.push_back({{"text", text_of_claim(answer, claim)},
                          {"begin", claim.begin},
                          {"end", claim.end},
                          {"kind", claim.kind},
                          {"verdict", claim.verdict},
                          {"source", text_or_null(claim.source)}});
    }
    return claims;
}

Json opinion_json(const SecondOpinion& opinion) {
    return {{"model", opinion.model},
            {"verdict", opinion.verdict},
            {"response", text_or_null(opinion.response)},
            {"sql", text_or_null(opinion.sql)},
            {"reason", text_or_null(opinion.reason)}};
}

Json metrics_json(const Answer& answer) {
    int sql_attempts = 0;
    bool has_data = false;
    for (const Step& step : answer.workflow) {
        if (!step.sql.empty()) ++sql_attempts;
        if (!step.handle.empty()) has_data = true;
    }
    Json json = {{"total_time", answer.total_ms / ms_per_second},
                 {"model_time", answer.model_ms / ms_per_second},
                 {"sql_time", answer.sql_ms / ms_per_second},
                 {"image_time", 0.0},
                 {"sql_attempts", sql_attempts},
                 {"flow", has_data ? "data" : "answer"},
                 {"cached", false}};
    if (answer.cost_usd) json["cost_usd"] = *answer.cost_usd;
    return json;
}

/// The statement behind the answer: the one of its handle, else the first sound one, which is the
/// answer where the SQL alone was wanted.
Json answer_sql(const Answer& answer) {
    const auto& steps = answer.workflow;
    const auto is_sound = [](const Step& step) { return !step.sql.empty() && step.error.empty(); };
    const auto has_handle = [&](const Step& step) {
        return is_sound(step) && !answer.handle.empty() && step.handle == answer.handle;
    };
    auto behind = std::find_if(steps.begin(), steps.end(), has_handle);
    if (behind == steps.end()) behind = std::find_if(steps.begin(), steps.end(), is_sound);
    return behind == steps.end() ? Json() : Json(behind->sql);
}

struct EventToJson {
    Json operator()(const SessionStarted& e) const {
        return {{"type", "session"}, {"session_id", e.session_id}};
    }
    Json operator()(const Token& e) const { return {{"type", "token"}, {"content", e.text}}; }
    Json operator()(const Reset& e) const { return {{"type", "reset"}, {"reason", e.reason}}; }
    Json operator()(const ToolStarted& e) const {
        return {{"type", "tool"},
                {"id", e.id},
                {"name", e.name},
                {"message", e.message},
                {"arguments", arguments_json(e.arguments)}};
    }
    Json operator()(const ToolFinished& e) const {
        Json json = {{"type", "tool_result"}, {"id", e.id}, {"name", e.step.tool}};
        json["handle"] = text_or_null(e.step.handle);
        json["rows"] = e.step.rows ? Json(*e.step.rows) : Json();
        json["truncated"] = e.step.truncated;
        json["time_ms"] = e.step.milliseconds;
        json["error"] = text_or_null(e.step.error);
        add_write(json, e.step);
        add_findings(json, e.step);
        return json;
    }
    Json operator()(const ArtifactSaved& e) const {
        return {{"type", "artifact"}, {"kind", e.kind}, {"name", e.name}, {"path", e.path}};
    }
    Json operator()(const Warning& e) const {
        Json json = {{"type", "warning"}};
        json.update(warning_json(e));
        return json;
    }
    Json operator()(const Completed& e) const {
        Json json = {{"type", "complete"}};
        json.update(answer_json(e.answer));
        return json;
    }
    Json operator()(const Failed& e) const {
        return {{"type", "error"}, {"error", error_json(e.error)}, {"session_id", e.session_id}};
    }
};

}

Json event_json(const Event& event) {
    return std::visit(EventToJson{}, event);
}

Json answer_json(const Answer& answer) {
    Json tools = Json::object();
    Json workflow = Json::array();
    for (const Step& step : answer.workflow) {
        tools[step.tool] = tools.value(step.tool, 0) + 1;
        workflow.push_back(step_json(step));
    }
    Json warnings = Json::array();
    for (const Warning& warning : answer.warnings) warnings.push_back(warning_json(warning));

    Json json = {{"session_id", answer.session_id}, {"response", answer.response}};
    json["sql"] = answer_sql(answer);
    json["tools"] = std::move(tools);
    json["tokens"] = {{"input_tokens", answer.usage.input_tokens},
                      {"output_tokens", answer.usage.output_tokens},
                      {"total_tokens", answer.usage.total()},
                      {"cached_input_tokens", answer.usage.cached_input_tokens}};
    json["model"] = answer.model;
    json["time_ms"] = answer.total_ms;
    json["metrics"] = metrics_json(answer);
    json["artifacts"] = {{"data_file", nullptr}, {"image_file", nullptr}, {"code_file", nullptr}};
    json["unverified_numbers"] =
        answer.unverified_numbers ? Json(*answer.unverified_numbers) : Json();
    json["warnings"] = std::move(warnings);
    json["stopped_by"] = text_or_null(answer.stopped_by);
    json["truncated"] = answer.truncated;
    json["workflow"] = std::move(workflow);
    if (!answer.claims.empty()) json["claims"] = claims_json(answer);
    if (!answer.failed_checks.empty()) json["failed_checks"] = answer.failed_checks;
    if (answer.second_opinion) json["second_opinion"] = opinion_json(*answer.second_opinion);
    Json writes = writes_json(answer);
    if (!writes.empty()) json["writes"] = std::move(writes);
    return json;
}

Json error_json(const Error& error) {
    Json json = {{"type", error_type(error.code)}, {"message", error.message}};
    if (!error.hint.empty()) json["hint"] = error.hint;
    if (!error.sqlstate.empty()) json["sqlstate"] = error.sqlstate;
    return json;
}

}
