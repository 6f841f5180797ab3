#include "sessions/export/turn_parts.h"

#include "libagent/base/text.h"
#include "libagent/chat/typed_statement.h"
#include "sessions/export/step_database_json.h"
#include "sessions/moment_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::sessions {
namespace {

constexpr std::string_view between_facts = " · ";

std::string duration_text(double milliseconds) {
    constexpr double a_second = 1000;
    if (milliseconds < a_second) return fmt::format("{:.0f} ms", milliseconds);
    return fmt::format("{:.1f} s", milliseconds / a_second);
}

std::string count_text(std::uint64_t count, std::string_view noun) {
    return fmt::format("{} {}{}", with_thousands(count), noun, count == 1 ? "" : "s");
}

}

std::vector<const session::KeptTurn*> shown_turns(const session::Transcript& transcript) {
    std::vector<const session::KeptTurn*> turns;
    for (const session::KeptTurn& turn : transcript.turns) {
        if (!turn.is_taken_back) turns.push_back(&turn);
    }
    return turns;
}

bool is_statement(const session::KeptTurn& turn) {
    return turn.state == session::TurnState::finished && chat::is_typed_statement(turn.turn.answer);
}

std::vector<const chat::Step*> statements_of(const session::KeptTurn& turn) {
    std::vector<const chat::Step*> steps;
    for (const chat::Step& step : turn.turn.answer.workflow) {
        if (!step.sql.empty() && step.error.empty()) steps.push_back(&step);
    }
    return steps;
}

std::string missing_answer(const session::KeptTurn& turn) {
    switch (turn.state) {
        case session::TurnState::finished: return {};
        case session::TurnState::failed:
            return turn.why.empty() ? "no answer" : fmt::format("no answer: {}", turn.why);
        case session::TurnState::interrupted: return "no answer: the turn was interrupted";
        case session::TurnState::running: return "no answer yet: the turn is running";
    }
    return {};
}

std::string statement_facts(const chat::Step& step) {
    std::vector<std::string> facts;
    if (!step.handle.empty()) facts.push_back(step.handle);
    if (std::string database = database_of_step(step); !database.empty())
        facts.push_back(std::move(database));
    if (!step.touched.empty()) facts.push_back(fmt::format("{} ({})", step.touched, step.write));
    if (step.rows)
        facts.push_back((step.truncated ? "first " : "") + count_text(*step.rows, "row"));
    if (step.milliseconds > 0) facts.push_back(duration_text(step.milliseconds));
    return join(facts, between_facts);
}

std::string receipt_facts(const chat::Step& step) {
    constexpr std::size_t shown_digits = 8;
    std::vector<std::string> facts;
    if (step.result_hash.empty()) return {};
    if (!step.as_of.empty()) facts.push_back("read " + step.as_of);
    if (!step.schema_hash.empty())
        facts.push_back("schema " + step.schema_hash.substr(0, shown_digits));
    facts.push_back("result " + step.result_hash.substr(0, shown_digits));
    return join(facts, between_facts);
}

bool reads_results(const chat::Step& step) {
    return step.tool == chat::asked_over_results || step.tool == chat::typed_over_results;
}

std::string database_of(const chat::Step& step, const session::Transcript& transcript) {
    if (reads_results(step)) return {};
    std::string named = database_of_step(step);
    const std::vector<std::string>& all = transcript.summary.databases;
    return named.empty() && !all.empty() ? all.front() : named;
}

std::string answer_facts(const session::KeptTurn& turn) {
    const chat::Answer& answer = turn.turn.answer;
    std::vector<std::string> facts;
    if (!answer.model.empty()) facts.push_back(answer.model);
    if (answer.total_ms > 0) facts.push_back(duration_text(answer.total_ms));
    if (answer.usage.total() > 0)
        facts.push_back(count_text(static_cast<std::uint64_t>(answer.usage.total()), "token"));
    if (answer.cost_usd && *answer.cost_usd > 0)
        facts.push_back(fmt::format("${:.4f}", *answer.cost_usd));
    if (!answer.stopped_by.empty())
        facts.push_back(fmt::format("stopped by {}", answer.stopped_by));
    return join(facts, between_facts);
}

std::string conversation_facts(const session::Transcript& transcript) {
    const session::SessionSummary& summary = transcript.summary;
    std::vector<std::string> facts = {minute_text(summary.created_at)};
    if (!summary.databases.empty()) facts.push_back(join(summary.databases, ", "));
    const std::vector<const session::KeptTurn*> turns = shown_turns(transcript);
    const auto statements = static_cast<std::uint64_t>(std::count_if(
        turns.begin(), turns.end(), [](const auto* turn) { return is_statement(*turn); }));
    const std::uint64_t questions = turns.size() - statements;
    if (questions > 0 || statements == 0) facts.push_back(count_text(questions, "question"));
    if (statements > 0) facts.push_back(count_text(statements, "statement"));
    return join(facts, between_facts);
}

std::string title_or_usual(const session::Transcript& transcript) {
    const std::string& title = transcript.summary.title;
    return title.empty() ? std::string("Conversation") : title;
}

std::vector<std::string> remarks_on(const chat::Answer& answer) {
    std::vector<std::string> remarks;
    bool tells_numbers = false;
    for (const chat::Warning& warning : answer.warnings) {
        tells_numbers |= warning.check == "numbers" || !warning.numbers.empty();
        remarks.push_back(warning.message);
    }
    if (answer.unverified_numbers && !answer.unverified_numbers->empty() && !tells_numbers)
        remarks.push_back(
            fmt::format("not borne out by any result: {}", join(*answer.unverified_numbers, ", ")));
    return remarks;
}

}
