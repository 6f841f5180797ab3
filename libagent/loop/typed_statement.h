#pragma once

#include "libagent/base/time_text.h"
#include "libagent/chat/event.h"
#include "libagent/database/rows.h"
#include "libagent/loop/ask.h"

#include <optional>
#include <string>
#include <vector>

namespace askdb::loop {

/// A statement that a person ran without a model.
struct RanStatement {
    std::string statement;      ///< As typed.
    std::string database = {};  ///< Where it ran; empty: over results of the conversation.
    std::string touched = {};   ///< What it changed and committed: "UPDATE orders: 1 row".
    database::Rows rows = {};   ///< Without columns when it gave none.
    double milliseconds = 0;    ///< Of the statement.
    WallTime as_of = {};        ///< When its rows were read.
};

/// What became of it in its conversation.
struct KeptStatement {
    const results::StoredResult* result = nullptr;  ///< Its rows, with their handle; null: none.
    std::vector<chat::Warning> warnings = {};       ///< What a person should know.
    std::optional<Error> why_not_kept = {};  ///< The conversation holds the result all the same.
};

/// Makes the statement a turn of the conversation, kept by one durable commit: its rows become the
/// next result, later turns see what ran and what it gave, and exports show it as a statement. It
/// waits as ask() does while another turn of the conversation runs, and tells the listener so;
/// nothing else goes there. What cannot be kept, also because of a stop, is told in why_not_kept:
/// the statement ran, and its result is kept together with the next turn.
KeptStatement keep_statement(const Agent& agent, Conversation& conversation, RanStatement ran,
                             const TurnListener& listener);

}
