#include "libagent/checks/written_number.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/number_compounds.h"
#include "libagent/checks/number_scanner.h"
#include "libagent/checks/number_words.h"

#include <algorithm>
#include <cmath>

namespace askdb::checks {

using std::string_view;

/// A word: part of an identifier, a currency before digits, or a number.
std::size_t NumberScanner::scan_word(std::size_t i) {
    std::size_t end = i;
    while (const std::size_t length = letter_length(text_, end)) end += length;
    for (const string_view sign : currency_signs) {
        if (text_.substr(i, end - i) == sign && end < text_.size() && is_ascii_digit(text_[end]))
            return end;
    }
    const bool joins_digit =
        end + 1 < text_.size() && text_[end] == '-' && is_ascii_digit(text_[end + 1]);
    if (end < text_.size() && (is_ascii_digit(text_[end]) || text_[end] == '_' || joins_digit))
        return end_of_identifier(i);
    const std::size_t first = word_at(i);
    // What was skipped before may end within a word.
    if (first >= words_.size() || words_[first].begin != i) return end;
    const CompoundNumber compound = compound_number(text_, words_, first);
    if (!compound.is_clear) return words_[first + std::max<std::size_t>(compound.words, 1) - 1].end;
    const SpokenNumber spoken = compound.words > 0
                                    ? SpokenNumber{.words = compound.words, .value = compound.value}
                                    : spoken_number(text_, words_, first);
    if (spoken.words == 0) return end;
    WrittenNumber number{.begin = i, .end = words_[first + spoken.words - 1].end, .readings = {}};
    number.is_word = true;
    number.is_fraction = spoken.is_fraction;
    number.is_multiple = spoken.is_multiple;
    number.is_whole = !spoken.is_fraction && !spoken.is_multiple;
    number.hedge = read_hedge(i);
    number.digits = 1;
    NumberDigits::Reading digits{.value = spoken.value, .step = 1, .round_step = 1};
    if (spoken.is_fraction) digits.step = digits.round_step = 0.05;
    if (spoken.is_multiple) digits.step = digits.round_step = 0.5;
    if (number.is_whole && spoken.value >= 100)
        digits.round_step = std::pow(10.0, std::floor(std::log10(spoken.value)));
    double scale = 1;
    if (number.is_whole) read_back(number, scale);
    read_hedge_behind(number);
    number.readings.push_back(reading_of(digits, number, scale));
    found_.push_back(number);
    return number.end;
}

std::size_t NumberScanner::scan_number(std::size_t i) {
    std::size_t end = i;
    if (is_time_or_phone(i, end)) return end;
    const NumberDigits digits = scan_digits(text_, i);
    WrittenNumber number{.begin = i, .end = digits.end, .readings = {}};
    read_front(number);
    number.digits = digits.significant;
    number.is_whole = digits.is_whole;
    double scale = 1;
    if (digits.is_identifier || !read_back(number, scale)) return end_of_identifier(digits.end);
    if (is_named_number(i)) return number.end;
    read_hedge_behind(number);
    const bool joins = digits.end + 1 < text_.size() && text_[digits.end] == '-';
    if (joins && is_ascii_digit(text_[digits.end + 1])) {
        // 3-5 is a range; 12-34-56 and 10-7 are names.
        const NumberDigits second = scan_digits(text_, digits.end + 1);
        const bool is_range = !second.readings.empty() && !second.is_identifier &&
                              second.readings[0].value > digits.readings[0].value &&
                              !text_.substr(second.end).starts_with("-");
        if (!is_range) return end_of_identifier(i);
    }
    add_readings(number, digits, scale);
    if (!number.is_percent) read_spoken_fraction(number);
    if (scale != 1) scale_range(number, scale);
    if (next_date_ < dates_.size() && dates_[next_date_].begin == i) {
        const YearRole role = role_of_year(number);
        if (role == YearRole::year) return dates_[next_date_].end;
        number.may_be_year = role == YearRole::unsure;
        number.or_year = role == YearRole::either;
    }
    if (text_.substr(i, number.end - i) == "24" && text_.substr(number.end).starts_with("/7"))
        return number.end + 2;
    found_.push_back(number);
    return number.end;
}

std::size_t NumberScanner::scan_fraction_sign(std::size_t i) {
    struct Sign {
        string_view sign;
        double value;
    };
    constexpr Sign signs[] = {{"½", 0.5}, {"¼", 0.25}, {"¾", 0.75}, {"⅓", 1.0 / 3}, {"⅔", 2.0 / 3}};
    for (const Sign& sign : signs) {
        if (!text_.substr(i).starts_with(sign.sign)) continue;
        WrittenNumber number{.begin = i, .end = i + sign.sign.size(), .readings = {}};
        number.digits = 1;
        number.is_fraction = true;
        double value = sign.value;
        // 2½ is one number; its whole part has just been found.
        if (!found_.empty() && found_.back().end == i && found_.back().is_whole) {
            value += found_.back().readings.front().value;
            number.begin = found_.back().begin;
            number.is_fraction = false;
            found_.pop_back();
        }
        constexpr double fraction_step = 0.05;
        number.hedge = read_hedge(number.begin);
        number.readings.push_back(reading_of({value, fraction_step, fraction_step}, number, 1));
        found_.push_back(number);
        return number.end;
    }
    return i;
}

std::vector<WrittenNumber> NumberScanner::scan() {
    for (std::size_t i = 0; i < text_.size();) {
        const std::size_t before = i;
        if (const std::size_t behind = skip_date(i); behind != i)
            i = behind;
        else if (is_ascii_digit(text_[i]))
            i = scan_number(i);
        else if (letter_length(text_, i) > 0)
            i = scan_word(i);
        else if (text_[i] == '.' && i + 1 < text_.size() && is_ascii_digit(text_[i + 1]) &&
                 !is_inside_word(text_, i))
            i = end_of_identifier(i + 1);  // ".5" is too rare to be told from a slip.
        else
            i = scan_fraction_sign(i);
        if (i <= before) i = before + 1;
    }
    return std::move(found_);
}

std::vector<WrittenNumber> find_numbers(string_view text) {
    return NumberScanner(text).scan();
}

}
