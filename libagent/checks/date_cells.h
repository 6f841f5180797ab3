#pragma once

#include "libagent/checks/result_facts.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// A moment with as much as is told of it; a year, month or day of 0 is not told.
struct DateParts {
    int year = 0;
    int month = 0;
    int day = 0;
    int time = -1;       ///< Seconds since midnight; -1: not told.
    int time_step = 60;  ///< The time is told to the minute, or to the second.

    bool is_empty() const { return year == 0 && month == 0 && time < 0; }
};

/// 28 to 31; the longest that it can be where the year is not told.
int days_of_month(int year, int month);

/// What a cell says of a moment: ISO dates and timestamps, `2025-06`, `202506`, `20250630`, `2025`,
/// `14:35`, and texts that are nothing but a date as people write it (`30.06.2025`, `Mon, June 5`,
/// `May`).
struct CellDate {
    DateParts parts = {};
    int months = 1;         ///< How many from `parts.month` on: 3 of `2025-Q1`.
    bool has_zone = false;  ///< A time of another place, perhaps.
    bool may_swap = false;  ///< 03/04/2025.
};
CellDate read_cell_date(std::string_view text);

/// The dates of one column, in order, for quick looks.
class DateColumn {
  public:
    explicit DateColumn(std::size_t column) : column_(column) {}

    void add(const CellDate& date, std::uint32_t row);  ///< Rows come in order.
    /// Once, after the last date. `is_by_month`: its days are first days of months that stand for
    /// the whole of them.
    void settle(bool is_by_month);

    std::size_t column() const { return column_; }
    bool empty() const { return rows_.empty(); }
    /// It tells months (and days) without a year.
    bool lacks_years() const { return !has_years_; }
    bool has_zones() const { return has_zones_; }
    bool has_times() const { return !times_.empty(); }
    bool are_all_first_days() const { return are_all_first_days_; }
    std::size_t size() const { return rows_.size(); }
    /// A row whose date has what is told, or names a month or year of which the day is an end; also
    /// January and December of a year that is named, where `is_end`: it is said as an end.
    std::optional<std::uint32_t> find(const DateParts& date, bool is_end) const;
    /// Whether that row has it.
    bool has(const DateParts& date, bool is_end, std::uint32_t row) const;

  private:
    struct Dated {
        std::uint32_t date = 0;  ///< 20250630, 20250600, 20250000, 600.
        std::int32_t time = -1;
        std::uint32_t row = 0;
    };
    static constexpr std::size_t months = 13, days = 32;

    std::optional<std::uint32_t> find_between(std::uint32_t low, std::uint32_t high) const;
    std::optional<std::uint32_t> find_day(const DateParts& date, bool is_end) const;
    std::optional<std::uint32_t> find_without_year(const DateParts& date) const;
    std::optional<std::uint32_t> find_time(const DateParts& date) const;
    void note(const DateParts& parts, std::uint32_t row);

    std::size_t column_ = 0;
    std::vector<Dated> rows_;                            ///< By date and time, once settled.
    std::vector<Dated> times_;                           ///< By time, those that have one.
    std::vector<Dated> by_row_;                          ///< As they were added.
    std::array<std::uint32_t, months* days> seen_ = {};  ///< A row, from 1; day 0: any of them.
    std::array<std::uint32_t, months> whole_months_ = {};
    bool has_years_ = false;
    bool has_zones_ = false;
    bool are_all_first_days_ = true;
    bool is_by_month_ = false;
};

/// What a result knows of dates.
struct DateFacts {
    std::vector<DateColumn> columns = {};
    bool is_dated = false;   ///< It has a column that surely holds dates, months or years.
    bool is_unsure = false;  ///< It has weeks or counted seconds, too, which may be any date.
};

/// Reads the columns of a result that hold dates; a year's and a month's column together tell
/// months. Linear in the cells but for the sorting. Throws Stopped.
DateFacts read_dates(const ResultFacts& facts, const std::stop_token& stop);

}
