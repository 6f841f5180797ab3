#include "cli/replay/replay_plan.h"

#include "libagent/base/text.h"
#include "libagent/chat/typed_statement.h"
#include "libagent/results/handle.h"
#include "sessions/export/turn_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace askdb::cli {
namespace {

std::string why_not_again(const chat::Step& step) {
    if (!step.write.empty()) return "it changed data, which is not done again";
    const bool is_known = sessions::reads_results(step) || step.tool == chat::asked_in_database ||
                          step.tool == chat::typed_in_database;
    if (is_known) return {};
    return fmt::format("it was made by the tool '{}', not by a statement", visible(step.tool));
}

/// The steps whose handles the statement mentions: one too many costs time, a missing one the rows.
std::vector<std::size_t> read_steps(std::string_view sql, const std::vector<ReplayStep>& steps) {
    const std::vector<std::string> names = results::named_handles(sql);
    std::vector<std::size_t> read;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (std::find(names.begin(), names.end(), steps[i].kept->handle) != names.end())
            read.push_back(i);
    }
    return read;
}

std::string show_hint(const session::Transcript& transcript) {
    return "look at it with: askdb sessions show " + transcript.summary.key.id;
}

/// Nothing where the turn is there, and in force.
std::optional<Error> check_turn(const ReplayChoice& choice) {
    if (!choice.turn) return std::nullopt;
    const std::vector<session::KeptTurn>& turns = choice.transcript.turns;
    const auto found = std::find_if(turns.begin(), turns.end(),
                                    [&](const auto& turn) { return turn.number == *choice.turn; });
    if (found == turns.end())
        return Error{Errc::usage, fmt::format("the conversation has no turn {}", *choice.turn),
                     show_hint(choice.transcript)};
    if (!found->is_taken_back) return std::nullopt;
    return Error{Errc::usage, fmt::format("turn {} was taken back", *choice.turn),
                 show_hint(choice.transcript)};
}

Error no_result(const ReplayChoice& choice) {
    const std::string what = choice.turn ? fmt::format("turn {} has", *choice.turn)
                                         : std::string("the conversation has");
    return {Errc::no_answer, what + " no result of a statement", show_hint(choice.transcript)};
}

}

std::vector<ReplayStep> replay_steps(const session::Transcript& transcript) {
    std::vector<ReplayStep> steps;
    for (const session::KeptTurn* turn : sessions::shown_turns(transcript)) {
        for (const chat::Step* kept : sessions::statements_of(*turn)) {
            if (kept->handle.empty()) continue;
            ReplayStep step{.turn = turn->number,
                            .question = turn->turn.question,
                            .kept = kept,
                            .is_answer = kept->handle == turn->turn.answer.handle,
                            .reads_results = sessions::reads_results(*kept),
                            .why_not = why_not_again(*kept)};
            step.database = sessions::database_of(*kept, transcript);
            if (step.reads_results) step.needs = read_steps(kept->sql, steps);
            steps.push_back(std::move(step));
        }
    }
    return steps;
}

Result<std::size_t> step_to_print(const ReplayChoice& choice) {
    if (auto error = check_turn(choice)) return *error;
    const ReplayStep* refused = nullptr;
    for (std::size_t i = choice.steps.size(); i > 0; --i) {
        const ReplayStep& step = choice.steps[i - 1];
        const bool is_meant = step.is_answer && step.turn == choice.turn.value_or(step.turn);
        if (!is_meant) continue;
        if (step.why_not.empty()) return i - 1;
        if (refused == nullptr) refused = &step;
    }
    if (refused == nullptr) return no_result(choice);
    return Error{Errc::refused,
                 fmt::format("{} of turn {} is not made again: {}", refused->kept->handle,
                             refused->turn, refused->why_not)};
}

Result<std::vector<std::size_t>> steps_to_check(const ReplayChoice& choice) {
    if (auto error = check_turn(choice)) return *error;
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < choice.steps.size(); ++i) {
        const int turn = choice.steps[i].turn;
        if (turn == choice.turn.value_or(turn)) chosen.push_back(i);
    }
    if (chosen.empty()) return no_result(choice);
    return chosen;
}

std::vector<std::size_t> with_needs(const std::vector<ReplayStep>& steps,
                                    const std::vector<std::size_t>& chosen) {
    std::set<std::size_t> all(chosen.begin(), chosen.end());
    for (std::size_t i = steps.size(); i > 0; --i) {
        if (!all.contains(i - 1)) continue;
        all.insert(steps[i - 1].needs.begin(), steps[i - 1].needs.end());
    }
    return {all.begin(), all.end()};
}

std::vector<std::string> databases_of(const std::vector<ReplayStep>& steps,
                                      const std::vector<std::size_t>& chosen) {
    std::vector<std::string> names;
    for (const std::size_t i : chosen) {
        const ReplayStep& step = steps[i];
        const bool runs_there = !step.reads_results && step.why_not.empty();
        if (runs_there && std::find(names.begin(), names.end(), step.database) == names.end())
            names.push_back(step.database);
    }
    return names;
}

}
