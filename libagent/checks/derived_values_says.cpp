#include "libagent/checks/derived_values.h"

#include <algorithm>
#include <cmath>

namespace askdb::checks {
namespace {

using Family = DerivedValue::Family;

bool lies_in(const WrittenNumber& number, double value) {
    return std::any_of(number.readings.begin(), number.readings.end(),
                       [&](const NumberReading& reading) {
                           return !reading.is_padded && reading.low <= std::abs(value) &&
                                  std::abs(value) <= reading.high;
                       });
}

/// A count is exact unless words say otherwise, and counts nothing that has a unit.
bool says_count(const WrittenNumber& number, double count) {
    const bool may_be = (number.is_whole || number.hedge != Hedge::none || number.digits < 4) &&
                        !number.is_percent && !number.is_currency && !number.is_fraction;
    return may_be && number.measure == Measure::none && lies_in(number, count);
}

bool says_part(const WrittenNumber& number, double part) {
    constexpr double whole = 100;
    if (number.is_percent) return lies_in(number, part * whole);
    const bool is_decimal = !number.is_whole && number.readings.front().value < 1;
    return (number.is_fraction || is_decimal) && lies_in(number, part);
}

/// Whether the sentence says whose values it means: "in ten categories", "12 % of the requests".
bool names_column(const DerivedValue& value, const SentenceCues& cues) {
    if (value.name == nullptr) return false;
    return std::any_of(value.name->begin(), value.name->end(), [&](const std::string& word) {
        return std::any_of(cues.words.begin(), cues.words.end(),
                           [&](const std::string& said) { return share_stem(word, said); });
    });
}

/// With two digits and many columns some percentage always fits: then the column has to be named.
bool is_clear(const WrittenNumber& number, const DerivedValue& value, const SentenceCues& cues) {
    constexpr int telling_digits = 3;
    constexpr std::size_t few_columns = 3;
    return number.digits >= telling_digits || value.rivals <= few_columns ||
           names_column(value, cues);
}

/// "Fell by 788" says no growth by 788.
bool goes_that_way(const DerivedValue& value, const SentenceCues& cues) {
    return value.way == Way::unknown || cues.way == Way::unknown || value.way == cues.way;
}

bool says_amount(const WrittenNumber& number, const DerivedValue& value) {
    if (value.column == nullptr) return !number.is_percent && lies_in(number, value.value);
    const Factors factors = factors_between(number, *value.column);
    return std::any_of(factors.begin(), factors.end(),
                       [&](double factor) { return lies_in(number, value.value * factor); });
}

}

bool says(const WrittenNumber& number, const DerivedValue& value, const SentenceCues& cues) {
    // Numbers of so many digits meet one of a few values by chance hardly ever.
    constexpr int telling_digits = 4;
    const bool is_telling = number.digits >= telling_digits;
    switch (value.family) {
        case Family::rows: return says_count(number, value.value);
        case Family::distinct: return says_count(number, value.value) && names_column(value, cues);
        case Family::sum: return says_amount(number, value);
        case Family::average: return (cues.average || is_telling) && says_amount(number, value);
        case Family::median: return cues.median && says_amount(number, value);
        case Family::share: return says_part(number, value.value) && is_clear(number, value, cues);
        case Family::growth:
            return cues.difference && goes_that_way(value, cues) && number.is_percent &&
                   says_part(number, value.value) && is_clear(number, value, cues);
        case Family::ratio:
            return (number.is_multiple || (cues.ratio && !number.is_percent)) &&
                   says_amount(number, value);
        case Family::difference:
            return (cues.difference || (cues.rest && number.is_whole)) &&
                   goes_that_way(value, cues) && says_amount(number, value);
        case Family::days: return number.measure == Measure::days && lies_in(number, value.value);
    }
    return false;
}

}
