#include "libagent/results/writers/xlsx_values.h"

#include "libagent/base/ascii.h"
#include "libagent/base/text.h"
#include "libagent/results/writers/json_text.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>

namespace askdb::results {
namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

bool is_hex_digit(char c) {
    return is_ascii_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// `_x0041_`, which spreadsheets read as one character.
bool begins_with_escape(std::string_view text) {
    constexpr std::size_t escape_bytes = 7;
    return text.size() >= escape_bytes && text[0] == '_' && text[1] == 'x' && text[6] == '_' &&
           std::all_of(text.begin() + 2, text.begin() + 6, is_hex_digit);
}

std::size_t bytes_of_code_point(char first) {
    const auto byte = static_cast<unsigned char>(first);
    return byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
}

/// What stands for the code point that `text` (valid UTF-8) begins with.
std::string_view xlsx_character(std::string_view text) {
    if (text.front() == '\0') return replacement_character;
    if (text.front() == '_') return begins_with_escape(text) ? "_x005F_" : "_";
    const std::string_view whole = text.substr(0, bytes_of_code_point(text.front()));
    return whole == "\xEF\xBF\xBE" || whole == "\xEF\xBF\xBF" ? replacement_character : whole;
}

std::size_t utf16_units(std::string_view character) {
    if (character.size() == 4) return 2;
    return static_cast<unsigned char>(character.front()) < 0x80 ? character.size() : 1;
}

bool is_plain_xlsx_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c != 0 && c != '_' && (c & 0x80) == 0; });
}

/// Digits between the first and the last that are not 0, exponent and sign left out.
std::size_t significant_digits(std::string_view number) {
    std::string digits;
    for (const char c : number.substr(0, number.find_first_of("eE"))) {
        if (is_ascii_digit(c)) digits += c;
    }
    const std::size_t first = digits.find_first_not_of('0');
    if (first == std::string::npos) return 0;
    return digits.find_last_not_of('0') - first + 1;
}

/// As many places as the text has.
std::string places_format(std::string_view number) {
    if (number.find_first_of("eE") != std::string_view::npos) return {};
    const std::size_t dot = number.find('.');
    if (dot == std::string_view::npos) return "0";
    return "0." + std::string(number.size() - dot - 1, '0');
}

/// Excel's range (its "specifications and limits"): smaller ones become 0 there, and of the largest
/// doubles the 16 digits of the file would be read as infinite.
bool is_spreadsheet_number(double value) {
    constexpr double smallest = 2.2251e-308, largest = 9.99999999999999e307;
    const double magnitude = std::abs(value);
    return magnitude == 0 || (magnitude >= smallest && magnitude <= largest);
}

