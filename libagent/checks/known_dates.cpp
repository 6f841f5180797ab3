#include "libagent/checks/known_dates.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/answer_words.h"
#include "libagent/checks/known_dates_sql.h"
#include "libagent/checks/written_number.h"
#include "libagent/checks/written_time.h"

#include <algorithm>

namespace askdb::checks {
namespace {

using std::string_view;

DateParts parts_of(const WrittenDate& date) {
    return {.year = date.year, .month = date.month, .day = date.day};
}

bool is_first_or_last_of_month(const DateParts& date) {
    return date.day == 1 || date.day == days_of_month(date.year, date.month);
}

/// The first or last month of months that stand together, or a day at their ends.
bool ends_part(const PartOfYear& part, const DateParts& date) {
    if (date.month == part.first) return date.day <= 1;
    return date.month == part.last &&
           (date.day == 0 || date.day == days_of_month(date.year, date.month));
}

}

KnownDates::KnownDates(const NumberCheck& check) {
    for (const string_view question : check.questions) add_text(question, "question");
    for (const CheckedResult& result : check.results) {
        add_statement(result.sql, "statement of " + std::string(result.handle));
        for (const database::ResultColumn& column : result.rows.columns) {
            const std::string name = spaced_names(column.name);
            add_text(name, "name of a column");
            // Pivoted months: jan, feb, mar.
            for (const Word& word : words_of(name)) {
                const CellDate month = read_cell_date(word.folded);
                if (month.parts.month != 0 && month.parts.year == 0)
                    known_.push_back({month.parts, "name of a column"});
            }
        }
    }
}

void KnownDates::add_text(string_view text, const std::string& source) {
    const std::vector<WrittenTime> times = find_times(text);
    for (const WrittenDate& date : find_dates(text)) {
        known_.push_back({parts_of(date), source});
        if (date.may_swap)
            known_.push_back({{.year = date.year, .month = date.day, .day = date.month}, source});
        for (const WrittenTime& time : times) {
            if (time.begin < date.begin || time.end > date.end) continue;
            known_.push_back({parts_of(date), source});
            known_.back().date.time = time.seconds;
        }
    }
    for (const WrittenTime& time : times) known_.push_back({{.time = time.seconds}, source});
    for (const PartOfYear& part : parts_of_year(text)) parts_.push_back(part);
}

void KnownDates::add_statement(string_view sql, const std::string& source) {
    if (sql.empty()) return;
    are_computed_ = are_computed_ || works_dates_out(sql);
    const std::size_t before = known_.size();
    const std::string spaced = spaced_names(sql);
    add_text(spaced, source);
    for (const DateBound& bound : strict_bounds(spaced)) {
        for (std::size_t i = before; i < known_.size(); ++i) {
            const DateParts& date = known_[i].date;
            const bool is_same = date.year == bound.literal.year &&
                                 date.month == bound.literal.month && date.day == bound.literal.day;
            known_[i].is_excluded = known_[i].is_excluded || is_same;
        }
        known_.push_back({bound.reached, source});
    }
    for (const int month : compared_months(sql)) known_.push_back({{.month = month}, source});
    for (const DateParts& packed : packed_literals(sql)) known_.push_back({packed, source});
    for (std::size_t i = before; i < known_.size(); ++i) {
        const int year = known_[i].date.year;
        if (year == 0 || known_[i].is_excluded) continue;
        least_year_ = least_year_ == 0 ? year : std::min(least_year_, year);
        most_year_ = std::max(most_year_, year);
    }
}

bool KnownDates::is_known_year(int year) const {
    return std::any_of(known_.begin(), known_.end(),
                       [year](const Known& known) { return known.date.year == year; });
}

bool KnownDates::says(const Known& known, const DateParts& date, bool is_end,
                      bool knows_year) const {
    const DateParts& told = known.date;
    if (date.time >= 0) {
        const bool is_time = date.time <= told.time && told.time < date.time + date.time_step;
        const bool is_day = date.day == 0 || (told.year == date.year && told.month == date.month &&
                                              told.day == date.day);
        return is_time && is_day;
    }
    if (date.year != 0 && told.year != 0 && date.year != told.year) return false;
    if (date.month == 0) return told.year == date.year && !(known.is_excluded && told.month != 0);
    if (told.month == date.month) {
        const bool is_year = date.year == 0 || told.year != 0 || knows_year;
        if (!is_year || (known.is_excluded && date.day == 0 && told.day != 0)) return false;
        if (date.day == 0) return true;
        return told.day == 0 ? is_first_or_last_of_month(date) : told.day == date.day;
    }
    const bool is_year_said = told.month == 0 && told.year != 0 && (is_end || date.day != 0);
    return is_year_said && ((date.month == 1 && date.day <= 1) ||
                            (date.month == 12 && (date.day == 0 || date.day == 31)));
}

std::string KnownDates::source_of(const DateParts& date, bool is_end, bool knows_year) const {
    const bool is_year = knows_year || (date.year != 0 && is_known_year(date.year));
    for (const Known& known : known_) {
        if (says(known, date, is_end, is_year)) return known.source;
    }
    const bool is_between = least_year_ < date.year && date.year < most_year_;
    if (date.month == 0 && date.time < 0 && is_between) return "statement";
    const bool may_end = date.month != 0 && date.time < 0 && (date.year == 0 || is_year);
    const bool is_part = may_end && std::any_of(parts_.begin(), parts_.end(), [&](const auto& one) {
                             return ends_part(one, date);
                         });
    return is_part ? "question" : "";
}

}
