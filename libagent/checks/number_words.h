#pragma once

#include "libagent/checks/answer_words.h"
#include "libagent/checks/written_number.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace askdb::checks {

/// What the words from `first` on say as a number: "twenty-one", "two hundred", "a dozen", "zwölf",
/// "two thirds", "twice", "one in five".
struct SpokenNumber {
    std::size_t words = 0;  ///< How many words it takes; 0: it is no number.
    double value = 0;
    bool is_fraction = false;
    bool is_multiple = false;
};
SpokenNumber spoken_number(std::string_view text, std::span<const Word> words, std::size_t first);

/// What the words right before a number say about it; `words` end there.
Hedge hedge_of(std::span<const Word> words);

/// What the words right behind it say: "ten or more", "3 oder weniger".
Hedge hedge_behind(std::span<const Word> words);

/// "k", "M", "bn", "thousand", "Mio", "lakh", …: what it multiplies with; 0: it is none. `word` as
/// it is written; letters that stand alone mean a scale only where they touch the number.
double scale_of(std::string_view word, bool touches);

/// "ms", "hours", "GB", …: a measure and the bytes in one of it.
struct MeasureWord {
    Measure measure = Measure::none;
    double size = 1;
};
MeasureWord measure_of(std::string_view word, bool touches);

/// "percent", "Prozent", …; for "per cent", "pour cent", "por ciento" the second word is given too.
bool is_percent_word(std::string_view folded, std::string_view next);

/// 1 to 12 for the name of a month or its usual abbreviation, without case and accents; else 0.
int month_of(std::string_view folded);

}
