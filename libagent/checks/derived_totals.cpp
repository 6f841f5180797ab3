#include "libagent/checks/derived_list.h"

#include <algorithm>

namespace askdb::checks {
namespace {

using Family = DerivedValue::Family;

constexpr std::size_t most_columns_in_pairs = 8, most_totals = 24;

std::string column_in(const ResultFacts& facts, const NumberColumn& column) {
    return std::string(facts.result->handle) + "." + facts.column_name(column.column);
}

/// The share of the largest value, and what all others make together.
void add_largest(const ResultFacts& facts, const NumberColumn& column, DerivedList& list) {
    if (column.sum <= 0 || column.least() < 0) return;
    const double most = column.most(), others = column.sum - most;
    const auto name = [&] { return column_in(facts, column); };
    list.add({.family = Family::share,
              .value = most / column.sum,
              .is_of_all = true,
              .name = &column.name,
              .rivals = facts.numbers.size()},
             [&] { return "largest of " + name() + " / sum"; });
    list.add({.family = Family::share,
              .value = others / column.sum,
              .is_of_all = true,
              .name = &column.name,
              .rivals = facts.numbers.size()},
             [&] { return "all but the largest of " + name() + " / sum"; });
    list.add({.family = Family::sum, .value = others, .column = &column, .is_of_all = true},
             [&] { return "sum of all but the largest of " + name(); });
}

/// Whether the most came after the least.
Way way_of_span(const ResultFacts& facts, const NumberColumn& column) {
    if (!facts.time_column) return Way::unknown;
    const auto least = std::find(column.values.begin(), column.values.end(), column.least());
    const auto most = std::find(column.values.begin(), column.values.end(), column.most());
    return (least < most) != facts.is_newest_first ? Way::up : Way::down;
}

void add_column(const ResultFacts& facts, const NumberColumn& column, DerivedList& list) {
    const auto named = [&](const char* what) {
        return [what, &facts, &column] { return what + column_in(facts, column); };
    };
    list.add({.family = Family::distinct,
              .value = static_cast<double>(column.distinct()),
              .is_of_all = true,
              .name = &column.name},
             named("distinct "));
    if (column.is_id || facts.rows < 2) return;
    list.add({.family = Family::sum, .value = column.sum, .column = &column, .is_of_all = true},
             named("sum of "));
    list.add({.family = Family::average,
              .value = column.average(),
              .column = &column,
              .is_of_all = true},
             named("average of "));
    list.add(
        {.family = Family::median, .value = column.median(), .column = &column, .is_of_all = true},
        named("median of "));
    list.add({.family = Family::difference,
              .value = column.most() - column.least(),
              .column = &column,
              .is_of_all = true,
              .way = way_of_span(facts, column)},
             named("span of "));
    add_largest(facts, column, list);
}

void add_result(const ResultFacts& facts, DerivedList& list) {
    const std::string handle(facts.result->handle);
    list.add(
        {.family = Family::rows, .value = static_cast<double>(facts.rows), .is_of_all = true}, [&] {
            return handle + (facts.result->rows.truncated ? ": at least so many rows" : ": rows");
        });
    if (facts.rows == 0) return;
    for (const TextColumn& column : facts.texts) {
        list.add({.family = Family::distinct,
                  .value = static_cast<double>(column.distinct),
                  .is_of_all = true,
                  .name = &column.name},
                 [&] { return "distinct " + handle + "." + facts.column_name(column.column); });
    }
    for (const NumberColumn& column : facts.numbers) add_column(facts, column, list);
}

/// A sum of a column, the cell of a result of one row, or (without a column) a count of rows.
struct ColumnTotal {
    double value = 0;
    const ResultFacts* facts = nullptr;
    const NumberColumn* column = nullptr;

    std::string name() const {
        if (column == nullptr) return std::string(facts->result->handle) + ": rows";
        return (facts->rows == 1 ? "" : "sum of ") + column_in(*facts, *column);
    }
};

void add_totals_of(const ResultFacts& facts, std::vector<ColumnTotal>& totals) {
    if (facts.numbers.size() > most_columns_in_pairs) return;
    const auto add = [&](const ColumnTotal& total) {
        if (totals.size() < most_totals) totals.push_back(total);
    };
    for (const NumberColumn& column : facts.numbers) {
        if (!column.is_id && !column.sorted.empty()) add({column.sum, &facts, &column});
    }
    if (facts.rows > 1) add({static_cast<double>(facts.rows), &facts, nullptr});
}

void add_pair(const ColumnTotal& a, const ColumnTotal& b, DerivedList& list) {
    const double part = a.value / b.value;
    const auto pair = [&] { return a.name() + " / " + b.name(); };
    const std::vector<std::string>* const name = a.column == nullptr ? nullptr : &a.column->name;
    const std::size_t rivals = a.facts == b.facts ? a.facts->numbers.size() : 0;
    list.add({.family = Family::ratio, .value = part, .column = a.column, .is_of_all = true}, pair);
    list.add(
        {.family = Family::share, .value = part, .is_of_all = true, .name = name, .rivals = rivals},
        pair);
    list.add({.family = Family::growth,
              .value = part - 1,
              .is_of_all = true,
              .name = name,
              .rivals = rivals},
             [&] { return pair() + " - 1"; });
    if (a.value > b.value)
        list.add({.family = Family::difference,
                  .value = a.value - b.value,
                  .column = a.column,
                  .is_of_all = true},
                 [&] { return a.name() + " - " + b.name(); });
}

}

void collect_totals(std::span<const ResultFacts> results, DerivedList& list) {
    std::vector<ColumnTotal> totals;
    for (const ResultFacts& facts : results) {
        add_result(facts, list);
        if (facts.rows > 0) add_totals_of(facts, totals);
    }
    for (const ColumnTotal& a : totals) {
        for (const ColumnTotal& b : totals) {
            if (&a != &b && b.value != 0) add_pair(a, b, list);
        }
    }
}

std::vector<DerivedValue> total_values(std::span<const ResultFacts> results) {
    DerivedList list;
    collect_totals(results, list);
    return list.take_values();
}

std::vector<std::string> total_sources(std::span<const ResultFacts> results,
                                       std::span<const std::size_t> wanted) {
    DerivedList list(wanted);
    collect_totals(results, list);
    return list.take_sources();
}

}
