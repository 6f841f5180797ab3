#include "libagent/database/files/column_guess.h"

#include "libagent/base/text.h"
#include "libagent/database/files/number_shape.h"
#include "libagent/database/files/number_spelling.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace askdb::database {
namespace {

constexpr std::array<std::string_view, 7> null_words = {"NULL", "null", "NA", "N/A",
                                                        "n/a",  "\\N",  "-"};

bool is_boolean_word(std::string_view text) {
    constexpr std::size_t shortest = 4, longest = 5;
    return text.size() >= shortest && text.size() <= longest &&
           (equal_ignoring_case(text, "true") || equal_ignoring_case(text, "false"));
}

}

std::string_view without_blanks(std::string_view text) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

bool is_null_word(std::string_view trimmed) {
    constexpr std::size_t longest = 4;
    if (trimmed.empty()) return true;
    return trimmed.size() <= longest &&
           std::find(null_words.begin(), null_words.end(), trimmed) != null_words.end();
}

void ColumnGuess::see(const RawCell& cell) {
    if (cell.written == Written::missing) {
        rising_ = false;
        return;
    }
    const std::string_view text = without_blanks(cell.text);
    const bool from_csv = cell.written == Written::plain || cell.written == Written::quoted;
    if (from_csv && is_null_word(text)) {
        rising_ = false;
        null_words_ = true;
        return;
    }
    ++seen_;
    if (commas_ && thousands_) thousands_ = may_have_thousands(text, has_group_);
    const bool were_numbers = shapes_ & number_shape_bit;
    if (shapes_ != 0) see_value(from_csv ? text : cell.text, cell.written);
    if (shapes_ & number_shape_bit) return;
    if (were_numbers) plain_ = seen_ - 1;
    see_spelling(text);
}

void ColumnGuess::see_spelling(std::string_view text) {
    if (is_number_in_another_spelling(text)) {
        if (others_++ == 0) other_number_ = text;
    } else if (number_shape(text).is_number) {
        ++plain_;
    }
}

void ColumnGuess::see_value(std::string_view text, Written written) {
    switch (written) {
        case Written::json_nested: shapes_ = 0; return;
        case Written::json_boolean: shapes_ &= boolean_bit; return;
        case Written::json_number:
            shapes_ &= number_shape_bit;
            points_.no_code = true;
            break;
        case Written::json_text: shapes_ &= date_bit | time_bit; break;
        default: break;
    }
    if (shapes_ & number_shape_bit) {
        see_number(text, '.', number_shape_bit, points_);
        if (rising_) see_rising(text);
    }
    if (shapes_ & comma_shape_bit) see_comma_number(text);
    if (shapes_ & boolean_bit && !is_boolean_word(text))
        shapes_ &= ~static_cast<unsigned>(boolean_bit);
    if (shapes_ & date_bit) see_date(text);
    if (shapes_ & time_bit && !is_time_of_day(text)) shapes_ &= ~static_cast<unsigned>(time_bit);
}

void ColumnGuess::see_number(std::string_view text, char mark, unsigned bit, Numbers& numbers) {
    const NumberShape shape = number_shape(text, mark);
    if (!shape.is_number) {
        shapes_ &= ~bit;
        return;
    }
    numbers.whole_digits = std::max(numbers.whole_digits, shape.whole_digits);
    numbers.scale = std::max(numbers.scale, shape.scale);
    numbers.fraction |= !shape.is_whole;
    numbers.no_code |= shape.is_no_code;
    numbers.exponent |= shape.has_exponent;
    numbers.needs_double |= shape.needs_double;
    numbers.misfit |= !shape.fits;
    numbers.above_double |= shape.above_double;
}

void ColumnGuess::see_comma_number(std::string_view text) {
    if (!commas_) {
        shapes_ &= ~static_cast<unsigned>(comma_shape_bit);
        return;
    }
    certain_comma_ |= has_certain_decimal_comma(text);
    if (!has_points_between_thousands(text))
        return see_number(text, ',', comma_shape_bit, comma_numbers_);
    std::string without_points(text);
    std::erase(without_points, '.');
    see_number(without_points, ',', comma_shape_bit, comma_numbers_);
}

