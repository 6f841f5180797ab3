#include "libagent/base/stop.h"
#include "libagent/checks/answer_words.h"
#include "libagent/checks/date_cells.h"

#include <algorithm>
#include <cmath>

namespace askdb::checks {
namespace {

using std::string_view;

constexpr std::size_t rows_between_date_stops = 4'096;
constexpr double first_plain_year = 1900, last_plain_year = 2100, last_plain_month = 12,
                 last_plain_day = 31;

constexpr string_view year_words = "year years jahr annee ano yr yyyy fy jahre exercice";
constexpr string_view month_words =
    "month months mon mm monat monate mois mes period periode ym "
    "yyyymm yearmonth";
constexpr string_view day_words = "day dd tag jour dia";
constexpr string_view week_words = "week weeks kw semaine semana woche isoweek wk";
constexpr string_view quarter_words = "quarter quartal trimestre trimester qtr";
constexpr string_view moment_words = "epoch unix ts timestamp at time date millis";

bool names_any(const std::vector<std::string>& name, string_view list) {
    return std::any_of(name.begin(), name.end(),
                       [list](const std::string& word) { return in_list(list, word); });
}

/// Cells as the dates that they are; gives up where the first ones are none.
DateColumn dates_of_cells(const ResultFacts& facts, std::size_t column,
                          const std::stop_token& stop) {
    DateColumn dates(column);
    constexpr int patience = 20;
    int misses = 0;
    for (std::size_t row = 0; row < facts.rows; ++row) {
        if (row % rows_between_date_stops == 0) throw_if_stopped(stop);
        const database::Cell cell = facts.result->rows.cell(row, column);
        if (cell.is_null()) continue;
        const CellDate date = read_cell_date(cell.text);
        if (!date.parts.is_empty())
            dates.add(date, static_cast<std::uint32_t>(row));
        else if (++misses > patience && dates.empty())
            break;
    }
    return dates;
}

bool is_within(const NumberColumn& column, double least, double most) {
    return column.is_whole && !column.sorted.empty() && column.least() >= least &&
           column.most() <= most;
}

/// What a column of numbers is to dates.
struct NumberRole {
    bool is_year = false, is_month = false, is_day = false;
    bool is_packed = false;  ///< 202506, 20250630.
    bool is_sure = false;
};

NumberRole role_of(const ResultFacts& facts, const NumberColumn& column) {
    constexpr double first_packed_month = 190'001, last_packed_month = 210'012;
    constexpr double first_packed_day = 19'000'101, last_packed_day = 21'001'231;
    NumberRole role;
    role.is_year = is_within(column, first_plain_year, last_plain_year);
    role.is_month = is_within(column, 1, last_plain_month) && names_any(column.name, month_words);
    role.is_day = is_within(column, 1, last_plain_day) && names_any(column.name, day_words);
    role.is_packed = is_within(column, first_packed_month, last_packed_month) ||
                     is_within(column, first_packed_day, last_packed_day);
    const bool is_text = facts.result->rows.columns[column.column].kind == database::Kind::text;
    const bool is_named = names_any(column.name, year_words) || names_any(column.name, month_words);
    role.is_sure = (role.is_year && (is_named || is_text)) || role.is_month ||
                   (role.is_packed && (is_named || is_text));
    return role;
}

/// The one column with a role, or none.
const NumberColumn* only_with(const ResultFacts& facts, bool NumberRole::*wanted) {
    const NumberColumn* found = nullptr;
    for (const NumberColumn& column : facts.numbers) {
        if (!(role_of(facts, column).*wanted)) continue;
        if (found != nullptr) return nullptr;
        found = &column;
    }
    return found;
}

int value_at(const NumberColumn* column, std::size_t row) {
    return column == nullptr || std::isnan(column->values[row])
               ? 0
               : static_cast<int>(column->values[row]);
}

/// A year's and a month's column, of numbers or names, tell months together.
DateColumn joined_dates(const ResultFacts& facts, const NumberColumn& years,
                        const DateColumn* month_names) {
    const NumberColumn* const months = only_with(facts, &NumberRole::is_month);
    const NumberColumn* const days = only_with(facts, &NumberRole::is_day);
    const bool has_names = months == nullptr && month_names != nullptr;
    if (months == nullptr && !has_names) return DateColumn(years.column);
    DateColumn dates(has_names ? month_names->column() : months->column);
    for (std::size_t row = 0; row < facts.rows; ++row) {
        DateParts parts{.year = value_at(&years, row), .month = value_at(months, row)};
        if (has_names)
            parts.month =
                read_cell_date(facts.result->rows.cell(row, dates.column()).text).parts.month;
        parts.day = parts.month == 0 ? 0 : value_at(days, row);
        if (parts.year != 0) dates.add({.parts = parts}, static_cast<std::uint32_t>(row));
    }
    return dates;
}

/// Columns of texts, of dates and of times.
void add_text_columns(DateFacts& dates, const ResultFacts& facts, const std::stop_token& stop) {
    for (const TextColumn& text : facts.texts) {
        DateColumn column = dates_of_cells(facts, text.column, stop);
        dates.is_unsure = dates.is_unsure || names_any(text.name, week_words) ||
                          (names_any(text.name, quarter_words) && column.empty());
        if (column.empty() && !column.has_times()) continue;
        dates.is_dated = true;
        constexpr std::size_t telling = 3;
        const bool is_by_month = column.are_all_first_days() &&
                                 (column.size() >= telling || names_any(text.name, month_words));
        column.settle(is_by_month);
        dates.columns.push_back(std::move(column));
    }
}

void add_number_columns(DateFacts& dates, const ResultFacts& facts, const std::stop_token& stop) {
    for (const NumberColumn& number : facts.numbers) {
        constexpr double least_epoch = 1e8;
        const NumberRole role = role_of(facts, number);
        const bool is_epoch = number.is_whole && number.least() >= least_epoch &&
                              names_any(number.name, moment_words) && !role.is_packed;
        dates.is_unsure = dates.is_unsure || is_epoch || names_any(number.name, week_words) ||
                          names_any(number.name, quarter_words);
        dates.is_dated = dates.is_dated || role.is_sure;
        if (!role.is_year && !role.is_packed && !role.is_month) continue;
        DateColumn column(number.column);
        for (std::size_t row = 0; row < facts.rows; ++row) {
            if (row % rows_between_date_stops == 0) throw_if_stopped(stop);
            const int value = value_at(&number, row);
            CellDate date{.parts = {.month = role.is_month ? value : 0}};
            if (!role.is_month) date = read_cell_date(std::to_string(value));
            if (!date.parts.is_empty()) column.add(date, static_cast<std::uint32_t>(row));
        }
        column.settle(false);
        if (!column.empty()) dates.columns.push_back(std::move(column));
    }
}

}

DateFacts read_dates(const ResultFacts& facts, const std::stop_token& stop) {
    DateFacts dates;
    add_text_columns(dates, facts, stop);
    add_number_columns(dates, facts, stop);
    const auto names = std::find_if(dates.columns.begin(), dates.columns.end(),
                                    [](const DateColumn& column) { return column.lacks_years(); });
    const NumberColumn* const years = only_with(facts, &NumberRole::is_year);
    if (years == nullptr) return dates;
    DateColumn joined =
        joined_dates(facts, *years, names == dates.columns.end() ? nullptr : &*names);
    if (joined.empty()) return dates;
    joined.settle(false);
    std::erase_if(dates.columns, [](const DateColumn& column) { return column.lacks_years(); });
    dates.columns.push_back(std::move(joined));
    return dates;
}

}
