#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::models::offline {

enum class WordKind : std::uint8_t {
    word,
    number,  ///< `folded` is a plain decimal: "1,000" and "1k" are both "1000".
    quoted,  ///< Between quotation marks: always a value.
    date,    ///< ISO 8601, "2024-05-31".
    comma,
    odd,  ///< A sign that carries meaning which nobody here understands: "%", "=".
};

/// One piece of a question.
struct Word {
    WordKind kind = WordKind::word;
    std::string text;    ///< As it was written.
    std::string folded;  ///< Without case and accents.
    std::string stem;    ///< English stem of `folded`; the same text for what is no word.
};

/// Cuts a question into words. Invalid UTF-8 becomes U+FFFD; a possessive 's is dropped and n't
/// becomes "not"; "&" is "and". At most `max_words` words are read: a longer text gives none at
/// all.
std::vector<Word> question_words(std::string_view question);
inline constexpr std::size_t max_words = 64;

/// The words of a stored value or of a quoted string, folded: "SN-12 Pump" gives {"sn", "12",
/// "pump"}, "A&B" gives {"a", "and", "b"}, "Ann's" gives {"ann"}.
std::vector<std::string> value_words(std::string_view text);

}
