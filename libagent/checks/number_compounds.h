#pragma once

#include "libagent/checks/answer_words.h"

#include <cstddef>
#include <span>
#include <string_view>

namespace askdb::checks {

/// A number of several words, or parts of one: "soixante-dix-neuf", "setenta y nueve",
/// "achtundsiebzig".
struct CompoundNumber {
    std::size_t words = 0;  ///< How many words it takes; 0: none begins there.
    double value = 0;
    bool is_clear = true;  ///< False: number words that make no number together.
};

/// Reads French, Spanish and German compounds at the word `first`; those of English are the affair
/// of spoken_number(). Single words of the small tables ("dix", "nueve") are none. Pure.
CompoundNumber compound_number(std::string_view text, std::span<const Word> words,
                               std::size_t first);

}
