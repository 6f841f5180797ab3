#include "cli/batch/batch_json.h"

#include "cli/render/json_line.h"
#include "libagent/base/json.h"
#include "libagent/base/text.h"
#include "libagent/chat/event_json.h"
#include "libagent/chat/typed_statement.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <vector>

namespace askdb::cli {
namespace {

/// Of the format; a later one may be read by no earlier program.
constexpr int answers_version = 1;
constexpr std::string_view origin_begin = R"({"askdb_answers":)";

Json id_json(const ListedQuestion& question) {
    const std::string& id = question.id;
    std::int64_t number = 0;
    std::from_chars(id.data(), id.data() + id.size(), number);
    return question.has_number_id ? Json(number) : Json(id);
}

/// The end of a turn as members behind those of `json`.
void add_end(Json& json, const TurnEnd& end) {
    if (end.error) {
        json["error"] = chat::error_json(*end.error);
    } else if (!end.recorded.empty()) {
        json.update(Json::parse(end.recorded));
    } else if (end.answer) {
        json.update(chat::answer_json(*end.answer));
    }
}

std::string text_member(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The error whose kind has this name.
std::optional<Errc> kind_of_error(const std::string& type) {
    for (const Errc code : {Errc::bad_input, Errc::no_answer, Errc::refused, Errc::check}) {
        if (chat::error_json({.code = code, .message = {}}).at("type") == type) return code;
    }
    return std::nullopt;
}

std::optional<Error> error_of_json(const Json& json) {
    const std::optional<Errc> code = kind_of_error(text_member(json, "type"));
    if (!code || !json.contains("message")) return std::nullopt;
    return Error{.code = *code,
                 .message = text_member(json, "message"),
                 .hint = text_member(json, "hint"),
                 .sqlstate = text_member(json, "sqlstate")};
}

std::size_t count_member(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_number_unsigned() ? found->get<std::size_t>() : 0;
}

/// The objects of an array; none where there is no array.
std::vector<Json> objects_in(const Json& json, const char* name) {
    std::vector<Json> objects;
    const auto found = json.find(name);
    if (found == json.end() || !found->is_array()) return objects;
    std::copy_if(found->begin(), found->end(), std::back_inserter(objects),
                 [](const Json& member) { return member.is_object(); });
    return objects;
}

/// What the checks said, by which it is marked and its exit code is told.
void read_checks(const Json& json, chat::Answer& answer) {
    for (const Json& claim : objects_in(json, "claims")) {
        answer.claims.push_back({.begin = count_member(claim, "begin"),
                                 .end = count_member(claim, "end"),
                                 .kind = text_member(claim, "kind"),
                                 .verdict = text_member(claim, "verdict"),
                                 .source = text_member(claim, "source")});
    }
    const auto failed = json.find("failed_checks");
    if (failed == json.end() || !failed->is_array()) return;
    for (const Json& check : *failed) {
        if (check.is_string()) answer.failed_checks.push_back(check.get<std::string>());
    }
}

std::optional<chat::Answer> answer_of_json(const Json& json) {
    if (!json.contains("response") || !json.at("response").is_string()) return std::nullopt;
    chat::Answer answer{.session_id = text_member(json, "session_id"),
                        .response = text_member(json, "response"),
                        .model = text_member(json, "model")};
    if (const std::string sql = text_member(json, "sql"); !sql.empty())
        answer.workflow.push_back({.tool = std::string(chat::asked_in_database), .sql = sql});
    read_checks(json, answer);
    const auto warnings = json.find("warnings");
    if (warnings == json.end() || !warnings->is_array()) return answer;
    for (const Json& warning : *warnings) {
        if (!warning.is_object()) return std::nullopt;
        answer.warnings.push_back({text_member(warning, "check"), text_member(warning, "message")});
    }
    return answer;
}

}

Result<ListedQuestion> question_of_json(std::string_view text, const std::string& place) {
    const auto wrong = [&](std::string_view why) {
        return Error{Errc::usage, fmt::format("{} {}", place, why),
                     R"(a line is a question, or like {"id": 7, "question": "How many?"})"};
    };
    const Result<Json> json = parse_json(text, place);
    if (!json) return Error{Errc::usage, json.error().message, wrong({}).hint};
    ListedQuestion question{.text = text_member(json.value(), "question")};
    if (trim(question.text).empty()) return wrong("has no \"question\" with a text");
    if (question.text.find('\0') != std::string::npos) return wrong("holds a NUL byte");
    const auto id = json.value().find("id");
    if (id == json.value().end() || id->is_null()) return question;
    question.has_number_id = id->is_number_integer();
    if (!question.has_number_id && text_member(json.value(), "id").empty())
        return wrong("has an \"id\" that is neither a text nor a whole number of 64 bits");
    if (id->is_number_unsigned() && id->get<std::uint64_t>() > INT64_MAX)
        return wrong("has an \"id\" that is larger than 64 bits");
    question.id = question.has_number_id ? dump_json(*id) : id->get<std::string>();
    return question;
}

std::string answer_line(const ListedQuestion& question, const TurnEnd& end) {
    Json json = {{"id", id_json(question)}, {"question", question.text}};
    add_end(json, end);
    return json_line(json);
}

std::string event_line(const ListedQuestion& question, const chat::Event& event) {
    Json json = chat::event_json(event);
    json["question_id"] = id_json(question);
    if (std::holds_alternative<chat::SessionStarted>(event)) json["question"] = question.text;
    return json_line(json);
}

std::string last_event_line(const ListedQuestion& question, const TurnEnd& end) {
    Json json = {{"type", end.error ? "error" : "complete"}};
    add_end(json, end);
    json["question_id"] = id_json(question);
    return json_line(json);
}

std::string origin_line(const AnswersOrigin& origin) {
    return dump_json({{"askdb_answers", answers_version},
                      {"databases", origin.databases},
                      {"sql", origin.sql_only}}) +
           "\n";
}

Result<AnswersOrigin> read_origin(std::string_view line) {
    const Error none{Errc::usage, "it holds something else than answers of askdb"};
    if (!line.starts_with(origin_begin)) return none;
    const Result<Json> json = parse_json(line, "it");
    if (!json) return none;
    if (json.value().at("askdb_answers") != answers_version)
        return Error{Errc::usage, "it was written by a later version of askdb"};
    AnswersOrigin origin{.databases = {}, .sql_only = json.value().value("sql", Json()) == true};
    const auto databases = json.value().find("databases");
    if (databases == json.value().end() || !databases->is_array()) return none;
    for (const Json& database : *databases)
        origin.databases.push_back(database.is_string() ? database.get<std::string>() : "");
    return origin;
}

bool is_begun_origin(std::string_view text) {
    return text.starts_with(origin_begin);
}

std::optional<std::string> record_line(const ListedQuestion& question, const TurnEnd& end,
                                       bool is_strict) {
    Json json = {{"id", question.id}, {"question", question.text}};
    if (end.error) json["error"] = chat::error_json(*end.error);
    if (end.answer) json["answer"] = chat::answer_json(*end.answer);
    if (is_strict) json["strict"] = true;
    std::string line = dump_json(json);
    if (!read_record(line)) return std::nullopt;
    return line + "\n";
}

Result<AnswerRecord> read_record(std::string_view line) {
    const Error none{Errc::usage, "no recorded answer"};
    const Result<Json> parsed = parse_json(line, "the record");
    if (!parsed || !parsed.value().is_object()) return none;
    const Json& json = parsed.value();
    AnswerRecord record{.id = text_member(json, "id"),
                        .question = text_member(json, "question"),
                        .end = {.is_from_file = true}};
    if (record.id.empty() || record.question.empty()) return none;
    if (const auto error = json.find("error"); error != json.end() && error->is_object())
        record.end.error = error_of_json(*error);
    const auto answer = json.find("answer");
    if (!record.end.error && answer != json.end() && answer->is_object()) {
        record.end.answer = answer_of_json(*answer);
        record.end.recorded = dump_json(*answer);
    }
    if (record.end.is_stopped()) return none;
    record.is_strict = json.value("strict", Json()) == true;
    return record;
}

std::optional<TurnEnd> end_of_record(AnswerRecord record, bool is_strict) {
    TurnEnd& end = record.end;
    if (!end.answer || is_strict == record.is_strict) return std::move(end);
    if (is_strict) {
        // Whatever a check finds is a warning.
        if (!end.answer->warnings.empty()) return std::nullopt;
    } else if (!end.answer->failed_checks.empty()) {
        end.answer->failed_checks.clear();
        Json answer = Json::parse(end.recorded);
        answer.erase("failed_checks");
        end.recorded = dump_json(answer);
    }
    return std::move(end);
}

}
