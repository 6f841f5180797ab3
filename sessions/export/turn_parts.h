#pragma once

#include "libagent/session/archive.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::sessions {

/// A document holds no more rows of a result than these.
inline constexpr std::size_t exported_rows = 200;

/// The turns that a document for people shows: those that nobody took back, in order.
std::vector<const session::KeptTurn*> shown_turns(const session::Transcript& transcript);

/// Whether a person ran a statement there, and no model was asked: statements_of() has it, and the
/// question is the same text.
bool is_statement(const session::KeptTurn& turn);

/// The steps that ran a statement, in order; those that failed are left out.
std::vector<const chat::Step*> statements_of(const session::KeptTurn& turn);

/// What stands in the place of an answer: "no answer: why", "interrupted", …; empty for a turn
/// that has one.
std::string missing_answer(const session::KeptTurn& turn);

/// "r1 · sales · 12 rows · 3 ms"; of a change what it changed.
std::string statement_facts(const chat::Step& step);

/// "read 2026-11-30T08:05:00Z · schema 1f2e3d4c · result 9a8b7c6d": when, and the beginnings of
/// what the result can be compared by; empty where there is no receipt.
std::string receipt_facts(const chat::Step& step);

/// Whether the step's statement went over other results, not a database.
bool reads_results(const chat::Step& step);

/// Where the step's statement ran: in the one database of the conversation when the step does not
/// say it. Empty for a statement over results, and where nobody knows.
std::string database_of(const chat::Step& step, const session::Transcript& transcript);

/// "openai:gpt-4o · 1.2 s · 2,310 tokens · $0.0031".
std::string answer_facts(const session::KeptTurn& turn);

/// "2026-11-30 08:05 UTC · sales · 3 questions · 1 statement".
std::string conversation_facts(const session::Transcript& transcript);

/// The conversation's title, or "Conversation".
std::string title_or_usual(const session::Transcript& transcript);

/// What a reader must be told of an answer: its warnings, and numbers that no result bears out.
std::vector<std::string> remarks_on(const chat::Answer& answer);

}
