#include "cli/sessions/shown_turn.h"

#include "cli/render/second_opinion.h"
#include "libagent/base/text.h"
#include "libagent/chat/annotated_answer.h"
#include "sessions/export/turn_parts.h"
#include "sessions/one_line.h"

#include <fmt/format.h>

namespace askdb::cli {
namespace {

/// Signs that Markdown would read, and line ends, mean nothing.
std::string as_words(std::string_view text) {
    std::string out;
    for (const char c : sessions::one_line(text)) {
        if (std::string_view("\\`*_[]<>~|#").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

/// The statement that differs stands below the answer; its own stands above.
std::string shown_opinion(const chat::SecondOpinion& opinion) {
    if (const std::string line = opinion_line(opinion); !line.empty())
        return fmt::format("\n*{}*\n", as_words(line));
    return fmt::format("\nthere, by {}:\n\n```sql\n{}\n```\n", as_words(opinion.model),
                       trim(opinion.sql));
}

}

std::string shown_head(const session::Transcript& transcript) {
    return fmt::format(
        "# {}\n\n{}\n\nconversation `{}`\n", as_words(sessions::title_or_usual(transcript)),
        as_words(sessions::conversation_facts(transcript)), transcript.summary.key.id);
}

std::string shown_turn(const session::KeptTurn& turn) {
    const bool is_statement = sessions::is_statement(turn);
    std::string out = fmt::format("\n## {}. {}{}\n\n", turn.number,
                                  is_statement ? "SQL" : as_words(turn.turn.question),
                                  turn.is_taken_back ? " (taken back)" : "");
    for (const chat::Step* step : sessions::statements_of(turn)) {
        out += fmt::format("```sql\n{}\n```\n", trim(step->sql));
        if (const std::string facts = sessions::statement_facts(*step); !facts.empty())
            out += fmt::format("*{}*\n\n", as_words(facts));
        if (const std::string receipt = sessions::receipt_facts(*step); !receipt.empty())
            out += fmt::format("*{}*\n\n", as_words(receipt));
    }
    if (is_statement) return out;  // What it brought stands with it.
    const std::string missing = sessions::missing_answer(turn);
    out += missing.empty() ? std::string(trim(chat::annotated_response(turn.turn.answer, false)))
                           : fmt::format("*{}*", as_words(missing));
    out += '\n';
    for (const std::string& remark : sessions::remarks_on(turn.turn.answer))
        out += fmt::format("\n⚠ {}\n", as_words(remark));
    if (turn.turn.answer.second_opinion) out += shown_opinion(*turn.turn.answer.second_opinion);
    return out;
}

}
