#pragma once

#include <string_view>

namespace askdb::database {

/// Whether databases agree that a function of this name (lower case) reads nothing but its
/// arguments: aggregates, windows, texts, dates, numbers, conditions, documents. None of them is
/// told a table, a statement or a file by a text. What nobody knows is not harmless. Pure.
bool is_harmless_function(std::string_view name);

/// Whether the word (lower case, without quotes) is no function's name where a parenthesis follows
/// it: a part of the grammar, `IN (`, or a type, `DECIMAL (`. Pure.
bool is_word_before_parenthesis(std::string_view word);

}
