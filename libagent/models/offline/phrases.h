#pragma once

#include "libagent/models/offline/query_tree.h"
#include "libagent/models/offline/words.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace askdb::models::offline {

/// A word that only carries grammar: it may be skipped when nothing else wants it.
bool is_filler(std::string_view word);
/// Any word of the grammar, skipped or not: alone it names no value.
bool is_function_word(std::string_view word);
/// Any word that some phrase of the grammar uses.
bool is_phrase_word(std::string_view word);
/// May stand inside a name without being part of it: "date OF completion".
bool is_name_glue(std::string_view word);
/// May stand in the gap of a scattered name: "work orders THAT ARE overdue".
bool is_gap_word(std::string_view word);

/// A phrase of fixed words that was found, and the word after it.
template <class Meaning>
struct Phrase {
    Meaning meaning;
    std::size_t end = 0;
};

/// "more than", "at least", …: the longest that starts at word `at`.
std::optional<Phrase<Operator>> comparison_at(std::span<const Word> words, std::size_t at);
/// "average", "total", "highest", …: with the "of" after it.
std::optional<Phrase<Aggregate>> aggregate_at(std::span<const Word> words, std::size_t at);
/// "highest", "most", "latest": true for the upper end.
std::optional<Phrase<bool>> extreme_at(std::span<const Word> words, std::size_t at);
/// "most", "highest number of", "fewest": of rows that belong to it; true for the upper end.
std::optional<Phrase<bool>> extreme_count_at(std::span<const Word> words, std::size_t at);
/// "number of", "how many", "count of"; true when only different ones count.
std::optional<Phrase<bool>> count_at(std::span<const Word> words, std::size_t at);

/// The word after the longest of `phrases` (words with one blank between) that starts at `at`.
std::optional<std::size_t> any_phrase_at(std::span<const Word> words, std::size_t at,
                                         std::span<const std::string_view> phrases);

}
