#pragma once

#include "libagent/base/result.h"
#include "libagent/knowledge/entry.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::knowledge {

/// What one file may hold.
constexpr std::size_t max_entry_bytes = 64u << 10;
constexpr std::size_t max_question_bytes = 4'000;

/// Reads the text of one file, whose name in messages is `path`:
///
///     ---
///     question: "How many work orders are open?"
///     database: maintenance
///     dialect: sqlite
///     date: 2026-11-30
///     verdict: good
///     ---
///
///     ```sql
///     SELECT count(*) FROM work_orders WHERE closed_on IS NULL
///     ```
///
/// Only `question` must be there; the verdict is good unless it says otherwise. A correction
/// (`verdict: bad`) says what is right in words outside the fences, in a right statement, or in
/// both; what was wrong stands in fences that are marked `sql wrong` and `text wrong`. Errc::usage
/// as "PATH:LINE: why". Pure.
Result<Entry> parse_entry(std::string_view text, std::string_view path);

/// The text of the entry's file; parse_entry() gives the entry back, but for blanks at the ends of
/// its texts, and line breaks in its question, which become spaces.
std::string entry_text(const Entry& entry);

/// The number of the first line that holds what no text has (control characters, bytes that are no
/// UTF-8); nothing when there is none.
std::optional<std::size_t> line_of_strange_byte(std::string_view text);

/// Why it cannot be kept: no question, nothing that says what is right, characters that no text
/// has, too long. Errc::usage; nothing when it can.
std::optional<Error> judge_entry(const Entry& entry);

}
