#include "libagent/checks/known_dates_sql.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/answer_words.h"
#include "libagent/checks/written_number.h"

#include <algorithm>

namespace askdb::checks {
namespace {

using std::string_view;

bool is_name_char(char c) {
    return c == '_' || is_ascii_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Names and keywords of a statement, in lower case, and where each ends.
template <class Take>
void each_name(string_view sql, const Take& take) {
    for (std::size_t i = 0; i < sql.size();) {
        std::size_t end = i;
        while (end < sql.size() && is_name_char(sql[end])) ++end;
        if (end > i) take(folded_word(sql.substr(i, end - i)), i, end);
        i = std::max(end, i + 1);
    }
}

/// "+7 days", "-3 months", "start of month": what SQLite adds to a date.
bool is_modifier(string_view literal) {
    if (literal.starts_with("start of ")) return true;
    const bool is_signed = literal.starts_with('-') || literal.starts_with('+') ||
                           (!literal.empty() && is_ascii_digit(literal[0]));
    const std::vector<Word> words = words_of(literal);
    return is_signed && words.size() == 1 &&
           in_list(
               "day days month months year years hour hours minute minutes second seconds week "
               "weeks",
               words[0].folded);
}

/// The day, month or year before or behind, whichever is told.
DateParts moment_beside(DateParts date, int step) {
    constexpr int december = 12;
    const bool has_day = date.day != 0;
    date.day += has_day ? step : 0;
    if (has_day && date.day >= 1 && date.day <= days_of_month(date.year, date.month)) return date;
    if (date.month == 0) {
        date.year += step;
        return date;
    }
    date.month += step;
    if (date.month < 1 || date.month > december) {
        date.year += step;
        date.month = step > 0 ? 1 : december;
    }
    if (has_day) date.day = step > 0 ? 1 : days_of_month(date.year, date.month);
    return date;
}

/// `<` or `>` right before a literal at `i`, with nothing but a quote, a bracket or DATE between.
char comparison_before(string_view sql, std::size_t i) {
    while (i > 0) {
        const char c = sql[i - 1];
        if (c == '<' || c == '>') {
            const bool is_unequal = i > 1 && sql[i - 2] == '<' && c == '>';
            return is_unequal ? ' ' : c;
        }
        constexpr std::size_t longest = 9;
        const std::size_t reach = std::min(i, longest);
        const std::string front = folded_word(sql.substr(i - reach, reach));
        if (front.ends_with("timestamp"))
            i -= longest;
        else if (front.ends_with("date"))
            i -= string_view("date").size();
        else if (string_view(" \n\t'(").find(c) != string_view::npos)
            --i;
        else
            return ' ';
    }
    return ' ';
}

/// Whether a number that begins at `i` is compared: `= 6`, `IN ('05', '06')`, `BETWEEN 4 AND 6`.
bool is_compared_number(string_view sql, std::size_t i) {
    bool is_listed = false;
    while (i > 0 && string_view(" '\n\t,0123456789").find(sql[i - 1]) != string_view::npos) {
        is_listed = is_listed || sql[i - 1] == ',';
        --i;
    }
    if (i == 0) return false;
    if (sql[i - 1] == '=' || sql[i - 1] == '<' || sql[i - 1] == '>') return !is_listed;
    const bool is_bracket = sql[i - 1] == '(';
    std::size_t end = is_bracket ? i - 1 : i;
    while (end > 0 && sql[end - 1] == ' ') --end;
    std::size_t begin = end;
    while (begin > 0 && is_name_char(sql[begin - 1])) --begin;
    const std::string word = folded_word(sql.substr(begin, end - begin));
    return is_bracket ? word == "in" : !is_listed && (word == "between" || word == "and");
}

}

std::string spaced_names(string_view text) {
    std::string spaced;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::size_t digits = i;
        while (digits < text.size() && is_ascii_digit(text[digits])) ++digits;
        const bool is_letter = i > 0 && is_name_char(text[i - 1]) && !is_ascii_digit(text[i - 1]);
        if (digits - i == 4 && is_letter) spaced += ' ';
        spaced += text[i] == '_' ? ' ' : text[i];
    }
    return spaced;
}

bool works_dates_out(string_view sql) {
    constexpr string_view names =
        "now current_date current_timestamp current_time localtime localtimestamp getdate "
        "getutcdate sysdate systimestamp sysdatetime sysutcdatetime curdate curtime today interval "
        "dateadd date_add date_sub adddate subdate add_months datefromparts datetimefromparts "
        "make_date make_timestamp makedate from_days week yearweek weekofyear generate_series";
    bool is_found = false;
    each_name(sql, [&](const std::string& name, std::size_t, std::size_t) {
        is_found = is_found || in_list(names, name);
    });
    for (std::size_t open = sql.find('\''); open != string_view::npos && !is_found;) {
        const std::size_t close = sql.find('\'', open + 1);
        if (close == string_view::npos) break;
        const string_view literal = sql.substr(open + 1, close - open - 1);
        is_found = is_modifier(literal) || literal.find("%W") != string_view::npos;
        open = sql.find('\'', close + 1);
    }
    return is_found;
}

std::vector<DateBound> strict_bounds(string_view sql) {
    std::vector<DateBound> bounds;
    for (const WrittenDate& date : find_dates(sql)) {
        const char sign = comparison_before(sql, date.begin);
        if (sign == ' ' || date.year == 0) continue;
        const DateParts literal{.year = date.year, .month = date.month, .day = date.day};
        bounds.push_back({literal, moment_beside(literal, sign == '<' ? -1 : 1)});
    }
    return bounds;
}

std::vector<int> compared_months(string_view sql) {
    bool asks_month = sql.find("'%m'") != string_view::npos;
    each_name(sql, [&](const std::string& name, std::size_t, std::size_t) {
        asks_month = asks_month || in_list("month mon monat mois mes", name);
    });
    std::vector<int> months;
    if (!asks_month) return months;
    each_name(sql, [&](const std::string& name, std::size_t begin, std::size_t) {
        constexpr int december = 12;
        if (name.size() > 2 || !std::all_of(name.begin(), name.end(), is_ascii_digit)) return;
        const int month = std::stoi(name);
        if (month >= 1 && month <= december && is_compared_number(sql, begin))
            months.push_back(month);
    });
    return months;
}

std::vector<DateParts> packed_literals(string_view sql) {
    std::vector<DateParts> dates;
    each_name(sql, [&](const std::string& name, std::size_t, std::size_t) {
        const bool are_digits = std::all_of(name.begin(), name.end(), is_ascii_digit);
        if (!are_digits || (name.size() != 6 && name.size() != 8)) return;
        const DateParts date = read_cell_date(name).parts;
        if (date.year != 0) dates.push_back(date);
    });
    return dates;
}

}
