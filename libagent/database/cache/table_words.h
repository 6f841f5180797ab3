#pragma once

#include "libagent/database/catalog.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// The words of a name (see split_identifier()), in lower case (ASCII). Pure.
std::vector<std::string> words_of_name(std::string_view name);

/// What of a table is searched; words between blanks.
struct TableWords {
    std::string name;  ///< Also as one word: `work_orders` is "work orders workorders".
    std::string columns;
    std::string comments;  ///< The table's and its columns'.
};
TableWords words_of_table(const Table& table);

/// The words of a question that may name a thing, each once: without those that every question has
/// ("how", "many", "the", …), unless there are no others; at most `most_question_words`.
std::vector<std::string> words_of_question(std::string_view question);

constexpr std::size_t most_question_words = 64;

/// For FTS5 (https://sqlite.org/fts5.html#full_text_query_syntax): any of the words, and any two
/// that stand side by side written as one; empty without a word. No word can be read as syntax.
std::string any_of_words(const std::vector<std::string>& words);

}
