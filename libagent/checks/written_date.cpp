#include "libagent/base/ascii.h"
#include "libagent/checks/number_words.h"
#include "libagent/checks/written_number.h"

#include <algorithm>

namespace askdb::checks {
namespace {

using std::string_view;

constexpr int first_year = 1900, last_year = 2100, last_month = 12, last_day = 31;

/// Digits at `i`, up to four; how many, and what they are.
struct DateDigits {
    std::size_t count = 0;
    int value = 0;
};

DateDigits date_digits(string_view text, std::size_t i) {
    constexpr std::size_t most = 9;
    DateDigits found;
    while (i + found.count < text.size() && is_ascii_digit(text[i + found.count])) {
        if (++found.count > most) return {};
        found.value = found.value * 10 + (text[i + found.count - 1] - '0');
    }
    return found;
}

bool is_year(const DateDigits& digits) {
    return digits.count == 4 && digits.value >= first_year && digits.value <= last_year;
}

bool is_part(const DateDigits& digits, int most) {
    return digits.count >= 1 && digits.count <= 2 && digits.value >= 1 && digits.value <= most;
}

/// Where a time of the day behind a date ends: "T07:30:00Z", " 07:30".
std::size_t end_of_time(string_view text, std::size_t i) {
    if (i >= text.size() || (text[i] != 'T' && text[i] != ' ')) return i;
    const DateDigits hour = date_digits(text, i + 1);
    std::size_t end = i + 1 + hour.count;
    if (hour.count != 2 || end >= text.size() || text[end] != ':') return i;
    while (end < text.size() &&
           (is_ascii_digit(text[end]) || text[end] == ':' || text[end] == '.' || text[end] == 'Z'))
        ++end;
    return text[end - 1] == '.' ? end - 1 : end;
}

/// 2025-06-30, 2025/06/30, 2025-06, 30.06.2025, 30/06/2025, 6/30/2025; an empty one when none is at
/// `i`.
WrittenDate date_of_digits(string_view text, std::size_t i) {
    const DateDigits first = date_digits(text, i);
    const std::size_t mark = i + first.count;
    if (first.count == 0 || mark >= text.size()) return {};
    const char separator = text[mark];
    if (separator != '-' && separator != '/' && separator != '.') return {};
    const DateDigits second = date_digits(text, mark + 1);
    const std::size_t next = mark + 1 + second.count;
    const DateDigits third =
        next < text.size() && text[next] == separator ? date_digits(text, next + 1) : DateDigits{};
    const std::size_t end = next + 1 + third.count;
    if (is_year(first) && second.count == 2 && is_part(second, last_month)) {
        if (is_part(third, last_day))
            return {i, end_of_time(text, end), first.value, second.value, third.value};
        if (separator != '.' && third.count == 0) return {i, next, first.value, second.value, 0};
    }
    if (!is_year(third) || !is_part(first, last_day) || !is_part(second, last_day)) return {};
    if (second.value <= last_month)
        return {i,           end,
                third.value, second.value,
                first.value, separator != '.' && first.value <= last_month};
    return first.value <= last_month ? WrittenDate{i, end, third.value, first.value, second.value}
                                     : WrittenDate{};
}

bool starts_year(string_view text, std::size_t i) {
    return i < text.size() && is_year(date_digits(text, i));
}

std::size_t skip_date_marks(string_view text, std::size_t i) {
    if (i < text.size() && text[i] == '-' && starts_year(text, i + 1)) return i + 1;
    for (int most = 0; most < 2 && i < text.size(); ++most) {
        if (const std::size_t space = space_length(text, i))
            i += space;
        else if (text[i] == ',' || text[i] == '.')
            ++i;
    }
    for (const string_view joint : {"de ", "del ", "of "}) {
        if (text.substr(std::min(i, text.size())).starts_with(joint)) return i + joint.size();
    }
    return i;
}

/// Without "th" and the like, where they stand behind a digit.
std::size_t skip_ordinal_back(string_view text, std::size_t i) {
    for (const string_view ordinal : {"st", "nd", "rd", "th", "er"}) {
        const bool is_there = text.substr(0, i).ends_with(ordinal) && i > ordinal.size();
        if (is_there && is_ascii_digit(text[i - ordinal.size() - 1])) return i - ordinal.size();
    }
    return i;
}

/// A day that stands before the name of a month: "24 Aug", "24. August", "12th of May", "1 de
/// mayo", "12-Jun".
DateDigits day_before(string_view text, std::size_t month, std::size_t& begin) {
    std::size_t i = month;
    const string_view front = text.substr(0, month);
    const bool says_of = front.ends_with("of ");
    if (front.ends_with("de ") || says_of)
        i -= 3;
    else if (front.ends_with('-'))
        --i;
    while (i > 0 && (text[i - 1] == ' ' || text[i - 1] == '.')) --i;
    const std::size_t behind = i;
    i = skip_ordinal_back(text, i);
    constexpr std::size_t longest_joint = 8;
    // "3 of May's orders" is no day.
    if (month - i > longest_joint || (says_of && i == behind)) return {};
    std::size_t first = i;
    while (first > 0 && is_ascii_digit(text[first - 1]) && i - first < 3) --first;
    const DateDigits day = date_digits(text, first);
    if (!is_part(day, last_day) || first + day.count != i || is_inside_word(text, first)) return {};
    begin = first;
    return day;
}

/// The first day of "24–26 May" and "du 24 au 26 mai", whose second is `date`; without a day when
/// there is none.
WrittenDate first_of_days(string_view text, const WrittenDate& date) {
    const string_view front = text.substr(0, date.begin);
    for (const string_view joint : {"-", "–", " - ", " – ", " to ", " bis ", " au ", " al "}) {
        if (!front.ends_with(joint)) continue;
        const std::size_t end = front.size() - joint.size();
        std::size_t digits_end = end;
        if (digits_end > 0 && text[digits_end - 1] == '.') --digits_end;
        digits_end = skip_ordinal_back(text, digits_end);
        std::size_t begin = digits_end;
        while (begin > 0 && is_ascii_digit(text[begin - 1]) && digits_end - begin < 3) --begin;
        const DateDigits day = date_digits(text, begin);
        if (begin + day.count != digits_end || !is_part(day, date.day - 1)) continue;
        if (is_inside_word(text, begin)) continue;
        WrittenDate first = date;
        first.begin = begin;
        first.end = end;
        first.day = day.value;
        return first;
    }
    return {};
}

/// 31.615 and 31 % are no days.
bool goes_on_as_number(string_view text, std::size_t i) {
    const bool is_mark = i < text.size() && string_view(".,'").find(text[i]) != string_view::npos;
    if (is_mark && i + 1 < text.size() && is_ascii_digit(text[i + 1])) return true;
    i += space_length(text, i);
    const string_view rest = text.substr(std::min(i, text.size()));
    return rest.starts_with('%') || rest.starts_with("€");
}

/// The day behind the name of a month: "June 5", "June 5th"; moves `end` behind it.
DateDigits day_behind(string_view text, std::size_t month_end, std::size_t& end) {
    const std::size_t next = skip_date_marks(text, month_end);
    const DateDigits day = date_digits(text, next);
    if (!is_part(day, last_day) || next > month_end + 2 ||
        goes_on_as_number(text, next + day.count))
        return {};
    end = next + day.count;
    for (const string_view ordinal : {"st", "nd", "rd", "th"}) {
        if (text.substr(end).starts_with(ordinal)) end += 2;
    }
    return day;
}

/// The second day of "May 24–26, 2025", where the first ends at `i`; moves `end` behind it.
DateDigits second_day(string_view text, std::size_t i, int first, std::size_t& end) {
    for (const string_view joint : {"-", "–", " – ", " to "}) {
        if (!text.substr(i).starts_with(joint)) continue;
        const DateDigits day = date_digits(text, i + joint.size());
        const std::size_t behind = i + joint.size() + day.count;
        if (!is_part(day, last_day) || day.value <= first || goes_on_as_number(text, behind))
            return {};
        if (letter_length(text, behind) > 0) return {};
        end = behind;
        return day;
    }
    return {};
}

/// The dates around the name of a month, which is a word of the text: one, or two of "May 24–26".
std::vector<WrittenDate> dates_of_month(string_view text, const Word& word, int month) {
    WrittenDate date{.begin = word.begin, .end = word.end, .year = 0, .month = month, .day = 0};
    date.day = day_before(text, word.begin, date.begin).value;
    std::vector<WrittenDate> dates;
    if (date.day == 0) {
        date.day = day_behind(text, word.end, date.end).value;
        std::size_t end = date.end;
        const int second = date.day == 0 ? 0 : second_day(text, date.end, date.day, end).value;
        if (second != 0) {
            dates.push_back(date);
            const std::size_t digits = second > 9 ? 2 : 1;
            date = {.begin = end - digits, .end = end, .year = 0, .month = month, .day = second};
        }
    }
    const std::size_t next = skip_date_marks(text, date.end);
    if (starts_year(text, next)) {
        date.year = date_digits(text, next).value;
        date.end = next + 4;
        if (!dates.empty()) dates.front().year = date.year;
    }
    if (dates.empty() && date.day > 1) {
        if (const WrittenDate first = first_of_days(text, date); first.day != 0)
            dates.push_back(first);
    }
    dates.push_back(date);
    return dates;
}

/// "may" and "mar" are words, too: short ones need a capital, and "May" a day or a year beside it
/// unless it begins no sentence.
bool is_month(string_view text, const Word& word, const WrittenDate& date) {
    if (date.day != 0 || date.year != 0) return true;
    const char first = text[word.begin];
    if (first < 'A' || first > 'Z') return word.folded.size() > 4 && word.folded != "march";
    const bool begins = word.begin < 2 || text[word.begin - 2] == '.';
    return !(begins && in_list("may march mar", word.folded));
}

}

std::vector<WrittenDate> find_dates(string_view text) {
    std::vector<WrittenDate> dates;
    for (const Word& word : words_of(text)) {
        const int month = month_of(word.folded);
        if (month == 0) continue;
        const std::vector<WrittenDate> found = dates_of_month(text, word, month);
        if (is_month(text, word, found.back()))
            dates.insert(dates.end(), found.begin(), found.end());
    }
    const auto words_end = static_cast<std::ptrdiff_t>(dates.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_ascii_digit(text[i]) || is_inside_word(text, i)) continue;
        WrittenDate date = date_of_digits(text, i);
        const DateDigits digits = date_digits(text, i);
        const std::size_t end = i + digits.count;
        const bool goes_on = end + 1 < text.size() && (text[end] == ',' || text[end] == '.') &&
                             is_ascii_digit(text[end + 1]);
        if (date.end == 0 && is_year(digits) && !goes_on && letter_length(text, end) == 0)
            date = {.begin = i, .end = end, .year = digits.value, .month = 0, .day = 0};
        if (date.end == 0) continue;
        dates.push_back(date);
        i = date.end - 1;
    }
    std::inplace_merge(
        dates.begin(), dates.begin() + words_end, dates.end(),
        [](const WrittenDate& a, const WrittenDate& b) { return a.begin < b.begin; });
    // The year of "June 2025" was found twice.
    std::size_t reached = 0;
    std::erase_if(dates, [&](const WrittenDate& date) {
        const bool is_inside = date.begin < reached;
        reached = std::max(reached, date.end);
        return is_inside;
    });
    return dates;
}

}
