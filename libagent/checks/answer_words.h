#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// Bytes of the letter that begins at `i`: 0 when there is none (digits, punctuation, blanks, the
/// end).
std::size_t letter_length(std::string_view text, std::size_t i);
/// Bytes of the blank at `i`: 1 for space and tab, 2 or 3 for no-break and thin spaces, else 0.
std::size_t space_length(std::string_view text, std::size_t i);
/// Whether a letter, digit or underscore ends right before `i`.
bool is_inside_word(std::string_view text, std::size_t i);

/// A run of letters, without case and accents.
struct Word {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string folded;
};

/// The words of a text, in order.
std::vector<Word> words_of(std::string_view text);
/// folded() of libagent/base/text.h, quick for ASCII.
std::string folded_word(std::string_view word);

/// Whether a byte of a folded text belongs to a word: a letter, also beyond ASCII, or a digit.
bool is_word_byte(char c);

/// Whether `word` stands in a list of words separated by single blanks.
bool in_list(std::string_view list, std::string_view word);

}
