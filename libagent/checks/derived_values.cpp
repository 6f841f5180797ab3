#include "libagent/checks/derived_values.h"

#include "libagent/checks/derived_cues.h"
#include "libagent/checks/derived_list.h"
#include "libagent/checks/row_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace askdb::checks {
namespace {

using Family = DerivedValue::Family;
using RowList = std::vector<std::uint32_t>;

constexpr std::size_t most_paired_columns = 8;

std::string row_name(std::uint32_t row) {
    return "row " + std::to_string(row + 1);
}

struct Sum {
    double value = 0;
    std::size_t count = 0;
};

/// The sums of all columns of numbers over some rows.
std::vector<Sum> sums_of(const ResultFacts& facts, const RowList& rows) {
    std::vector<Sum> sums(facts.numbers.size());
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const NumberColumn& column = facts.numbers[i];
        if (column.is_id) continue;
        for (const std::uint32_t row : rows) {
            if (std::isnan(column.values[row])) continue;
            sums[i].value += column.values[row];
            ++sums[i].count;
        }
    }
    return sums;
}

class Deriver {
  public:
    Deriver(const DerivedSearch& search, std::size_t result, DerivedList& list)
        : search_(search), result_(result), facts_(search.results[result]), list_(list) {}

    void derive();

  private:
    void derive_group(const RowGroup& group);
    void derive_sum(const RowGroup& group, const NumberColumn& column, const Sum& sum);
    void derive_columns(const RowGroup& group, const std::vector<Sum>& sums);
    void derive_conditions();
    void derive_condition(const NumberColumn& column);
    void derive_nulls();
    void derive_row_pairs();
    void derive_pair(std::uint32_t a, std::uint32_t b);

    std::string name_of(const NumberColumn& column) const {
        return std::string(facts_.result->handle) + "." + facts_.column_name(column.column);
    }
    std::string rows_where(const NumberColumn& column, const std::string& condition) const {
        return std::string(facts_.result->handle) + ": rows where " +
               facts_.column_name(column.column) + condition;
    }

    const DerivedSearch& search_;
    std::size_t result_;
    const ResultFacts& facts_;
    DerivedList& list_;
};

void Deriver::derive_sum(const RowGroup& group, const NumberColumn& column, const Sum& sum) {
    if (sum.count > 1) {
        list_.add({.family = Family::sum, .value = sum.value, .column = &column},
                  [&] { return "sum of " + name_of(column) + ", " + group_name(facts_, group); });
        list_.add(
            {.family = Family::average,
             .value = sum.value / static_cast<double>(sum.count),
             .column = &column},
            [&] { return "average of " + name_of(column) + ", " + group_name(facts_, group); });
    }
    if (column.sum != 0 && column.least() >= 0 && facts_.rows > 1)
        list_.add({.family = Family::share,
                   .value = sum.value / column.sum,
                   .name = &column.name,
                   .rivals = facts_.numbers.size()},
                  [&] { return name_of(column) + ": " + group_name(facts_, group) + " / sum"; });
}

void Deriver::derive_group(const RowGroup& group) {
    const auto count = static_cast<double>(group.rows.size());
    const auto rows = [&] {
        return std::string(facts_.result->handle) + ": " + group_name(facts_, group);
    };
    if (group.is_counted) list_.add({.family = Family::rows, .value = count}, rows);
    list_.add({.family = Family::share, .value = count / static_cast<double>(facts_.rows)},
              [&] { return rows() + " / rows"; });
    const std::vector<Sum> sums = sums_of(facts_, group.rows);
    for (std::size_t i = 0; i < sums.size(); ++i) {
        if (!facts_.numbers[i].is_id) derive_sum(group, facts_.numbers[i], sums[i]);
    }
    if (facts_.numbers.size() <= most_paired_columns) derive_columns(group, sums);
}

/// One column by another, within the group: hours per order, errors as a share of requests.
void Deriver::derive_columns(const RowGroup& group, const std::vector<Sum>& sums) {
    for (std::size_t i = 0; i < sums.size(); ++i) {
        for (std::size_t k = 0; k < sums.size(); ++k) {
            const NumberColumn &a = facts_.numbers[i], &b = facts_.numbers[k];
            if (i == k || a.is_id || b.is_id) continue;
            const double above = sums[i].value, below = sums[k].value;
            const auto with = [&](const char* sign) {
                return name_of(a) + sign + facts_.column_name(b.column) + ", " +
                       group_name(facts_, group);
            };
            const auto part = [&] { return with(" / "); };
            if (below != 0) {
                list_.add({.family = Family::ratio, .value = above / below, .column = &a}, part);
                list_.add({.family = Family::share,
                           .value = above / below,
                           .name = &a.name,
                           .rivals = sums.size()},
                          part);
                list_.add({.family = Family::growth,
                           .value = above / below - 1,
                           .name = &a.name,
                           .rivals = sums.size()},
                          part);
            }
            if (above > below)
                list_.add({.family = Family::difference, .value = above - below, .column = &a},
                          [&] { return with(" - "); });
        }
    }
}

