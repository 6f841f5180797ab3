#include "libagent/models/offline/numbers.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <charconv>

namespace askdb::models::offline {
namespace {

constexpr std::size_t decimals_of_average = 2;
constexpr std::size_t digits_of_small_average = 3;
constexpr std::size_t sound_digits = 15;  ///< That floating point keeps of any decimal number.

/// A plain number taken apart: its digits without point and sign, and how many are decimals.
struct PlainNumber {
    bool negative = false;
    std::string digits;
    std::size_t decimals = 0;

    std::size_t significant() const {
        const std::size_t first = digits.find_first_not_of('0');
        return first == std::string::npos ? 0 : digits.size() - first;
    }

    /// Half away from zero.
    void round_to(std::size_t wanted) {
        if (decimals <= wanted) return;
        const std::size_t kept = digits.size() - (decimals - wanted);
        const bool up = digits[kept] >= '5';
        digits.resize(kept);
        decimals = wanted;
        if (up) add_one();
    }

    void pad_to(std::size_t wanted) {
        if (decimals >= wanted) return;
        digits.append(wanted - decimals, '0');
        decimals = wanted;
    }

    void move_point(int places) {
        if (places >= 0) {
            const auto right = static_cast<std::size_t>(places);
            pad_to(right);
            decimals -= right;
        } else {
            decimals += static_cast<std::size_t>(-places);
            if (digits.size() < decimals) digits.insert(0, decimals - digits.size(), '0');
        }
    }

    void drop_zeros() {
        while (decimals > 0 && digits.back() == '0') {
            digits.pop_back();
            --decimals;
        }
    }

    std::string text() const {
        std::string out = negative && significant() > 0 ? "-" : "";
        const std::string whole = digits.substr(0, digits.size() - decimals);
        const std::size_t first = std::min(whole.find_first_not_of('0'), whole.size());
        out += first == whole.size() ? "0" : whole.substr(first);
        if (decimals > 0) out += "." + digits.substr(digits.size() - decimals);
        return out;
    }

  private:
    void add_one() {
        for (std::size_t i = digits.size(); i > 0; --i) {
            if (digits[i - 1] != '9') {
                ++digits[i - 1];
                return;
            }
            digits[i - 1] = '0';
        }
        digits.insert(digits.begin(), '1');
    }
};

/// "1.5e+15": how far the point is to be moved; the text loses its exponent. Nothing when the
/// number has too many digits to be read in full.
std::optional<int> take_exponent(std::string_view& text) {
    constexpr int most = 20;
    constexpr int least = -10;
    const std::size_t mark = text.find_first_of("eE");
    if (mark == std::string_view::npos) return 0;
    std::string_view figures = text.substr(mark + 1);
    text = text.substr(0, mark);
    if (figures.starts_with('+')) figures.remove_prefix(1);
    int exponent = 0;
    const auto [end, error] =
        std::from_chars(figures.data(), figures.data() + figures.size(), exponent);
    const bool read = error == std::errc() && end == figures.data() + figures.size();
    if (!read || exponent > most || exponent < least) return std::nullopt;
    return exponent;
}

std::optional<PlainNumber> plain_number(std::string_view text) {
    PlainNumber number;
    const auto exponent = take_exponent(text);
    if (!exponent) return std::nullopt;
    number.negative = text.starts_with('-');
    if (number.negative) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    number.digits = text.substr(0, point);
    if (point != std::string_view::npos) {
        number.digits += text.substr(point + 1);
        number.decimals = text.size() - point - 1;
    }
    const bool is_plain = !number.digits.empty() &&
                          number.digits.find_first_not_of("0123456789") == std::string::npos;
    if (!is_plain) return std::nullopt;
    number.move_point(*exponent);
    return number;
}

/// Of a very large number even the decimals that are shown are beyond the sound digits: they stay.
void drop_noise(PlainNumber& number) {
    const std::size_t significant = number.significant();
    if (significant <= sound_digits) return;
    const std::size_t noise = significant - sound_digits;
    const std::size_t sound = number.decimals - std::min(noise, number.decimals);
    number.round_to(std::max(sound, decimals_of_average));
}

void round_average(PlainNumber& number, std::size_t decimals) {
    const std::size_t leading = number.digits.size() - number.significant();
    const std::size_t whole = number.digits.size() - number.decimals;
    // 0.00456: two zeros stand before the digits that tell it from nothing.
    const std::size_t zeros = leading > whole ? leading - whole : 0;
    const bool is_small = leading >= whole && number.significant() > 0 && zeros >= decimals - 1;
    number.round_to(is_small ? zeros + digits_of_small_average : decimals);
    if (is_small) number.drop_zeros();
    number.pad_to(decimals);
}

}

std::optional<std::size_t> declared_scale(std::string_view type) {
    constexpr std::size_t most_digits = 2;
    const std::string lower = lower_ascii(type);
    if (!lower.starts_with("decimal") && !lower.starts_with("numeric")) return std::nullopt;
    const std::size_t comma = lower.find(',');
    if (comma == std::string::npos) return std::nullopt;
    const std::size_t digit = lower.find_first_not_of(' ', comma + 1);
    if (digit == std::string::npos) return std::nullopt;
    const std::size_t end = std::min(lower.find_first_not_of("0123456789", digit), lower.size());
    if (end == digit || end - digit > most_digits) return std::nullopt;
    return std::stoul(lower.substr(digit, end - digit));
}

std::string number_for_people(const Term& term, bool real, const std::string& text) {
    if (!term.column || term.part != DatePart::none) return text;
    const bool counts =
        term.aggregate == Aggregate::count || term.aggregate == Aggregate::count_distinct;
    if (counts || !database::is_number(term.column->column->kind)) return text;
    auto number = plain_number(text);
    if (!number) return text;
    const auto scale = declared_scale(term.column->column->type);
    const bool computed = term.aggregate == Aggregate::average || term.aggregate == Aggregate::sum;
    if (real && computed) drop_noise(*number);
    if (term.aggregate == Aggregate::average)
        round_average(*number, std::max(decimals_of_average, scale.value_or(0)));
    else if (scale)
        number->pad_to(*scale);
    else if (real)
        number->drop_zeros();
    return number->text();
}

}
