#include "libagent/checks/derived_cues.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/row_groups.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <optional>

namespace askdb::checks {
namespace {

using Family = DerivedValue::Family;
using std::string_view;

constexpr std::size_t most_columns = 8;

std::string cell_name(const ResultFacts& facts, const NumberColumn& column, std::uint32_t row) {
    return std::string(facts.result->handle) + "." + facts.column_name(column.column) + ": row " +
           std::to_string(row + 1);
}

void add_against_average(const ResultFacts& facts, const NumberColumn& column, std::uint32_t row,
                         DerivedList& list) {
    const double value = column.values[row], average = column.average();
    if (facts.rows < 2 || average <= 0) return;
    const auto source = [&](const char* sign) {
        return cell_name(facts, column, row) + sign + "average";
    };
    list.add({.family = Family::ratio, .value = value / average}, [&] { return source(" / "); });
    list.add({.family = Family::difference, .value = value - average, .column = &column},
             [&] { return source(" - "); });
    list.add({.family = Family::growth,
              .value = value / average - 1,
              .name = &column.name,
              .rivals = facts.numbers.size()},
             [&] { return source(" / ") + " - 1"; });
}

/// Half of it; a month's or a day's part of a year's.
void add_parts(const DerivedSearch& search, const DerivedValue& whole, const std::string& name,
               DerivedList& list) {
    const auto add = [&](Family family, double parts) {
        list.add({.family = family, .value = whole.value / parts, .column = whole.column},
                 [&] { return name + " / " + std::to_string(static_cast<int>(parts)); });
    };
    if (search.cues.half) add(Family::sum, 2);
    const double parts = search.cues.parts_of_year;
    if (parts == 0) return;
    add(Family::average, parts);
    constexpr double days = 365;
    if (parts == days) add(Family::average, days + 1);
}

std::optional<std::chrono::sys_days> day_of(string_view cell) {
    constexpr std::size_t longest = 35, date_size = 10;
    if (cell.size() < date_size || cell.size() > longest || cell[4] != '-' || cell[7] != '-')
        return {};
    for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
        if (!is_ascii_digit(cell[i])) return {};
    }
    const auto part = [&](std::size_t at, std::size_t size) {
        return std::atoi(std::string(cell.substr(at, size)).c_str());
    };
    const std::chrono::year_month_day day{std::chrono::year(part(0, 4)),
                                          std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                          std::chrono::day(static_cast<unsigned>(part(8, 2)))};
    if (!day.ok()) return {};
    return std::chrono::sys_days(day);
}

/// Days between the dates of a row.
void add_spans(const ResultFacts& facts, std::uint32_t row, DerivedList& list) {
    std::vector<std::chrono::sys_days> days;
    for (const TextColumn& column : facts.texts) {
        const auto day = day_of(facts.cell(row, column.column));
        if (day && days.size() < most_columns) days.push_back(*day);
    }
    for (std::size_t a = 0; a < days.size(); ++a) {
        for (std::size_t b = a + 1; b < days.size(); ++b) {
            const double count = std::abs(static_cast<double>((days[b] - days[a]).count()));
            const auto source = [&] {
                return std::string(facts.result->handle) + ": row " + std::to_string(row + 1) +
                       ", between its dates";
            };
            list.add({.family = Family::days, .value = count}, source);
            list.add({.family = Family::days, .value = count + 1}, source);  // With both ends.
        }
    }
}

}

void collect_asked(const DerivedSearch& search, std::size_t result, DerivedList& list) {
    const ResultFacts& facts = search.results[result];
    const bool asks_parts = search.cues.half || search.cues.parts_of_year > 0;
    const bool has_few = facts.numbers.size() <= most_columns;
    const std::vector<std::uint32_t> rows =
        facts.rows == 1 ? std::vector<std::uint32_t>{0} : named_rows(search, result);
    for (const std::uint32_t row : rows) {
        add_spans(facts, row, list);
        for (const NumberColumn& column : facts.numbers) {
            if (column.is_id || std::isnan(column.values[row]) || !has_few) continue;
            if (search.cues.average) add_against_average(facts, column, row, list);
            if (asks_parts)
                add_parts(search, {.value = column.values[row], .column = &column},
                          cell_name(facts, column, row), list);
        }
    }
    if (facts.rows < 2 || !asks_parts || !has_few) return;
    for (const NumberColumn& column : facts.numbers) {
        if (column.is_id) continue;
        add_parts(
            search, {.value = column.sum, .column = &column},
            "sum of " + std::string(facts.result->handle) + "." + facts.column_name(column.column),
            list);
    }
}

}
