#pragma once

#include "cli/batch/questions.h"
#include "cli/batch/turn_end.h"
#include "libagent/base/result.h"
#include "libagent/chat/event.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli {

/// Reads {"question": "…", "id": …}; other members are ignored. Without an id, the one of the
/// question is empty. Errc::usage, beginning with `place`: "line 3 of 'x'".
Result<ListedQuestion> question_of_json(std::string_view text, const std::string& place);

/// --output json: the answer, or {"error": …}, behind "id" and "question", as one line.
std::string answer_line(const ListedQuestion& question, const TurnEnd& end);

/// --output stream-json: an event with "question_id" ("id" is that of a tool call), as one line;
/// the first of a turn also has "question".
std::string event_line(const ListedQuestion& question, const chat::Event& event);

/// The same for a turn that was not run, since its end is known: its last event.
std::string last_event_line(const ListedQuestion& question, const TurnEnd& end);

/// What answers of a file belong to. Answers to one database are none for another.
struct AnswersOrigin {
    std::vector<std::string> databases;  ///< Paths, addresses or names; no secret.
    bool sql_only = false;

    bool operator==(const AnswersOrigin&) const = default;
};

/// The first line of an answers file.
std::string origin_line(const AnswersOrigin& origin);
/// Says why it is no such line (Errc::usage).
Result<AnswersOrigin> read_origin(std::string_view line);
/// Whether `text` is what a kill can leave of a first line.
bool is_begun_origin(std::string_view text);

/// One finished question of an answers file.
struct AnswerRecord {
    std::string id;
    std::string question;
    TurnEnd end;
    bool is_strict = false;  ///< The answer had to pass all checks: those that it fails are known.
};

/// The record as a line; nothing when it could not be read back (a model may nest what it says too
/// deep for that).
std::optional<std::string> record_line(const ListedQuestion& question, const TurnEnd& end,
                                       bool is_strict);
/// What record_line() wrote. Errc::usage for any other text; members that are unknown are ignored.
Result<AnswerRecord> read_record(std::string_view line);
/// How a recorded question ends in a run whose answers must pass all checks, or need not: nothing
/// where that is not known, since it was answered without --strict and something was noticed.
std::optional<TurnEnd> end_of_record(AnswerRecord record, bool is_strict);

}
