#include "libagent/checks/number_digits.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/answer_words.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace askdb::checks {
namespace {

using std::string_view;

constexpr std::size_t group_size = 3;

/// Runs of digits, and what stands between them: '.', ',', '\'' or ' ' for any blank.
struct DigitGroups {
    std::vector<string_view> groups;
    std::vector<char> separators;
    std::size_t end = 0;
};

std::size_t digit_run(string_view text, std::size_t i) {
    std::size_t count = 0;
    while (i + count < text.size() && is_ascii_digit(text[i + count])) ++count;
    return count;
}

/// The separator at `i`, and its bytes; 0 bytes when there is none.
std::pair<char, std::size_t> separator_at(string_view text, std::size_t i) {
    if (i >= text.size()) return {' ', 0};
    if (text[i] == '.' || text[i] == ',' || text[i] == '\'') return {text[i], 1};
    if (text.substr(i).starts_with("’")) return {'\'', string_view("’").size()};
    const std::size_t space = text[i] == '\t' ? 0 : space_length(text, i);
    return {' ', space};
}

DigitGroups digit_groups(string_view text, std::size_t i) {
    DigitGroups found;
    while (true) {
        const std::size_t count = digit_run(text, i);
        found.groups.push_back(text.substr(i, count));
        found.end = i + count;
        const auto [separator, bytes] = separator_at(text, found.end);
        const std::size_t next = found.end + bytes, behind = digit_run(text, next);
        if (bytes == 0 || behind == 0) return found;
        // Blanks and apostrophes only group: three digits behind them, at most three before.
        const bool only_groups = separator == ' ' || separator == '\'';
        const bool first_fits = found.groups.size() > 1 || found.groups[0].size() <= group_size;
        const bool is_mixed = !found.separators.empty() && found.separators.back() != separator;
        if (only_groups && (behind != group_size || !first_fits || is_mixed ||
                            letter_length(text, next + behind) > 0))
            return found;
        found.separators.push_back(separator);
        i = next;
    }
}

/// Whether the first `count` separators group thousands, or lakhs as in 12,34,567.
bool are_groups(const DigitGroups& digits, std::size_t count) {
    if (digits.groups[0].empty() || digits.groups[0].size() > group_size) return false;
    bool thousands = true, lakhs = count > 1 && digits.groups[0].size() < group_size;
    for (std::size_t i = 1; i <= count; ++i) {
        if (digits.separators[i - 1] != digits.separators[0]) return false;
        thousands = thousands && digits.groups[i].size() == group_size;
        lakhs = lakhs && digits.groups[i].size() == (i == count ? group_size : 2);
    }
    return thousands || lakhs;
}

int significant_digits(const std::string& digits, bool is_whole) {
    const auto first = digits.find_first_not_of("0.");
    if (first == std::string::npos) return 1;
    const auto last = is_whole ? digits.find_last_not_of('0') : digits.size() - 1;
    return static_cast<int>(std::count_if(digits.begin() + static_cast<std::ptrdiff_t>(first),
                                          digits.begin() + static_cast<std::ptrdiff_t>(last) + 1,
                                          is_ascii_digit));
}

/// Reads the groups, the last of them as decimals or not.
void add_reading(NumberDigits& number, const DigitGroups& digits, bool has_decimals) {
    std::string joined;
    for (std::size_t i = 0; i < digits.groups.size(); ++i) {
        if (has_decimals && i + 1 == digits.groups.size()) joined += '.';
        joined += digits.groups[i];
    }
    NumberDigits::Reading reading;
    std::from_chars(joined.data(), joined.data() + joined.size(), reading.value);
    const std::size_t decimals = has_decimals ? digits.groups.back().size() : 0;
    reading.step = std::pow(10.0, -static_cast<double>(decimals));
    const std::size_t last = joined.find_last_not_of('0');
    const std::size_t zeros =
        has_decimals || last == std::string::npos ? 0 : joined.size() - 1 - last;
    reading.round_step = reading.step * std::pow(10.0, static_cast<double>(zeros));
    reading.is_decimal = has_decimals;
    reading.is_padded =
        has_decimals && digits.groups.back().find_first_not_of('0') == string_view::npos;
    reading.significant = significant_digits(joined, !has_decimals);
    if (reading.is_padded)
        reading.significant = significant_digits(joined.substr(0, joined.find('.')), true);
    number.significant = std::max(number.significant, reading.significant);
    number.readings.push_back(reading);
}

/// "e6", "E-3" behind the digits.
void read_exponent(NumberDigits& number, string_view text) {
    std::size_t i = number.end;
    if (i >= text.size() || (text[i] != 'e' && text[i] != 'E')) return;
    ++i;
    const bool has_sign = i < text.size() && (text[i] == '-' || text[i] == '+');
    const bool is_negative = has_sign && text[i] == '-';
    if (has_sign) ++i;
    const std::size_t count = digit_run(text, i);
    constexpr std::size_t most_digits = 2;
    if (count == 0 || count > most_digits || letter_length(text, i + count) > 0) return;
    int exponent = 0;
    std::from_chars(text.data() + i, text.data() + i + count, exponent);
    const double factor = std::pow(10.0, is_negative ? -exponent : exponent);
    for (NumberDigits::Reading& reading : number.readings) {
        reading.value *= factor;
        reading.step *= factor;
        reading.round_step *= factor;
    }
    number.is_whole = false;
    number.end = i + count;
}

}

NumberDigits scan_digits(string_view text, std::size_t i) {
    DigitGroups digits = digit_groups(text, i);
    NumberDigits number{.end = digits.end, .readings = {}};
    const std::size_t count = digits.separators.size();
    const bool has_zero = digits.groups[0].size() > 1 && digits.groups[0][0] == '0';
    if (count == 0) {
        number.is_identifier = has_zero;
        number.is_whole = true;
        add_reading(number, digits, false);
    } else if (are_groups(digits, count)) {
        // One point or comma before three digits may be either; 0.125 is no group.
        const char separator = digits.separators[0];
        const bool may_be_decimal = count == 1 && (separator == '.' || separator == ',');
        const bool is_group = digits.groups[0] != "0" && !has_zero;
        if (is_group) add_reading(number, digits, false);
        if (may_be_decimal) add_reading(number, digits, true);
        number.is_whole = is_group;
        number.is_identifier = number.readings.empty();
    } else {
        const char last = digits.separators.back();
        const bool is_decimal =
            (last == '.' || last == ',') &&
            (count == 1 || (are_groups(digits, count - 1) && digits.separators[count - 2] != last));
        if (is_decimal) add_reading(number, digits, true);
        number.is_identifier = !is_decimal;
    }
    if (!number.is_identifier) read_exponent(number, text);
    return number;
}

}
