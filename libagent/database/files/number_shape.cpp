#include "libagent/database/files/number_shape.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>

namespace askdb::database {
namespace {

constexpr std::size_t sound_double_digits = 15;  ///< Any decimal of so many survives a double.
constexpr std::size_t most_double_digits = 17;   ///< What tells every double from its neighbours.

std::size_t digits_from(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    return end - at;
}

/// The significant digits of `whole` and `fraction`, without zeros at either end.
std::string significant_digits(std::string_view whole, std::string_view fraction) {
    std::string digits(whole);
    digits += fraction;
    digits.erase(0, digits.find_first_not_of('0'));  // All zeros: npos, everything goes.
    while (digits.ends_with('0')) digits.pop_back();
    return digits;
}

/// Whether there is a double for it that, written with as many digits, is the same number again.
/// With an exponent it was one before it was written: then being in range is enough.
bool is_a_double(std::string_view plain, const std::string& digits, bool has_exponent) {
    double value = 0;
    const auto [end, fault] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
    if (fault != std::errc() || end != plain.data() + plain.size()) return false;
    if (digits.size() <= sound_double_digits || has_exponent) return true;
    if (digits.size() > most_double_digits) return false;
    constexpr std::size_t longest_double = 32;
    std::array<char, longest_double> buffer;
    const auto written =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::fabs(value),
                      std::chars_format::scientific, static_cast<int>(digits.size()) - 1);
    // d.ddde+00
    const std::string_view text(buffer.data(),
                                static_cast<std::size_t>(written.ptr - buffer.data()));
    return text.substr(0, 1) == digits.substr(0, 1) &&
           text.substr(2, digits.size() - 1) == digits.substr(1);
}

void judge_whole(std::string_view text, NumberShape& shape) {
    constexpr std::size_t digits_below_2_to_53 = 15;
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    shape.fits = fault == std::errc() && end == text.data() + text.size();
    shape.above_double = shape.whole_digits > digits_below_2_to_53;
}

/// The parts of a number's text around `mark`.
struct NumberParts {
    std::string_view whole;
    std::string_view fraction;
    char mark;
};

void judge_fraction(std::string_view text, const NumberParts& parts, NumberShape& shape) {
    const bool is_short = shape.whole_digits + shape.scale <= sound_double_digits;
    if (is_short && !shape.has_exponent) {
        shape.fits = true;
        return;
    }
    const std::string digits = significant_digits(parts.whole, parts.fraction);
    std::string plain(text);
    if (parts.mark != '.') {
        for (char& c : plain) c = c == parts.mark ? '.' : c;
    }
    shape.fits = is_a_double(plain, digits, shape.has_exponent);
    shape.needs_double = digits.size() > sound_double_digits;
}

}

bool may_have_thousands(std::string_view text, bool& has_group) {
    constexpr std::size_t group_digits = 3;
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t leading = digits_from(text, 0);
    if (leading == 0 || leading > group_digits) return false;
    if (leading == text.size()) return true;
    if (text[0] == '0') return false;
    for (std::size_t at = leading; at < text.size(); at += 1 + group_digits) {
        if (text[at] != '.' || digits_from(text, at + 1) != group_digits) return false;
    }
    has_group = true;
    return true;
}

NumberShape number_shape(std::string_view text, char mark) {
    NumberShape shape;
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const std::size_t whole_at = at;
    shape.whole_digits = digits_from(text, at);
    if (shape.whole_digits > 1 && text[at] == '0') return shape;
    at += shape.whole_digits;
    shape.is_whole = true;
    if (at < text.size() && text[at] == mark) {
        shape.is_whole = false;
        shape.is_no_code = true;
        shape.scale = digits_from(text, ++at);
        at += shape.scale;
    }
    if (shape.whole_digits + shape.scale == 0) return {};
    const std::string_view fraction = text.substr(at - shape.scale, shape.scale);
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) {
            shape.is_no_code = true;
            ++at;
        }
        const std::size_t digits = digits_from(text, at);
        if (digits == 0) return {};
        at += digits;
        shape.is_whole = false;
        shape.has_exponent = true;
    }
    if (at != text.size()) return {};
    shape.is_number = true;
    if (shape.is_whole) {
        judge_whole(text, shape);
    } else {
        const std::string_view whole = text.substr(whole_at, shape.whole_digits);
        judge_fraction(text, {.whole = whole, .fraction = fraction, .mark = mark}, shape);
    }
    return shape;
}

}
