#include "sessions/memory_session.h"

#include "libagent/session/compaction_json.h"
#include "sessions/answer_text_json.h"
#include "sessions/no_session.h"
#include "sessions/title.h"

#include <algorithm>
#include <utility>

namespace askdb::sessions {
namespace {

std::uint64_t bytes_of_turn(const session::Turn& turn) {
    std::uint64_t bytes = turn.question.size() + turn.answer.response.size();
    for (const chat::Message& message : turn.messages) {
        bytes += message.text.size();
        for (const chat::ToolCall& call : message.tool_calls) bytes += call.arguments.size();
    }
    return bytes;
}

bool counts(const session::KeptTurn& turn) {
    return turn.state == session::TurnState::finished && !turn.is_taken_back;
}

}

int MemorySession::begin(const session::TurnStart& start, session::Moment now) {
    if (!turns_.empty() && turns_.back().state == session::TurnState::running) return 0;
    if (turns_.empty() && summary_.created_at == session::Moment()) summary_.created_at = now;
    if (turns_.empty() && summary_.title.empty()) summary_.title = title_of(start.question);
    summary_.agent = start.agent;
    if (!start.model.empty()) summary_.model = start.model;
    summary_.databases = start.databases;
    summary_.updated_at = now;
    const int number = turns_.empty() ? 1 : turns_.back().number + 1;
    turns_.push_back({.number = number,
                      .state = session::TurnState::running,
                      .began_at = now,
                      .ended_at = now,
                      .turn = {.question = start.question, .messages = {}, .answer = {}}});
    return number;
}

/// The one of that number that still runs.
session::KeptTurn* MemorySession::find_running(int number) {
    const auto found = std::find_if(turns_.begin(), turns_.end(), [&](const auto& turn) {
        return turn.number == number && turn.state == session::TurnState::running;
    });
    return found == turns_.end() ? nullptr : &*found;
}

void MemorySession::commit(int number, const session::Turn& turn, session::Moment now) {
    session::KeptTurn* const running = find_running(number);
    if (running == nullptr) throw Failure(turn_was_removed(summary_.key.id, number));
    session::KeptTurn& kept = *running;
    kept.state = session::TurnState::finished;
    kept.ended_at = now;
    kept.turn = {turn.question, turn.messages, turn.answer};
    if (summary_.title.empty()) summary_.title = title_of(turn.question);
    if (!turn.answer.model.empty()) summary_.model = turn.answer.model;
    summary_.updated_at = now;
    for (const session::Artifact& artifact : turn.artifacts) keep_artifact(kept.number, artifact);
}

void MemorySession::fail(int number, const Error& why, session::Moment now) {
    session::KeptTurn* const running = find_running(number);
    if (running == nullptr) return;
    running->state = session::TurnState::failed;
    running->why = why.message;
    running->ended_at = now;
    summary_.updated_at = now;
}

/// A name is one within its conversation: a later file of the same name takes its place.
void MemorySession::keep_artifact(int turn, const session::Artifact& artifact) {
    std::erase_if(artifacts_,
                  [&](const KeptArtifact& other) { return other.artifact.name == artifact.name; });
    artifacts_.push_back({turn, artifact});
}

std::vector<session::Turn> MemorySession::in_force() const {
    std::vector<session::Turn> turns;
    const int shortened_up_to = session::compacted_up_to(notes_);
    for (const session::KeptTurn& turn : turns_) {
        if (!counts(turn)) continue;
        turns.push_back(turn.turn);
        if (turn.number <= shortened_up_to) session::keep_question_and_answer(turns.back());
    }
    return turns;
}

bool MemorySession::is_in_force(int number) const {
    return std::any_of(turns_.begin(), turns_.end(), [&](const session::KeptTurn& turn) {
        return turn.number == number && counts(turn);
    });
}

bool MemorySession::has_turn(int number) const {
    return std::any_of(turns_.begin(), turns_.end(),
                       [&](const auto& turn) { return turn.number == number; });
}

void MemorySession::rewind(int last_turn, session::Moment now) {
    for (session::KeptTurn& turn : turns_) {
        if (turn.number > last_turn) turn.is_taken_back = true;
    }
    summary_.updated_at = now;
}

void MemorySession::note(session::ConversationEvent event) {
    summary_.updated_at = event.created_at;
    notes_.push_back(std::move(event));
}

MemorySession MemorySession::copy(session::SessionKey key, int last_turn,
                                  session::Moment now) const {
    MemorySession other(std::move(key));
    other.summary_.title = summary_.title;
    other.summary_.agent = summary_.agent;
    other.summary_.model = summary_.model;
    other.summary_.databases = summary_.databases;
    other.summary_.created_at = other.summary_.updated_at = now;
    const int shortened_up_to = session::compacted_up_to(notes_);
    int shortened = 0;
    for (const session::KeptTurn& turn : turns_) {
        if (!counts(turn) || turn.number > last_turn) continue;
        other.turns_.push_back(turn);
        other.turns_.back().number = static_cast<int>(other.turns_.size());
        if (turn.number <= shortened_up_to) shortened = other.turns_.back().number;
        for (const KeptArtifact& kept : artifacts_) {
            if (kept.turn == turn.number)
                other.keep_artifact(other.turns_.back().number, kept.artifact);
        }
    }
    if (shortened > 0)
        other.note({.type = session::EventType::system_event,
                    .text = std::string(session::compacted_note),
                    .metadata = session::compacted_metadata(shortened),
                    .created_at = now,
                    .updated_at = now});
    return other;
}

session::SessionSummary MemorySession::summary() const {
    session::SessionSummary summary = summary_;
    const session::KeptTurn* newest = nullptr;
    for (const session::KeptTurn& turn : turns_) {
        summary.last = turn.state;
        if (!counts(turn)) continue;
        ++summary.turns;
        newest = &turn;
    }
    if (newest != nullptr) summary.last_answer = answer_text(newest->turn.answer);
    for (const KeptArtifact& kept : artifacts_)
        summary.artifact_bytes += kept.artifact.bytes.size();
    return summary;
}

session::Transcript MemorySession::transcript() const {
    return {summary(), turns_, notes_};
}

std::vector<std::string> MemorySession::artifact_names() const {
    std::vector<std::string> names;
    for (const auto& [turn, artifact] : artifacts_) names.push_back(artifact.name);
    return names;
}

std::vector<session::Artifact> MemorySession::artifacts() const {
    std::vector<session::Artifact> list;
    for (const auto& [turn, artifact] : artifacts_) {
        if (is_in_force(turn))
            list.push_back({artifact.kind, artifact.name, {}, artifact.metadata});
    }
    return list;
}

const session::Artifact* MemorySession::find_artifact(std::string_view name) const {
    for (const auto& [turn, artifact] : artifacts_) {
        if (artifact.name == name && is_in_force(turn)) return &artifact;
    }
    return nullptr;
}

std::uint64_t MemorySession::bytes() const {
    std::uint64_t bytes = 0;
    for (const session::KeptTurn& turn : turns_) bytes += bytes_of_turn(turn.turn);
    for (const KeptArtifact& kept : artifacts_) bytes += kept.artifact.bytes.size();
    return bytes;
}

}