/// Takes `count` digits off the front as a number; nothing when they are not there.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(0, count)) {
        if (!is_ascii_digit(c)) return std::nullopt;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take_one_of(std::string_view& text, std::string_view characters) {
    if (text.empty() || characters.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

bool take_date(std::string_view& text, XlsxTime& time) {
    const auto year = take_digits(text, 4);
    if (!year || !take_one_of(text, "-")) return false;
    const auto month = take_digits(text, 2);
    if (!month || !take_one_of(text, "-")) return false;
    const auto day = take_digits(text, 2);
    if (!day) return false;
    constexpr int first_year = 1900;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    time.year = *year;
    time.month = *month;
    time.day = *day;
    time.format = "yyyy-mm-dd";
    return *year >= first_year && date.ok();
}

/// `HH:MM[:SS[.fraction]]`.
bool take_clock(std::string_view& text, XlsxTime& time) {
    constexpr int hours = 24, sixty = 60;
    const auto hour = take_digits(text, 2);
    if (!hour || !take_one_of(text, ":")) return false;
    const auto minute = take_digits(text, 2);
    if (!minute || *hour >= hours || *minute >= sixty) return false;
    time.hour = *hour;
    time.minute = *minute;
    time.format += time.format.empty() ? "hh:mm:ss" : " hh:mm:ss";
    if (!take_one_of(text, ":")) return true;
    const auto second = take_digits(text, 2);
    if (!second || *second >= sixty) return false;
    time.second = *second;
    if (!text.starts_with('.')) return true;
    const std::size_t end = std::min(text.find_first_not_of("0123456789", 1), text.size());
    double fraction = 0;
    std::from_chars(text.data(), text.data() + end, fraction);
    time.second += fraction;
    if (fraction > 0) time.format += ".000";
    text.remove_prefix(end);
    return end > 1;
}

/// A spreadsheet shows milliseconds: closer to midnight than half of one, the next day begins.
bool rounds_to_next_day(const XlsxTime& time) {
    constexpr int last_hour = 23, last_minute = 59;
    constexpr double shown_as_sixty = 59.9995;
    return time.hour == last_hour && time.minute == last_minute && time.second >= shown_as_sixty;
}

bool is_last_day(const XlsxTime& time) {
    constexpr int last_year = 9999, last_month = 12, last_of_month = 31;
    return time.year == last_year && time.month == last_month && time.day == last_of_month;
}

/// Nothing, or UTC by one of its names.
bool take_zone(std::string_view text, XlsxTime& time) {
    if (text.empty()) return true;
    time.format += "\" UTC\"";
    return text == "+00:00" || text == "+00" || text == "Z";
}

}

XlsxText xlsx_text(std::string_view text) {
    if (text.size() <= most_xlsx_characters && is_plain_xlsx_text(text)) {
        return {std::string(text)};
    }
    // A character takes four bytes at most: what lies behind is never needed.
    constexpr std::size_t enough_bytes = 4 * (most_xlsx_characters + 1);
    const std::string valid = valid_utf8(text.substr(0, enough_bytes));
    std::string_view rest = valid;
    XlsxText made;
    for (std::size_t units = 0; !rest.empty();) {
        const std::string_view character = xlsx_character(rest);
        units += utf16_units(character);
        made.is_cut = units > most_xlsx_characters;
        if (made.is_cut) break;
        made.text += character;
        rest.remove_prefix(bytes_of_code_point(rest.front()));
    }
    return made;
}

std::optional<XlsxNumber> xlsx_number(const database::Cell& cell) {
    constexpr std::size_t exact_digits = 15, most_places = 15;
    if (!database::is_number(cell.kind) || !is_json_number(cell.text)) return std::nullopt;
    const bool is_real = cell.kind == database::Kind::real;
    if (!is_real && significant_digits(cell.text) > exact_digits) return std::nullopt;
    XlsxNumber number;
    const char* const end = cell.text.data() + cell.text.size();
    const auto [read, error] = std::from_chars(cell.text.data(), end, number.value);
    if (error != std::errc() || read != end || !is_spreadsheet_number(number.value)) {
        return std::nullopt;
    }
    if (!is_real) number.format = places_format(cell.text);
    constexpr std::size_t longest_format = most_places + 2;
    if (number.format.size() > longest_format) number.format.clear();
    return number;
}

std::optional<XlsxTime> xlsx_time(const database::Cell& cell) {
    using database::Kind;
    std::string_view text = cell.text;
    XlsxTime time;
    if (cell.kind == Kind::time) {
        const bool is_clock = take_clock(text, time) && text.empty();
        return is_clock && !rounds_to_next_day(time) ? std::optional(time) : std::nullopt;
    }
    if (cell.kind != Kind::date && cell.kind != Kind::timestamp) return std::nullopt;
    if (!take_date(text, time)) return std::nullopt;
    if (text.empty()) return time;
    if (!take_one_of(text, " T") || !take_clock(text, time)) return std::nullopt;
    if (is_last_day(time) && rounds_to_next_day(time)) return std::nullopt;
    return take_zone(text, time) ? std::optional(time) : std::nullopt;
}

}
