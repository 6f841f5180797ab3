#include "libagent/results/exact_number.h"

#include "libagent/base/text.h"

#include <algorithm>

namespace askdb::results {
namespace {

constexpr std::int64_t largest_exponent = 100'000'000'000'000'000;

std::string_view take_number_digits(std::string_view& text) {
    std::size_t n = 0;
    while (n < text.size() && text[n] >= '0' && text[n] <= '9') ++n;
    const std::string_view digits = text.substr(0, n);
    text.remove_prefix(n);
    return digits;
}

/// True when there was a sign, which is taken; `negative` tells which.
bool take_number_sign(std::string_view& text, bool& negative) {
    if (text.empty() || (text.front() != '-' && text.front() != '+')) return false;
    negative = text.front() == '-';
    text.remove_prefix(1);
    return true;
}

std::size_t leading_zeros(std::string_view digits) {
    return std::min(digits.find_first_not_of('0'), digits.size());
}

std::string_view without_trailing_zeros(std::string_view digits) {
    return digits.substr(0, digits.find_last_not_of('0') + 1);  // npos + 1 is 0.
}

std::int64_t exponent_value(std::string_view digits, bool negative) {
    std::int64_t value = 0;
    for (const char c : digits) {
        value = std::min(largest_exponent, value * 10 + (c - '0'));
        if (value == largest_exponent) break;
    }
    return negative ? -value : value;
}

int sign_of_comparison(int comparison) {
    return comparison < 0 ? -1 : comparison > 0 ? 1 : 0;
}

}

ExactNumber::ExactNumber(std::string_view text) : text_(text) {
    std::string_view rest = text;
    take_number_sign(rest, negative_);
    if (!read_finite(rest)) read_word(rest);
}

bool ExactNumber::read_finite(std::string_view text) {
    whole_ = take_number_digits(text);
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        fraction_ = take_number_digits(text);
    }
    if (whole_.empty() && fraction_.empty()) return false;
    std::int64_t exponent = 0;
    if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
        text.remove_prefix(1);
        bool negative = false;
        take_number_sign(text, negative);
        const std::string_view digits = take_number_digits(text);
        if (digits.empty()) return false;
        exponent = exponent_value(digits, negative);
    }
    if (!text.empty()) return false;
    rank_ = Rank::finite;
    whole_.remove_prefix(leading_zeros(whole_));
    magnitude_ = static_cast<std::int64_t>(whole_.size()) + exponent;
    if (whole_.empty()) {
        magnitude_ -= static_cast<std::int64_t>(leading_zeros(fraction_));
        fraction_.remove_prefix(leading_zeros(fraction_));
    }
    fraction_ = without_trailing_zeros(fraction_);
    if (fraction_.empty()) whole_ = without_trailing_zeros(whole_);
    if (digit_count() == 0) negative_ = false, magnitude_ = 0;
    return true;
}

void ExactNumber::read_word(std::string_view text) {
    if (equal_ignoring_case(text, "infinity") || equal_ignoring_case(text, "inf")) {
        rank_ = negative_ ? Rank::minus_infinity : Rank::infinity;
    } else if (equal_ignoring_case(text, "nan")) {
        rank_ = Rank::nan;
    }
}

std::int64_t ExactNumber::digit_count() const {
    return static_cast<std::int64_t>(whole_.size() + fraction_.size());
}

char ExactNumber::digit(std::int64_t i) const {
    const auto at = static_cast<std::size_t>(i);
    return at < whole_.size() ? whole_[at] : fraction_[at - whole_.size()];
}

int ExactNumber::compare_magnitude(const ExactNumber& other) const {
    const std::int64_t mine = digit_count(), theirs = other.digit_count();
    if (mine == 0 || theirs == 0) return mine == theirs ? 0 : mine == 0 ? -1 : 1;
    if (magnitude_ != other.magnitude_) return magnitude_ < other.magnitude_ ? -1 : 1;
    for (std::int64_t i = 0; i < std::min(mine, theirs); ++i) {
        if (digit(i) != other.digit(i)) return digit(i) < other.digit(i) ? -1 : 1;
    }
    return mine == theirs ? 0 : mine < theirs ? -1 : 1;
}

int ExactNumber::compare(const ExactNumber& other) const {
    if (rank_ != other.rank_) return rank_ < other.rank_ ? -1 : 1;
    if (rank_ == Rank::no_number) return sign_of_comparison(text_.compare(other.text_));
    if (rank_ != Rank::finite) return 0;
    if (negative_ != other.negative_) return negative_ ? -1 : 1;
    return negative_ ? other.compare_magnitude(*this) : compare_magnitude(other);
}

std::uint64_t ExactNumber::hash() const {
    constexpr std::uint64_t fnv_offset = 14695981039346656037u, fnv_prime = 1099511628211u;
    std::uint64_t hash = fnv_offset;
    const auto mix = [&hash](std::uint64_t value) { hash = (hash ^ value) * fnv_prime; };
    mix(static_cast<std::uint64_t>(rank_));
    if (rank_ == Rank::finite) {
        mix(negative_ ? 1 : 0);
        mix(static_cast<std::uint64_t>(magnitude_));
        for (std::int64_t i = 0; i < digit_count(); ++i) mix(static_cast<unsigned char>(digit(i)));
    } else if (rank_ == Rank::no_number) {
        for (const char c : text_) mix(static_cast<unsigned char>(c));
    }
    return hash;
}

}
