#include "libagent/base/ascii.h"
#include "libagent/checks/number_scanner.h"
#include "libagent/checks/number_words.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace askdb::checks {
namespace {

/// Numbers of this size and more are not told apart by a double's last bits.
constexpr double relative_slack = 1e-9;
/// "Over 2,950" may be anything up to so much more; less, where more digits are told.
double hedge_width(int digits) {
    constexpr double few_digits = 0.05, four_digits = 0.01;
    if (digits <= 3) return few_digits;
    return digits == 4 ? four_digits : 0;
}
/// "816orders": a lost blank, no name.
bool is_glued_noun(std::string_view text, const Word& word) {
    constexpr std::size_t shortest = 5;
    const bool is_plain = word.end - word.begin >= shortest && text[word.begin] >= 'a' &&
                          text[word.begin] <= 'z' && word.folded.ends_with('s');
    const char next = word.end < text.size() ? text[word.end] : ' ';
    return is_plain && !is_ascii_digit(next) && next != '_' && next != '-' &&
           measure_of(text.substr(word.begin, word.end - word.begin), true).measure ==
               Measure::none;
}
/// "About 1,000" is no 700, "nearly 10,000" no 8,000, however round they are.
constexpr double most_around = 0.25, most_short = 0.125;

}

using std::string_view;

NumberReading reading_of(const NumberDigits::Reading& digits, const WrittenNumber& number,
                         double scale) {
    const Hedge hedge = number.hedge;
    const double value = digits.value * scale, step = digits.step * scale;
    const double round = digits.round_step * scale;
    const double wide = std::max(round, value * hedge_width(number.digits));
    double low = value - step / 2, high = value + step;
    if (value == 0) low = high = 0;
    if (hedge == Hedge::about) {
        const double around = std::min(round / 2, value * most_around);
        low = std::min(low, value - around);
        high = std::max(high, value + around);
    } else if (hedge == Hedge::over) {
        low = value;
        high = value + wide;
    } else if (hedge == Hedge::under) {
        low = value - wide;
        high = value;
    } else if (hedge == Hedge::nearly) {
        low = value - std::max(step / 2, std::min(wide, value * most_short));
        high = value;
    }
    if (value == 0 && digits.step < 1) high = step / 2;
    const double slack = std::abs(value) * relative_slack;
    // What is cut off at the end never reaches the next number.
    const double top =
        high == value + step && hedge == Hedge::none ? high - slack * 2 : high + slack;
    return {value, std::max(0.0, low - slack), std::max(top, low)};
}

/// 1,234 and 1.234 are read both ways, but not with the decimals of another way of writing.
void NumberScanner::add_readings(WrittenNumber& number, const NumberDigits& digits,
                                 double scale) const {
    const bool has_two = digits.readings.size() > 1;
    const bool has_comma =
        text_.substr(number.begin, digits.end - number.begin).find(',') != string_view::npos;
    const bool is_other = mark_ == (has_comma ? DecimalMark::dot : DecimalMark::comma);
    std::vector<NumberDigits::Reading> kept = digits.readings;
    std::erase_if(kept,
                  [&](const auto& reading) { return has_two && reading.is_decimal && is_other; });
    number.digits = 0;
    for (const auto& reading : kept) number.digits = std::max(number.digits, reading.significant);
    for (const auto& reading : kept) {
        number.readings.push_back(reading_of(reading, number, scale));
        number.readings.back().is_padded = has_two && reading.is_padded && scale == 1;
    }
}

Hedge NumberScanner::read_hedge(std::size_t begin) const {
    std::size_t i = begin;
    while (i > 0 && (text_[i - 1] == ' ' || text_[i - 1] == '(')) --i;
    const string_view front = text_.substr(0, i);
    if (front.ends_with('~') || front.ends_with("≈") || front.ends_with("±")) return Hedge::about;
    if (front.ends_with('>') || front.ends_with("≥")) return Hedge::over;
    if (front.ends_with('<') || front.ends_with("≤")) return Hedge::under;
    return hedge_of(words_before(begin));
}

/// "Ten or more": where no words before it say so already.
void NumberScanner::read_hedge_behind(WrittenNumber& number) const {
    const std::size_t next = word_at(number.end);
    const bool is_beside = number.hedge == Hedge::none && next < words_.size() &&
                           words_[next].begin == number.end + 1 && text_[number.end] == ' ';
    if (is_beside) number.hedge = hedge_behind(std::span(words_).subspan(next));
}

