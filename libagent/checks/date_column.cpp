#include "libagent/checks/date_cells.h"

#include <algorithm>

namespace askdb::checks {
namespace {

constexpr int date_months = 12;

std::uint32_t packed_date(int year, int month, int day) {
    constexpr int year_place = 10'000, month_place = 100;
    return static_cast<std::uint32_t>(year * year_place + month * month_place + day);
}

bool is_end_of_month(const DateParts& date) {
    return date.day == 1 || date.day == days_of_month(date.year, date.month) ||
           (date.year == 0 && date.month == 2 && date.day > 27);
}

bool is_end_of_year(const DateParts& date) {
    return (date.month == 1 && date.day <= 1) ||
           (date.month == date_months && (date.day == 0 || date.day == 31));
}

}

/// One date of a cell: for a quarter each of its months.
void DateColumn::add(const CellDate& date, std::uint32_t row) {
    for (int i = 0; i < date.months; ++i) {
        DateParts parts = date.parts;
        parts.month += date.parts.month == 0 ? 0 : i;
        note(parts, row);
        if (!date.may_swap) continue;
        std::swap(parts.month, parts.day);
        note(parts, row);
    }
    has_zones_ = has_zones_ || date.has_zone;
}

void DateColumn::note(const DateParts& parts, std::uint32_t row) {
    const Dated dated{
        .date = packed_date(parts.year, parts.month, parts.day), .time = parts.time, .row = row};
    if (dated.date != 0) rows_.push_back(dated);
    if (dated.time >= 0) times_.push_back(dated);
    by_row_.push_back(dated);
    has_years_ = has_years_ || parts.year != 0;
    are_all_first_days_ = are_all_first_days_ && parts.day == 1;
    if (parts.month == 0) return;
    const auto month = static_cast<std::size_t>(parts.month);
    for (const int day : {0, parts.day}) {
        std::uint32_t& seen = seen_[month * days + static_cast<std::size_t>(day)];
        if (seen == 0) seen = row + 1;
    }
    if (parts.day == 0 && whole_months_[month] == 0) whole_months_[month] = row + 1;
}

void DateColumn::settle(bool is_by_month) {
    std::sort(rows_.begin(), rows_.end(), [](const Dated& a, const Dated& b) {
        if (a.date != b.date) return a.date < b.date;
        return a.time != b.time ? a.time < b.time : a.row < b.row;
    });
    std::sort(times_.begin(), times_.end(), [](const Dated& a, const Dated& b) {
        return a.time != b.time ? a.time < b.time : a.row < b.row;
    });
    is_by_month_ = is_by_month;
}

std::optional<std::uint32_t> DateColumn::find_between(std::uint32_t low, std::uint32_t high) const {
    const auto at = std::lower_bound(rows_.begin(), rows_.end(), low,
                                     [](const Dated& a, std::uint32_t b) { return a.date < b; });
    if (at == rows_.end() || at->date > high) return std::nullopt;
    return at->row;
}

/// A time, of a day or of any.
std::optional<std::uint32_t> DateColumn::find_time(const DateParts& date) const {
    const std::uint32_t day = packed_date(date.year, date.month, date.day);
    const auto at = std::lower_bound(times_.begin(), times_.end(), date.time,
                                     [](const Dated& a, int b) { return a.time < b; });
    for (auto one = at; one != times_.end() && one->time < date.time + date.time_step; ++one) {
        if (day == 0 || one->date == day) return one->row;
    }
    return std::nullopt;
}

std::optional<std::uint32_t> DateColumn::find_without_year(const DateParts& date) const {
    const auto month = static_cast<std::size_t>(date.month);
    if (const std::uint32_t row = seen_[month * days + static_cast<std::size_t>(date.day)])
        return row - 1;
    if (whole_months_[month] != 0 && is_end_of_month(date)) return whole_months_[month] - 1;
    if (is_by_month_ && seen_[month * days + 1] != 0 && is_end_of_month(date))
        return seen_[month * days + 1] - 1;
    return std::nullopt;
}

std::optional<std::uint32_t> DateColumn::find_day(const DateParts& date, bool is_end) const {
    const std::uint32_t day = packed_date(date.year, date.month, date.day);
    const std::uint32_t month = packed_date(date.year, date.month, 0);
    const std::uint32_t year = packed_date(date.year, 0, 0);
    constexpr std::uint32_t last_of_month = 31, last_of_year = 1'231;
    if (date.month == 0) return find_between(year, year + last_of_year);
    if (const auto found =
            date.day == 0 ? find_between(month, month + last_of_month) : find_between(day, day))
        return found;
    if (date.day != 0 && is_end_of_month(date)) {
        if (const auto found = find_between(month, month)) return found;
        if (is_by_month_) return find_between(month + 1, month + 1);
    }
    return is_end && is_end_of_year(date) ? find_between(year, year) : std::nullopt;
}

std::optional<std::uint32_t> DateColumn::find(const DateParts& date, bool is_end) const {
    if (date.time >= 0) return find_time(date);
    if (date.year != 0 && has_years_) return find_day(date, is_end);
    return date.month != 0 ? find_without_year(date) : std::nullopt;
}

bool DateColumn::has(const DateParts& date, bool is_end, std::uint32_t row) const {
    DateColumn one(column_);
    const auto first = std::lower_bound(by_row_.begin(), by_row_.end(), row,
                                        [](const Dated& a, std::uint32_t b) { return a.row < b; });
    for (auto dated = first; dated != by_row_.end() && dated->row == row; ++dated) {
        constexpr std::uint32_t place = 100;
        one.note({.year = static_cast<int>(dated->date / place / place),
                  .month = static_cast<int>(dated->date / place % place),
                  .day = static_cast<int>(dated->date % place),
                  .time = dated->time},
                 row);
    }
    one.settle(is_by_month_);
    return one.find(date, is_end).has_value();
}

}
