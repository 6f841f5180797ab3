#pragma once

#include <string_view>
#include <vector>

namespace askdb::cli {

/// Whether a person reads the word, in lower case, as one of the bones of a statement. Those that
/// are as often names of columns are none.
bool is_sql_bone(std::string_view word);

/// Whether the word, in lower case, is none that a name or a sentence begins with: a keyword of any
/// dialect, without those that are as usual in English.
bool is_sql_word(std::string_view word);

/// All for which is_sql_word() holds, sorted.
std::vector<std::string_view> sql_words();

}
