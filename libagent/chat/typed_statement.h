#pragma once

#include "libagent/chat/event.h"

#include <string>
#include <string_view>

namespace askdb::chat {

/// A statement that a person typed and ran without a model is a turn, too: its one step is called
/// so, after where it ran.
inline constexpr std::string_view typed_in_database = "sql";
inline constexpr std::string_view typed_over_results = "sql_over_results";

/// The tools by which a model runs one: their steps are called so.
inline constexpr std::string_view asked_in_database = "query";
inline constexpr std::string_view asked_over_results = "query_results";

/// Whether the turn was such a statement: no model was asked, and its question is the statement.
bool is_typed_statement(const Answer& answer);

/// What a model reads in the place of a question. At most about 2 KB of the statement.
std::string typed_statement_words(std::string_view statement);

}
