#pragma once

#include "cli/repl/shell.h"
#include "libagent/database/rows.h"
#include "libagent/session/archive.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

class Shell;

/// The conversation as it is kept, read while the keyboard stays alive; nothing when it has no turn
/// yet. Throws what the store throws.
std::optional<session::Transcript> kept_transcript(Shell& shell);

/// The turns of the conversation that are in force, however they ended, oldest first. Throws
/// Failure(usage) when there are none yet.
std::vector<session::KeptTurn> turns_in_force(Shell& shell);

/// The number of the turn that was typed; nothing typed: that of the last one. Throws
/// Failure(usage) for what is none of `turns`, which are not empty.
int chosen_turn(const std::vector<session::KeptTurn>& turns, std::string_view typed);

/// Takes back that turn and all after it. Throws what the store says.
void take_back_from(Shell& shell, int first);

/// All turns of the conversation as a list: number, when, how it ended, question.
database::Rows turn_rows(const session::Transcript& transcript);

/// The beginning of a text, on one line of at most so many columns.
std::string short_line(std::string_view text, std::size_t columns);

/// What the turns of a conversation that is gone on with left behind: the last question that a
/// model answered, and the last statement and result, whose ever they were.
LastTurn last_turn_of(std::span<const session::Turn> turns);

/// From now on the conversation of that summary, which is told.
void go_on_with(Shell& shell, const session::SessionSummary& summary);

}
