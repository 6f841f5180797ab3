#pragma once

#include <span>
#include <string_view>

namespace askdb::cli::repl {

/// Words of SQL in lower case, of all dialects, as somebody goes on who writes a query: the usual
/// ones first.
std::span<const std::string_view> sql_keywords();

/// Functions that the databases have in common.
std::span<const std::string_view> sql_functions();

/// Whether the word, in lower case, is one of sql_keywords().
bool is_sql_word(std::string_view word);

}
