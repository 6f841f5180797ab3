#include "libagent/checks/decimal_mark.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/number_digits.h"

#include <algorithm>

namespace askdb::checks {
namespace {

using std::string_view;

/// What one number tells; most say nothing.
DecimalMark mark_in(string_view written, const NumberDigits& digits) {
    if (digits.is_identifier || digits.readings.size() != 1) return DecimalMark::unknown;
    const auto dots = std::count(written.begin(), written.end(), '.');
    const auto commas = std::count(written.begin(), written.end(), ',');
    if (dots + commas == 0) return DecimalMark::unknown;
    if (dots > 0 && commas > 0)
        return written.rfind('.') > written.rfind(',') ? DecimalMark::dot : DecimalMark::comma;
    // Of one kind: two and more of them group, a single one does so only in whole numbers.
    const bool are_groups = digits.is_whole || dots + commas > 1;
    return (dots > 0) != are_groups ? DecimalMark::dot : DecimalMark::comma;
}

std::size_t behind_digits(string_view text, std::size_t i) {
    while (i < text.size() && is_ascii_digit(text[i])) ++i;
    return i;
}

DecimalMark mark_by_numbers(string_view text) {
    bool has_dot = false, has_comma = false;
    for (std::size_t i = 0; i < text.size();) {
        if (!is_ascii_digit(text[i])) {
            ++i;
            continue;
        }
        if (is_inside_word(text, i)) {
            i = behind_digits(text, i);
            continue;
        }
        const NumberDigits digits = scan_digits(text, i);
        const DecimalMark mark = mark_in(text.substr(i, digits.end - i), digits);
        has_dot = has_dot || mark == DecimalMark::dot;
        has_comma = has_comma || mark == DecimalMark::comma;
        i = std::max(digits.end, i + 1);
    }
    if (has_dot == has_comma) return DecimalMark::unknown;
    return has_dot ? DecimalMark::dot : DecimalMark::comma;
}

DecimalMark mark_by_words(std::span<const Word> words) {
    std::size_t english = 0, german_or_french = 0, spanish = 0;
    for (const Word& word : words) {
        if (in_list("the of and is are was were there with has have on costs cost that this its",
                    word.folded))
            ++english;
        else if (in_list("der die das und ist sind im den dem mit auf hat es wurden gibt ein eine "
                         "kostet le les des et est sont une ont dans au il",
                         word.folded))
            ++german_or_french;
        else if (in_list("el los las y son una hay del con por", word.folded))
            ++spanish;
    }
    if (english > german_or_french && english > spanish) return DecimalMark::dot;
    if (german_or_french > english && german_or_french > spanish) return DecimalMark::comma;
    return DecimalMark::unknown;
}

}

DecimalMark decimal_mark_of(string_view text, std::span<const Word> words) {
    const DecimalMark mark = mark_by_numbers(text);
    return mark != DecimalMark::unknown ? mark : mark_by_words(words);
}

}