/// Currency and sign before the digits.
void NumberScanner::read_front(WrittenNumber& number) {
    bool again = true;
    while (again) {
        again = false;
        const string_view front = text_.substr(0, number.begin);
        for (const string_view sign : currency_signs) {
            const bool spaced =
                front.ends_with(' ') && front.substr(0, front.size() - 1).ends_with(sign);
            if (!front.ends_with(sign) && !spaced) continue;
            const std::size_t begin = number.begin - sign.size() - (spaced ? 1 : 0);
            if (letter_length(sign, 0) > 0 && is_inside_word(text_, begin)) continue;
            number.begin = begin;
            number.is_currency = again = true;
            break;
        }
        if (again) continue;
        for (const string_view minus : {string_view("-"), string_view("−")}) {
            const std::size_t begin = number.begin - minus.size();
            if (!front.ends_with(minus) || is_inside_word(text_, begin)) continue;
            number.begin = begin;
            number.is_negative = again = true;
        }
    }
    number.hedge = read_hedge(number.begin);
}

/// The measure, behind the number or its scale.
void NumberScanner::read_measure(WrittenNumber& number) {
    std::size_t i = number.end;
    if (i < text_.size() && text_[i] == '-') ++i;
    while (const std::size_t space = space_length(text_, i)) i += space;
    const std::size_t at = word_at(i);
    if (at >= words_.size() || words_[at].begin != i) return;
    const Word& word = words_[at];
    const MeasureWord measure =
        measure_of(text_.substr(word.begin, word.end - word.begin), i == number.end);
    if (measure.measure != Measure::none) {
        number.measure = measure.measure;
        number.measure_size = measure.size;
        number.end = word.end;
    } else if (in_list("times x mal fois veces fold fach", word.folded)) {
        number.is_multiple = true;
        number.end = word.end;
    }
}

/// Percent, scale, measure behind the digits. False: letters touch it that make it something else.
bool NumberScanner::read_back(WrittenNumber& number, double& scale) {
    std::size_t i = number.end;
    while (const std::size_t space = space_length(text_, i)) i += space;
    if (i < text_.size() && (text_[i] == '%' || text_.substr(i).starts_with("‰"))) {
        number.is_percent = true;
        if (text_[i] != '%') scale = 0.1;
        number.end = text_[i] == '%' ? i + 1 : i + string_view("‰").size();
        return true;
    }
    if (text_.substr(number.end).starts_with("×") || text_.substr(i).starts_with("× ")) {
        number.is_multiple = true;
        number.end = i + string_view("×").size();
        return true;
    }
    const std::size_t at = word_at(i);
    if (at < words_.size() && words_[at].begin == i) {
        const bool touches = i == number.end;
        const Word& word = words_[at];
        const string_view written = text_.substr(word.begin, word.end - word.begin);
        const string_view next = at + 1 < words_.size() ? string_view(words_[at + 1].folded) : "";
        scale = scale_of(written, touches);
        if (touches && written == "m" && number.is_currency) scale = 1e6;
        if (scale > 0) {
            number.end = word.end;
            number.is_whole = false;
        } else if (is_percent_word(word.folded, next)) {
            number.is_percent = true;
            number.end = next == "cent" || next == "ciento" ? words_[at + 1].end : word.end;
        } else if (touches && is_glued_noun(text_, word)) {
            scale = 1;
            return true;
        } else if (touches && measure_of(written, true).measure == Measure::none &&
                   !in_list("x kg g t m km cm mm l kwh mwh kw w", word.folded)) {
            return false;
        }
    }
    if (scale == 0) scale = 1;
    if (!number.is_percent) read_measure(number);
    return true;
}

/// "3/4 of", "1 in 5": the second half of a fraction in digits.
bool NumberScanner::read_spoken_fraction(WrittenNumber& number) {
    const double above = number.readings.front().value;
    const bool is_slash = number.end < text_.size() && text_[number.end] == '/';
    const bool is_in = text_.substr(number.end).starts_with(" in ") && above == 1;
    const std::size_t next = number.end + (is_slash ? 1 : 4);
    if ((!is_slash && !is_in) || next >= text_.size() || !is_ascii_digit(text_[next])) return false;
    const NumberDigits below = scan_digits(text_, next);
    constexpr double largest_part = 10;
    if (below.readings.empty() || below.readings[0].value > largest_part ||
        above >= below.readings[0].value)
        return false;
    constexpr double fraction_step = 0.05;
    number.is_fraction = true;
    number.is_whole = false;
    number.end = below.end;
    number.readings = {
        reading_of({above / below.readings[0].value, fraction_step, fraction_step}, number, 1)};
    return true;
}

/// "30 to 35 thousand": the scale may be meant for the number before, too.
void NumberScanner::scale_range(const WrittenNumber& number, double scale) {
    if (found_.empty() || !found_.back().is_whole || found_.back().end > number.begin) return;
    const string_view between = text_.substr(found_.back().end, number.begin - found_.back().end);
    constexpr string_view joints[] = {"-",     "–",     " - ", " – ",  " to ", " and ", " or ",
                                      " bis ", " und ", " à ", " et ", " a ",  " y "};
    if (std::find(std::begin(joints), std::end(joints), between) == std::end(joints)) return;
    const double value = found_.back().readings.front().value;
    found_.back().readings.push_back(reading_of({value, 1, 1}, found_.back(), scale));
    found_.back().is_whole = false;
}

}