/// "Five sites have more than 10", "four have none": counts of rows by another number of the
/// sentence.
void Deriver::derive_condition(const NumberColumn& column) {
    const auto count_at = [&](double value) {
        const auto [low, high] =
            std::equal_range(column.sorted.begin(), column.sorted.end(), value);
        return std::tuple<std::ptrdiff_t, std::ptrdiff_t, std::ptrdiff_t>(
            low - column.sorted.begin(), high - low, column.sorted.end() - high);
    };
    const auto add = [&](std::ptrdiff_t count, const char* sign, const std::string& than) {
        // That no row is so says nothing of "zero orders"; it does where something is missing.
        if (count == 0 && !search_.cues.missing) return;
        list_.add({.family = Family::rows, .value = static_cast<double>(count)},
                  [&] { return rows_where(column, sign + than); });
    };
    if (search_.cues.none) {
        add(std::get<1>(count_at(0)), " = ", "0");
        add(static_cast<std::ptrdiff_t>(facts_.rows - column.sorted.size()), " is ", "null");
    }
    for (const WrittenNumber& number : search_.numbers) {
        const bool is_bound = number.hedge == Hedge::over || number.hedge == Hedge::under;
        if (!is_bound) continue;
        const double value = number.readings.front().value;
        const auto [below, equal, above] = count_at(value);
        const std::string than = fmt::format("{}", value);
        add(above, " > ", than);
        add(above + equal, " >= ", than);
        add(below, " < ", than);
        add(below + equal, " <= ", than);
    }
}

void Deriver::derive_nulls() {
    for (const TextColumn& column : facts_.texts) {
        if (search_.budget < facts_.rows) return;
        search_.budget -= facts_.rows;
        std::size_t nulls = 0;
        for (std::size_t row = 0; row < facts_.rows; ++row)
            nulls += facts_.result->rows.cell(row, column.column).is_null() ? 1 : 0;
        if (nulls == 0 && !search_.cues.missing) continue;
        list_.add({.family = Family::rows, .value = static_cast<double>(nulls)}, [&] {
            return std::string(facts_.result->handle) + ": rows where " +
                   facts_.column_name(column.column) + " is null";
        });
    }
}

void Deriver::derive_conditions() {
    for (const NumberColumn& column : facts_.numbers) {
        if (!column.is_id) derive_condition(column);
    }
    if (search_.cues.none) derive_nulls();
}

void Deriver::derive_pair(std::uint32_t a, std::uint32_t b) {
    const bool is_timed = facts_.time_column.has_value();
    for (const NumberColumn& column : facts_.numbers) {
        const double from = column.values[a], to = column.values[b];
        if (column.is_id || std::isnan(from) || std::isnan(to)) continue;
        const auto with = [&](std::uint32_t first, const char* sign, std::uint32_t second) {
            return name_of(column) + ": " + row_name(first) + sign + row_name(second);
        };
        // Of rows a and b, which are in order, b came later unless the newest is the first.
        const bool goes_up = (to > from) != facts_.is_newest_first;
        const Way way = !is_timed ? Way::unknown : goes_up ? Way::up : Way::down;
        list_.add({.family = Family::difference, .value = to - from, .column = &column, .way = way},
                  [&] { return with(b, " - ", a); });
        const auto add_parts = [&](double above, double below, std::uint32_t first,
                                   std::uint32_t second) {
            if (below == 0) return;
            const bool is_back = is_timed && (first > second) == facts_.is_newest_first;
            const auto part = [&] { return with(first, " / ", second); };
            list_.add({.family = Family::growth,
                       .value = above / below - 1,
                       .name = &column.name,
                       .rivals = facts_.numbers.size(),
                       .way = is_back ? Way::back : way},
                      [&] { return part() + " - 1"; });
            list_.add({.family = Family::ratio, .value = above / below}, part);
            list_.add({.family = Family::share,
                       .value = above / below,
                       .name = &column.name,
                       .rivals = facts_.numbers.size()},
                      part);
        };
        add_parts(to, from, b, a);
        add_parts(from, to, a, b);
    }
}

/// Rows that are named against each other; one alone against its neighbours and the ends.
void Deriver::derive_row_pairs() {
    if (facts_.numbers.size() > most_paired_columns) return;
    const RowList named = named_rows(search_, result_);
    for (std::size_t a = 0; a < named.size(); ++a) {
        for (std::size_t b = a + 1; b < named.size(); ++b) derive_pair(named[a], named[b]);
    }
    if (facts_.rows < 2 || named.size() > 1) return;
    const auto last = static_cast<std::uint32_t>(facts_.rows - 1);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs{{0, last}, {0, 1}};
    if (named.size() == 1) {
        const std::uint32_t row = named[0];
        if (row > 0) pairs.emplace_back(row - 1, row);
        if (row < last) pairs.emplace_back(row, row + 1);
        if (row > 0) pairs.emplace_back(0, row);
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    for (const auto& [a, b] : pairs) derive_pair(a, b);
}

void Deriver::derive() {
    if (facts_.rows == 0 || search_.budget < facts_.rows) return;
    for (const RowGroup& group : row_groups(search_, result_)) {
        const std::size_t cost = group.rows.size() * (facts_.numbers.size() + 1);
        if (search_.budget < cost) return;
        search_.budget -= cost;
        derive_group(group);
    }
    derive_conditions();
    derive_row_pairs();
}

}

void collect_derived(const DerivedSearch& search, DerivedList& list) {
    for (std::size_t result = 0; result < search.results.size(); ++result)
        Deriver(search, result, list).derive();
    for (std::size_t result = 0; result < search.results.size(); ++result) {
        if (search.results[result].rows > 0) collect_asked(search, result, list);
    }
}

std::vector<DerivedValue> derived_values(const DerivedSearch& search) {
    DerivedList list;
    collect_derived(search, list);
    return list.take_values();
}

std::vector<std::string> derived_sources(const DerivedSearch& search,
                                         std::span<const std::size_t> wanted) {
    DerivedList list(wanted);
    collect_derived(search, list);
    return list.take_sources();
}

}
