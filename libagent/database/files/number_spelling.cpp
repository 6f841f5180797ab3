#include "libagent/database/files/number_spelling.h"

#include "libagent/base/ascii.h"
#include "libagent/base/text.h"
#include "libagent/database/files/column_guess.h"

#include <algorithm>

namespace askdb::database {
namespace {

constexpr std::size_t digits_of_group = 3;

std::size_t digits_behind(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && is_ascii_digit(text[end])) ++end;
    return end - at;
}

constexpr std::string_view known_currencies[] = {"$",   "€",   "£",   "¥",  "EUR",
                                                 "USD", "GBP", "CHF", "JPY"};

/// Takes one of the known_currencies off an end; false when there is none.
bool take_currency(std::string_view& text) {
    for (const std::string_view currency : known_currencies) {
        if (text.starts_with(currency)) {
            text = without_blanks(text.substr(currency.size()));
            return true;
        }
        if (text.ends_with(currency)) {
            text = without_blanks(text.substr(0, text.size() - currency.size()));
            return true;
        }
    }
    return false;
}

/// Takes a percent sign or a currency away, with blanks (also those that do not break).
bool take_unit(std::string_view& text) {
    if (!text.ends_with('%')) return take_currency(text);
    text = without_blanks(text.substr(0, text.size() - 1));
    return true;
}

/// What stands between thousands at the beginning of `text`; empty for nothing that may.
std::string_view group_mark(std::string_view text) {
    for (const std::string_view mark : {".", ",", " ", "'", "\u00A0", "\u202F"}) {
        if (text.starts_with(mark)) return mark;
    }
    return {};
}

/// Behind all groups of three digits that the same mark is before, from `at` on.
std::size_t end_of_groups(std::string_view text, std::size_t at) {
    const std::string_view mark = group_mark(text.substr(at));
    while (!mark.empty() && text.substr(at).starts_with(mark) &&
           digits_behind(text, at + mark.size()) == digits_of_group)
        at += mark.size() + digits_of_group;
    return at;
}

/// Whole digits, perhaps in groups, perhaps a mark and more digits; `is_plain`: as SQL has it.
bool is_spelt_number(std::string_view text, bool& is_plain) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t whole = digits_behind(text, 0);
    if (whole == 0 || (whole > 1 && text[0] == '0')) return false;
    std::size_t at = whole;
    const bool may_have_groups = whole <= digits_of_group && text[0] != '0';
    const std::string_view mark = group_mark(text.substr(at));
    if (may_have_groups) at = end_of_groups(text, at);
    const bool has_groups = at > whole;
    is_plain = !has_groups;
    if (at == text.size()) return true;
    const char decimal = text[at];
    if ((decimal != '.' && decimal != ',') || (has_groups && mark[0] == decimal)) return false;
    is_plain = is_plain && decimal == '.';
    const std::size_t places = digits_behind(text, at + 1);
    return places > 0 && at + 1 + places == text.size();
}

}

bool is_number_in_another_spelling(std::string_view text) {
    constexpr std::size_t longest = 48;
    text = without_blanks(text);
    if (text.size() > longest || text.find_first_of("0123456789") == std::string_view::npos)
        return false;
    const bool is_negative = text.starts_with('-'), has_plus = text.starts_with('+');
    if (is_negative || has_plus) text = without_blanks(text.substr(1));
    const bool has_unit = take_unit(text);
    bool is_plain = false;
    const bool has_two_signs = (is_negative || has_plus) && text.starts_with('-');
    return !has_two_signs && is_spelt_number(text, is_plain) && (has_unit || has_plus || !is_plain);
}

bool has_points_between_thousands(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::size_t whole = digits_behind(text, 0);
    if (whole == 0 || whole > digits_of_group || text[0] == '0') return false;
    if (!text.substr(whole).starts_with('.')) return false;
    const std::size_t end = end_of_groups(text, whole);
    if (end == whole) return false;
    return end == text.size() ||
           (text[end] == ',' && text.find('.', end) == std::string_view::npos);
}

bool has_certain_decimal_comma(std::string_view number) {
    if (number.starts_with('-')) number.remove_prefix(1);
    const std::size_t comma = number.find(',');
    if (comma == std::string_view::npos) return false;
    const bool may_be_one_of_thousands = comma > 0 && comma <= digits_of_group &&
                                         number[0] != '0' &&
                                         number.size() - comma - 1 == digits_of_group &&
                                         number.find_first_of(".eE") == std::string_view::npos;
    return !may_be_one_of_thousands;
}

}
