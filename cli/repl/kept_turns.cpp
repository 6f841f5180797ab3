#include "cli/repl/kept_turns.h"

#include "cli/render/rows_output.h"
#include "cli/repl/shell.h"
#include "cli/sessions/age_text.h"
#include "cli/sessions/short_id.h"
#include "libagent/base/text.h"
#include "libagent/chat/typed_statement.h"
#include "sessions/one_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace askdb::cli::repl {
namespace {

using database::Kind;
using session::KeptTurn;

/// How the turn ended, where that is worth a word.
std::string turn_state(const KeptTurn& turn) {
    if (turn.is_taken_back) return "taken back";
    return turn.state == session::TurnState::finished ? std::string()
                                                      : std::string(name_of(turn.state));
}

}

std::optional<session::Transcript> kept_transcript(Shell& shell) {
    std::optional<session::Transcript> kept;
    shell.wait("reading the conversation", [&](const std::stop_token&) {
        Result<session::Transcript> read = shell.archive().transcript(shell.conversation().key());
        if (read && !read.value().turns.empty()) kept = std::move(read).value();
    });
    return kept;
}

std::vector<KeptTurn> turns_in_force(Shell& shell) {
    std::optional<session::Transcript> transcript = kept_transcript(shell);
    std::vector<KeptTurn> turns;
    if (transcript) turns = std::move(transcript->turns);
    std::erase_if(turns, [](const KeptTurn& turn) { return turn.is_taken_back; });
    if (turns.empty())
        throw Failure({Errc::usage, "this conversation has no turns yet", "ask something"});
    return turns;
}

int chosen_turn(const std::vector<KeptTurn>& turns, std::string_view typed) {
    if (typed.empty()) return turns.back().number;
    int number = 0;
    const auto [end, failed] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    const bool is_number = failed == std::errc() && end == typed.data() + typed.size();
    const bool is_there = std::any_of(turns.begin(), turns.end(), [number](const KeptTurn& turn) {
        return turn.number == number;
    });
    if (is_number && is_there) return number;
    throw Failure({Errc::usage, fmt::format("there is no turn '{}'", visible(typed)),
                   "list them with: /turns"});
}

void take_back_from(Shell& shell, int first) {
    shell.wait("taking back", [&](const std::stop_token&) {
        if (auto error = shell.archive().rewind(shell.conversation().key(), first - 1))
            throw Failure(std::move(*error));
    });
}

database::Rows turn_rows(const session::Transcript& transcript) {
    constexpr std::size_t question_columns = 60;
    database::Rows rows;
    for (const char* name : {"turn", "began", "ended", "question"})
        rows.columns.push_back({.name = name});
    for (const KeptTurn& turn : transcript.turns) {
        rows.append(Kind::integer, std::to_string(turn.number));
        rows.append(Kind::text, age_text(turn.began_at, moment_now()));
        append_or_null(rows, turn_state(turn));
        rows.append(Kind::text, short_line(turn.turn.question, question_columns));
    }
    rows.settle_kinds();
    return rows;
}

std::string short_line(std::string_view text, std::size_t columns) {
    std::string line = visible(sessions::one_line(text));
    if (display_width(line) <= columns) return line;
    return std::string(display_prefix(line, columns - 1)) + "…";
}

LastTurn last_turn_of(std::span<const session::Turn> turns) {
    LastTurn last;
    const session::Turn* answered = nullptr;
    for (const session::Turn& turn : turns) {
        if (!turn.answer.handle.empty()) last.handle = turn.answer.handle;
        for (const chat::Step& step : turn.answer.workflow) {
            if (!step.sql.empty() && step.error.empty()) last.sql = step.sql;
        }
        if (!chat::is_typed_statement(turn.answer)) answered = &turn;
    }
    if (answered == nullptr) return last;
    last.question = answered->question;
    last.answer = answered->answer;
    return last;
}

void go_on_with(Shell& shell, const session::SessionSummary& summary) {
    constexpr std::size_t title_columns = 50;
    shell.open_conversation(summary.key);
    const std::string title = summary.title.empty()
                                  ? short_id(summary.key.id)
                                  : "'" + short_line(summary.title, title_columns) + "'";
    shell.say(fmt::format("Going on with {}, from {}.", title,
                          age_text(summary.updated_at, moment_now())),
              Tone::dim);
}

}
