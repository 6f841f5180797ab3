#include "libagent/checks/date_cells.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/answer_words.h"
#include "libagent/checks/number_words.h"
#include "libagent/checks/written_number.h"
#include "libagent/checks/written_time.h"

#include <algorithm>
#include <string>

namespace askdb::checks {
namespace {

using std::string_view;

constexpr int first_told_year = 1900, last_told_year = 2100, months_of_year = 12;
constexpr int months_of_quarter = 3;

/// The number of `count` digits at `at`; -1 when they are not there.
int digits_at(string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (i >= text.size() || !is_ascii_digit(text[i])) return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

bool is_day(int year, int month, int day) {
    return month >= 1 && month <= months_of_year && day >= 1 && day <= days_of_month(year, month);
}

/// "14:35", "14:35:20.5+02"; what it says of the time and the zone.
void read_iso_time(string_view text, CellDate& date) {
    const int hour = digits_at(text, 0, 2), minute = digits_at(text, 3, 2);
    if (hour < 0 || minute < 0 || text[2] != ':') return;
    const int second = text.size() > 5 && text[5] == ':' ? digits_at(text, 6, 2) : 0;
    date.parts.time = (hour * 60 + minute) * 60 + std::max(second, 0);
    date.has_zone = text.find_first_of("+-", 5) != string_view::npos;
}

/// What is all digits: 2025, 202506, 20250630.
CellDate date_of_plain_digits(string_view text) {
    const int year = digits_at(text, 0, 4);
    if (year < first_told_year || year > last_told_year) return {};
    if (text.size() == 4) return {.parts = {.year = year}};
    const int month = digits_at(text, 4, 2), day = text.size() == 8 ? digits_at(text, 6, 2) : 1;
    if (!is_day(year, month, day)) return {};
    return {.parts = {.year = year, .month = month, .day = text.size() == 8 ? day : 0}};
}

/// 2025-06-30, 2025-06, 2025-06-30T14:35:20Z; an empty one for anything else.
CellDate iso_date(string_view text) {
    const int year = digits_at(text, 0, 4), month = digits_at(text, 5, 2);
    if (year <= 0 || month < 1 || month > months_of_year) return {};
    if (text[4] != '-' && text[4] != '/') return {};
    CellDate date{.parts = {.year = year, .month = month}};
    if (text.size() == 7) return date;
    const int day = digits_at(text, 8, 2);
    if (text[7] != text[4] || !is_day(year, month, day)) return {};
    date.parts.day = day;
    if (text.size() == 10) return date;
    if (text.size() < 16 || (text[10] != ' ' && text[10] != 'T')) return {};
    read_iso_time(text.substr(11), date);
    return date;
}

/// 2025-Q1, Q1 2025.
CellDate quarter_date(string_view text) {
    const std::size_t q = text.find_first_of("Qq");
    const int quarter = q == string_view::npos ? -1 : digits_at(text, q + 1, 1);
    const bool is_alone = text.size() == 2;
    if (quarter < 1 || quarter > 4 || (text.size() > 7 || (text.size() < 6 && !is_alone)))
        return {};
    const int year = is_alone ? 0 : digits_at(text, q == 0 ? text.size() - 4 : 0, 4);
    if (year < 0) return {};
    return {.parts = {.year = year, .month = (quarter - 1) * months_of_quarter + 1},
            .months = months_of_quarter};
}

/// A text that is nothing but a date: of its words only names of days may be left.
CellDate date_of_words(string_view text) {
    constexpr std::size_t longest = 40;
    if (text.size() > longest) return {};
    const std::vector<Word> words = words_of(text);
    if (words.size() == 1 && words[0].begin == 0 && words[0].end == text.size())
        return {.parts = {.month = month_of(words[0].folded)}};
    const std::vector<WrittenDate> dates = find_dates(text);
    if (dates.size() != 1) return {};
    const WrittenDate& date = dates[0];
    if (date.day > days_of_month(date.year, date.month) && date.month != 0 && !date.may_swap)
        return {};
    const std::vector<WrittenTime> times = find_times(text);
    std::size_t end = date.end;
    CellDate cell{.parts = {.year = date.year, .month = date.month, .day = date.day},
                  .may_swap = date.may_swap};
    if (!times.empty()) {
        end = std::max(end, times[0].end);
        cell.parts.time = times[0].seconds;
    }
    constexpr string_view around =
        "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday mo "
        "di "
        "mi do fr sa so montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi "
        "mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado "
        "domingo uhr utc at um am pm";
    const bool are_around = std::all_of(words.begin(), words.end(), [&](const Word& word) {
        return (word.begin >= date.begin && word.end <= date.end) || in_list(around, word.folded);
    });
    const bool has_more = text.find_first_of("0123456789") < date.begin ||
                          text.find_first_of("0123456789", end) != string_view::npos;
    return are_around && !has_more ? cell : CellDate{};
}

}

int days_of_month(int year, int month) {
    constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if (month == 2 && is_leap) return 29;
    return month >= 1 && month <= 12 ? lengths[static_cast<std::size_t>(month - 1)] : 0;
}

CellDate read_cell_date(string_view text) {
    if (text.empty()) return {};
    const bool are_digits =
        text.size() <= 8 && std::all_of(text.begin(), text.end(), is_ascii_digit);
    if (are_digits)
        return text.size() == 4 || text.size() == 6 || text.size() == 8 ? date_of_plain_digits(text)
                                                                        : CellDate{};
    if (text.size() >= 7 && is_ascii_digit(text[0])) {
        const CellDate iso = iso_date(text);
        if (!iso.parts.is_empty()) return iso;
    }
    CellDate time;
    if (text.size() >= 5 && text.size() <= 18 && is_ascii_digit(text[0]) && text[2] == ':') {
        read_iso_time(text, time);
        if (time.parts.time >= 0) return time;
    }
    const CellDate quarter = quarter_date(text);
    return quarter.parts.is_empty() ? date_of_words(text) : quarter;
}

}
