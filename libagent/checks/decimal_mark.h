#pragma once

#include "libagent/checks/answer_words.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace askdb::checks {

/// What a text writes before decimals.
enum class DecimalMark : std::uint8_t { unknown, dot, comma };

/// Told by its numbers where they can be read in one way only (12.5; 1.234,5; 1,234,567), else by
/// its language: English has a point, German and French a comma. Unknown where these disagree or
/// say nothing; of Spanish, too, which is written both ways. `words` are those of the text. Pure;
/// linear.
DecimalMark decimal_mark_of(std::string_view text, std::span<const Word> words);

}
