#include "sessions/export/transcript_json.h"

#include "libagent/chat/event_json.h"
#include "sessions/export/turn_parts.h"
#include "sessions/moment_text.h"

#include <nlohmann/json.hpp>

#include <array>

namespace askdb::sessions {
namespace {

constexpr std::array<std::string_view, 4> role_names = {"system", "user", "assistant", "tool"};

/// What a text of ours that should be a JSON object says; an empty one where it does not.
Json object_or_empty(const std::string& text) {
    Result<Json> parsed = parse_json(text, "metadata");
    return parsed && parsed.value().is_object() ? std::move(parsed).value() : Json::object();
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

/// Without what the model alone understands: signed thoughts.
Json message_json(const chat::Message& message) {
    Json json = {{"role", role_names[static_cast<std::size_t>(message.role)]},
                 {"text", message.text}};
    if (!message.tool_calls.empty()) {
        json["tool_calls"] = Json::array();
        for (const chat::ToolCall& call : message.tool_calls)
            json["tool_calls"].push_back(
                {{"id", call.id}, {"name", call.name}, {"arguments", call.arguments}});
    }
    if (!message.tool_call_id.empty()) json["tool_call_id"] = message.tool_call_id;
    if (message.failed) json["failed"] = true;
    return json;
}

Json turn_json(const session::KeptTurn& kept) {
    const bool has_answer = kept.state == session::TurnState::finished;
    Json json = {{"number", kept.number},
                 {"state", session::name_of(kept.state)},
                 {"is_taken_back", kept.is_taken_back},
                 {"began_at", iso_text(kept.began_at)},
                 {"ended_at", iso_text(kept.ended_at)},
                 {"question", kept.turn.question},
                 {"is_statement", is_statement(kept)},
                 {"why", text_or_null(kept.why)},
                 {"answer", has_answer ? chat::answer_json(kept.turn.answer) : Json(nullptr)},
                 {"messages", Json::array()}};
    for (const chat::Message& message : kept.turn.messages)
        json["messages"].push_back(message_json(message));
    return json;
}

Json note_json(const session::ConversationEvent& note) {
    return {{"at", iso_text(note.created_at)},
            {"text", note.text},
            {"metadata", object_or_empty(note.metadata)}};
}

Json artifact_json(const session::Artifact& artifact) {
    return {{"kind", artifact.kind},
            {"name", artifact.name},
            {"metadata", object_or_empty(artifact.metadata)}};
}

}

Json summary_json(const session::SessionSummary& summary) {
    return {{"id", summary.key.id},
            {"user", summary.key.user},
            {"title", summary.title},
            {"agent", text_or_null(summary.agent)},
            {"model", text_or_null(summary.model)},
            {"databases", summary.databases},
            {"created_at", iso_text(summary.created_at)},
            {"updated_at", iso_text(summary.updated_at)},
            {"turn_count", summary.turns},
            {"state", session::name_of(summary.last)},
            {"artifact_bytes", summary.artifact_bytes}};
}

Json transcript_json(const ExportInput& input) {
    Json json = {{"format", "askdb-conversation"}, {"version", 1}};
    json.update(summary_json(input.transcript.summary));
    json["turns"] = Json::array();
    for (const session::KeptTurn& turn : input.transcript.turns)
        json["turns"].push_back(turn_json(turn));
    json["notes"] = Json::array();
    for (const session::ConversationEvent& note : input.transcript.notes)
        json["notes"].push_back(note_json(note));
    json["artifacts"] = Json::array();
    for (const session::Artifact& artifact : input.artifacts)
        json["artifacts"].push_back(artifact_json(artifact));
    return json;
}

std::string transcript_text(const ExportInput& input) {
    constexpr int indent = 2;
    return transcript_json(input).dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}
