#include "libagent/session/compaction_json.h"

#include "libagent/base/fields_json.h"
#include "libagent/base/text.h"
#include "libagent/chat/typed_statement.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace askdb::session {
namespace {

constexpr std::size_t most_told_results = 5;
constexpr std::size_t most_told_sql_bytes = 300;

/// What follow-up questions go on from; empty when the turn made no result.
std::string told_results(const chat::Answer& answer) {
    std::vector<const chat::Step*> made;
    for (const chat::Step& step : answer.workflow) {
        if (!step.handle.empty()) made.push_back(&step);
    }
    if (made.empty()) return {};
    std::string text = "\n\n(The steps to the answer are left out. They made:";
    const std::size_t left_out = made.size() - std::min(made.size(), most_told_results);
    for (std::size_t i = left_out; i < made.size(); ++i) {
        const std::size_t rows = made[i]->rows.value_or(0);
        text += fmt::format("\n{}, {} row{}: {}", made[i]->handle, rows, rows == 1 ? "" : "s",
                            clipped(made[i]->sql, most_told_sql_bytes));
    }
    return text += ")";
}

}

std::string compacted_metadata(int last_turn) {
    return dump_json({{"last_turn", last_turn}});
}

int compacted_up_to(std::span<const ConversationEvent> notes) {
    int last_turn = 0;
    for (const ConversationEvent& note : notes) {
        if (note.type != EventType::system_event || note.text != compacted_note) continue;
        const Result<Json> json = parse_json(note.metadata, "the note");
        if (!json) continue;  // Then the conversation is longer than it could be, no more.
        JsonFields fields(json.value(), "the note");
        last_turn = std::max(last_turn, static_cast<int>(fields.integer("last_turn")));
    }
    return last_turn;
}

void keep_question_and_answer(Turn& turn) {
    // The answer to a statement of a person's tells its result already.
    const std::string asked = chat::is_typed_statement(turn.answer)
                                  ? chat::typed_statement_words(turn.question)
                                  : valid_utf8(turn.question) + told_results(turn.answer);
    turn.messages = {
        {.role = chat::Role::user, .text = asked},
        {.role = chat::Role::assistant,
         .text = turn.answer.as_written.empty() ? turn.answer.response : turn.answer.as_written}};
}

}