void ColumnGuess::see_rising(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    rising_ =
        fault == std::errc() && end == text.data() + text.size() && (seen_ == 1 || value > last_);
    last_ = value;
}

void ColumnGuess::see_date(std::string_view text) {
    const DateShape shape = date_shape(text);
    date_orders_ &= shape.orders;
    if (date_orders_ == 0) {
        shapes_ &= ~static_cast<unsigned>(date_bit);
        return;
    }
    with_time_ |= shape.has_time;
    (shape.has_zone ? with_zone_ : without_zone_) = true;
}

bool ColumnGuess::needs_commas() const {
    return certain_comma_ && (shapes_ & comma_shape_bit) && !(shapes_ & number_shape_bit);
}

bool ColumnGuess::would_differ(const RawCell& cell) const {
    if (seen_ == 0 || cell.written == Written::missing) return false;
    if (has_other_numbers()) return is_word(cell);
    ColumnGuess with = *this;
    with.see(cell);
    return shapes_ != 0 && with.shapes_ == 0;
}

bool ColumnGuess::is_word(const RawCell& cell) {
    ColumnGuess alone;
    alone.see(cell);
    return alone.has_values() && alone.shapes_ == 0 && !alone.has_other_numbers();
}

ColumnType ColumnGuess::settle(bool file_has_commas) const {
    ColumnType type;
    if (seen_ == 0) return type;
    const bool both_marks = file_has_commas && shapes_ & number_shape_bit && points_.fraction;
    if (both_marks) {
        type.note = ColumnNote::both_marks;
        return type;
    }
    if (thousands_ && has_group_) return {.type = FileType::text, .note = ColumnNote::thousands};
    if (shapes_ & number_shape_bit) {
        type = settle_number(points_);
    } else if (shapes_ & comma_shape_bit && certain_comma_) {
        type = settle_number(comma_numbers_);
        type.has_decimal_comma = true;
        if (type.note == ColumnNote::none) type.note = ColumnNote::decimal_comma;
    } else if (shapes_ & boolean_bit) {
        type.type = FileType::boolean;
    } else if (shapes_ & date_bit) {
        type = settle_date();
    } else if (shapes_ & time_bit) {
        type.type = FileType::time;
    } else {
        return settle_text();
    }
    type.has_null_words = null_words_ && type.type != FileType::text;
    return type;
}

ColumnType ColumnGuess::settle_text() const {
    ColumnType type;
    if (!has_other_numbers()) return type;
    type.note = ColumnNote::other_numbers;
    type.example = other_number_;
    return type;
}

ColumnType ColumnGuess::settle_number(const Numbers& numbers) const {
    if (numbers.exponent && !numbers.no_code)
        return {.type = FileType::text, .note = ColumnNote::codes};
    const bool as_double = numbers.exponent || numbers.needs_double;
    if (numbers.misfit || (as_double && numbers.above_double))
        return {.type = FileType::text, .note = ColumnNote::too_big};
    if (as_double) return {.type = FileType::real};
    if (!numbers.fraction) return {.type = FileType::integer};
    return {.type = FileType::decimal,
            .precision = std::max<std::size_t>(numbers.whole_digits, 1) + numbers.scale,
            .scale = numbers.scale};
}

ColumnType ColumnGuess::settle_date() const {
    if (with_zone_ && without_zone_)
        return {.type = FileType::text, .note = ColumnNote::some_zones};
    ColumnType type{.type = with_time_ ? FileType::timestamp : FileType::date,
                    .has_zones = with_zone_};
    switch (date_orders_) {
        case iso_date: type.order = iso_date; return type;
        case year_month_day:
            type.order = year_month_day;
            type.note = ColumnNote::year_first;
            return type;
        case day_month_year:
            type.order = day_month_year;
            type.note = ColumnNote::day_first;
            return type;
        case month_day_year:
            type.order = month_day_year;
            type.note = ColumnNote::month_first;
            return type;
        default: return {.type = FileType::text, .note = ColumnNote::ambiguous_date};
    }
}

}
