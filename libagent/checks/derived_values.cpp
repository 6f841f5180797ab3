#include "libagent/checks/derived_values.h"

#include "libagent/checks/result_facts.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>
#include <string_view>

namespace askdb::checks {
namespace {

using Family = DerivedValue::Family;
using RowList = std::vector<std::uint32_t>;

constexpr std::size_t most_columns_in_pairs = 8, most_named_rows = 8, most_groups = 40,
                      most_top_rows = 20, most_totals = 24;

/// Rows that belong together, and how a source calls them.
struct RowGroup {
    RowList rows;
    std::string name;
    bool is_counted = true;  ///< How many they are says something: not of "the top three".
};

std::string column_of(const ResultFacts& facts, const NumberColumn& column) {
    return std::string(facts.result->handle) + "." + facts.column_name(column.column);
}

std::string row_name(std::uint32_t row) {
    return "row " + std::to_string(row + 1);
}

struct Sum {
    double value = 0;
    std::size_t count = 0;
    double average() const { return count == 0 ? 0 : value / static_cast<double>(count); }
};

Sum sum_of(const NumberColumn& column, const RowList& rows) {
    Sum sum;
    for (const std::uint32_t row : rows) {
        if (std::isnan(column.values[row])) continue;
        sum.value += column.values[row];
        ++sum.count;
    }
    return sum;
}

class Deriver {
  public:
    Deriver(const DerivedSearch& search, std::vector<DerivedValue>& out) : search_(search), out_(out) {}

    void derive(std::size_t result);

  private:
    std::vector<RowGroup> groups(std::size_t result) const;
    void add_named(std::vector<RowGroup>& groups, std::size_t result) const;
    void add_unions(std::vector<RowGroup>& groups, std::span<const Mention> mentions,
                    std::size_t result) const;
    void add_tops(std::vector<RowGroup>& groups, std::size_t rows) const;
    void add_rest(std::vector<RowGroup>& groups, std::size_t rows) const;
    void derive_group(const ResultFacts& facts, const RowGroup& group);
    void derive_columns(const ResultFacts& facts, const RowGroup& group);
    void derive_conditions(const ResultFacts& facts);
    void derive_row_pairs(const ResultFacts& facts, const RowList& named);
    void derive_pair(const ResultFacts& facts, std::uint32_t a, std::uint32_t b);
    void add(DerivedValue value) { out_.push_back(std::move(value)); }

    const DerivedSearch& search_;
    std::vector<DerivedValue>& out_;
};

void add_group(std::vector<RowGroup>& groups, RowGroup group) {
    const bool is_known = std::any_of(groups.begin(), groups.end(), [&](const RowGroup& other) {
        return other.rows == group.rows;
    });
    if (!group.rows.empty() && !is_known && groups.size() < most_groups)
        groups.push_back(std::move(group));
}

std::string mention_name(const ResultFacts& facts, const Mention& mention) {
    const database::Cell cell = facts.result->rows.cell(mention.rows.front(), mention.column);
    return "rows where " + facts.column_name(mention.column) +
           (mention.how == Mention::How::cell ? " = '" + std::string(cell.text) + "'" : " fits");
}

/// The rows of each value that the sentence names, and of two values of different columns.
void Deriver::add_named(std::vector<RowGroup>& groups, std::size_t result) const {
    const ResultFacts& facts = search_.results[result];
    std::vector<const Mention*> here;
    for (const Mention& mention : search_.mentions) {
        if (mention.result == result && here.size() < most_named_rows) here.push_back(&mention);
    }
    for (const Mention* mention : here)
        add_group(groups, {mention->rows, mention_name(facts, *mention), mention->how == Mention::How::date || mention->how == Mention::How::shared ||
                                                                     !facts.is_unique(mention->column)});
    for (std::size_t a = 0; a < here.size(); ++a) {
        for (std::size_t b = a + 1; b < here.size(); ++b) {
            if (here[a]->column == here[b]->column) continue;
            RowGroup both{{}, {}};
            std::set_intersection(here[a]->rows.begin(), here[a]->rows.end(), here[b]->rows.begin(),
                                  here[b]->rows.end(), std::back_inserter(both.rows));
            both.name = mention_name(facts, *here[a]) + " and " + mention_name(facts, *here[b]).substr(11);
            add_group(groups, std::move(both));
        }
    }
}

/// All rows that are named by one column's values.
void Deriver::add_unions(std::vector<RowGroup>& groups, std::span<const Mention> mentions,
                         std::size_t result) const {
    const ResultFacts& facts = search_.results[result];
    for (const TextColumn& column : facts.texts) {
        RowGroup group{{}, "the rows that are named", !facts.is_unique(column.column)};
        std::size_t count = 0;
        for (const Mention& mention : mentions) {
            if (mention.result != result || mention.column != column.column ||
                mention.how == Mention::How::shared)
                continue;
            RowList rows;
            std::set_union(group.rows.begin(), group.rows.end(), mention.rows.begin(),
                           mention.rows.end(), std::back_inserter(rows));
            count += rows.size() > group.rows.size() ? 1 : 0;
            group.rows = std::move(rows);
        }
        if (count > 1) add_group(groups, std::move(group));
    }
}

/// "The top three", "the last two": as many rows as a number of the sentence says, from either end.
void Deriver::add_tops(std::vector<RowGroup>& groups, std::size_t rows) const {
    if (!search_.cues.top) return;
    for (const WrittenNumber& number : search_.numbers) {
        const double count = number.readings.front().value;
        if (!number.is_whole || count < 2 || count > most_top_rows || count >= static_cast<double>(rows))
            continue;
        RowGroup first{{}, "the first " + std::to_string(static_cast<int>(count)) + " rows", false};
        RowGroup last{{}, "the last " + std::to_string(static_cast<int>(count)) + " rows", false};
        for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(count); ++i) {
            first.rows.push_back(i);
            last.rows.push_back(static_cast<std::uint32_t>(rows) - static_cast<std::uint32_t>(count) + i);
        }
        add_group(groups, std::move(first));
        add_group(groups, std::move(last));
    }
}

/// "The others": what each group leaves.
void Deriver::add_rest(std::vector<RowGroup>& groups, std::size_t rows) const {
    constexpr std::size_t most_rows = 100'000;
    if (!search_.cues.rest || rows > most_rows) return;
    const std::vector<RowGroup> before = groups;
    for (const RowGroup& group : before) {
        RowGroup rest{{}, "all but " + group.name, group.is_counted};
        std::size_t next = 0;
        for (std::uint32_t row = 0; row < rows; ++row) {
            if (next < group.rows.size() && group.rows[next] == row) ++next;
            else rest.rows.push_back(row);
        }
        add_group(groups, std::move(rest));
    }
}

std::vector<RowGroup> Deriver::groups(std::size_t result) const {
    std::vector<RowGroup> groups;
    add_named(groups, result);
    add_unions(groups, search_.mentions, result);
    if (search_.cues.total) add_unions(groups, search_.all_mentions, result);
    add_tops(groups, search_.results[result].rows);
    add_rest(groups, search_.results[result].rows);
    return groups;
}

void Deriver::derive_group(const ResultFacts& facts, const RowGroup& group) {
    const std::string handle(facts.result->handle);
    const auto count = static_cast<double>(group.rows.size());
    if (group.is_counted)
        add({.family = Family::rows, .value = count, .source = handle + ": " + group.name});
    add({.family = Family::share, .value = count / static_cast<double>(facts.rows),
         .source = handle + ": " + group.name + " / rows"});
    for (const NumberColumn& column : facts.numbers) {
        if (column.is_id) continue;
        const Sum sum = sum_of(column, group.rows);
        const std::string name = column_of(facts, column);
        if (sum.count > 1) {
            add({.family = Family::sum, .value = sum.value, .column = &column,
                 .source = "sum of " + name + ", " + group.name});
            add({.family = Family::average, .value = sum.average(), .column = &column,
                 .source = "average of " + name + ", " + group.name});
        }
        if (column.sum != 0 && column.least() >= 0 && facts.rows > 1)
            add({.family = Family::share, .value = sum.value / column.sum,
                 .source = name + ": " + group.name + " / sum"});
    }
    derive_columns(facts, group);
}

/// One column by another, within the group: hours per order, errors as a share of requests.
void Deriver::derive_columns(const ResultFacts& facts, const RowGroup& group) {
    if (facts.numbers.size() > most_columns_in_pairs) return;
    for (const NumberColumn& a : facts.numbers) {
        const double above = a.is_id ? 0 : sum_of(a, group.rows).value;
        for (const NumberColumn& b : facts.numbers) {
            if (&a == &b || a.is_id || b.is_id) continue;
            const double below = sum_of(b, group.rows).value;
            const std::string pair = column_of(facts, a) + " / " + facts.column_name(b.column) + ", " + group.name;
            const std::string gap = column_of(facts, a) + " - " + facts.column_name(b.column) + ", " + group.name;
            if (below != 0) {
                add({.family = Family::ratio, .value = above / below, .column = &a, .source = pair});
                add({.family = Family::share, .value = above / below, .source = pair});
                add({.family = Family::growth, .value = above / below - 1, .source = pair});
            }
            if (above > below)
                add({.family = Family::difference, .value = above - below, .column = &a, .source = gap});
        }
    }
}

/// "Five sites have more than 10", "four have none": counts of rows by another number of the sentence.
void Deriver::derive_conditions(const ResultFacts& facts) {
    for (const NumberColumn& column : facts.numbers) {
        if (column.is_id) continue;
        const auto add_count = [&](std::ptrdiff_t count, const char* sign, const std::string& than) {
            add({.family = Family::rows, .value = static_cast<double>(count),
                 .source = std::string(facts.result->handle) + ": rows where " +
                           facts.column_name(column.column) + sign + than});
        };
        const auto& sorted = column.sorted;
        const auto count_at = [&](double value) {
            const auto [low, high] = std::equal_range(sorted.begin(), sorted.end(), value);
            return std::tuple{low - sorted.begin(), high - low, sorted.end() - high};
        };
        if (search_.cues.none) {
            add_count(std::get<1>(count_at(0)), " = ", "0");
            add_count(static_cast<std::ptrdiff_t>(facts.rows - sorted.size()), " is ", "null");
        }
        for (const WrittenNumber& number : search_.numbers) {
            const bool is_bound = number.hedge == Hedge::over || number.hedge == Hedge::under;
            if (!is_bound || number.is_word) continue;
            const auto [below, equal, above] = count_at(number.readings.front().value);
            const std::string than = std::to_string(static_cast<long long>(number.readings.front().value));
            add_count(above, " > ", than);
            add_count(above + equal, " >= ", than);
            add_count(below, " < ", than);
            add_count(below + equal, " <= ", than);
        }
    }
    if (!search_.cues.none) return;
    for (const TextColumn& column : facts.texts) {
        if (search_.budget < facts.rows) return;
        search_.budget -= facts.rows;
        std::size_t nulls = 0;
        for (std::size_t row = 0; row < facts.rows; ++row)
            nulls += facts.result->rows.cell(row, column.column).is_null() ? 1 : 0;
        add({.family = Family::rows, .value = static_cast<double>(nulls),
             .source = std::string(facts.result->handle) + ": rows where " +
                       facts.column_name(column.column) + " is null"});
    }
}

void Deriver::derive_pair(const ResultFacts& facts, std::uint32_t a, std::uint32_t b) {
    for (const NumberColumn& column : facts.numbers) {
        const double from = column.values[a], to = column.values[b];
        if (column.is_id || std::isnan(from) || std::isnan(to)) continue;
        const std::string rows = column_of(facts, column) + ": " + row_name(b);
        const std::string other = row_name(a);
        add({.family = Family::difference, .value = to - from, .column = &column,
             .source = rows + " - " + other});
        if (from != 0) {
            add({.family = Family::growth, .value = to / from - 1, .source = rows + " / " + other + " - 1"});
            add({.family = Family::ratio, .value = to / from, .source = rows + " / " + other});
            add({.family = Family::share, .value = to / from, .source = rows + " / " + other});
        }
        if (to == 0) continue;
        add({.family = Family::growth, .value = from / to - 1, .source = rows + " / " + other + " - 1"});
        add({.family = Family::ratio, .value = from / to, .source = other + " / " + row_name(b)});
        add({.family = Family::share, .value = from / to, .source = other + " / " + row_name(b)});
    }
}

/// Rows that are named against each other; one alone against its neighbours and the ends.
void Deriver::derive_row_pairs(const ResultFacts& facts, const RowList& named) {
    if (facts.numbers.size() > most_columns_in_pairs) return;
    for (std::size_t a = 0; a < named.size(); ++a) {
        for (std::size_t b = a + 1; b < named.size(); ++b) derive_pair(facts, named[a], named[b]);
    }
    if (facts.rows < 2 || named.size() > 1) return;
    const auto last = static_cast<std::uint32_t>(facts.rows - 1);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs{{0, last}, {0, 1}};
    if (named.size() == 1) {
        const std::uint32_t row = named[0];
        if (row > 0) pairs.emplace_back(row - 1, row);
        if (row < last) pairs.emplace_back(row, row + 1);
        pairs.emplace_back(0, row);
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    for (const auto& [a, b] : pairs) {
        if (a != b) derive_pair(facts, a, b);
    }
}

void Deriver::derive(std::size_t result) {
    const ResultFacts& facts = search_.results[result];
    if (facts.rows == 0) return;
    RowList named;
    for (const Mention& mention : search_.mentions) {
        if (mention.result == result && mention.rows.size() == 1) named.push_back(mention.rows[0]);
    }
    std::sort(named.begin(), named.end());
    named.erase(std::unique(named.begin(), named.end()), named.end());
    if (named.size() > most_named_rows) named.resize(most_named_rows);
    for (const RowGroup& group : groups(result)) {
        const std::size_t cost = group.rows.size() * (facts.numbers.size() + 1) * 2;
        if (search_.budget < cost) return;
        search_.budget -= cost;
        derive_group(facts, group);
    }
    derive_conditions(facts);
    derive_row_pairs(facts, named);
}

/// The share of the largest value, and what all others make together.
void add_largest(const NumberColumn& column, const std::string& name, std::vector<DerivedValue>& out) {
    const double most = column.most(), others = column.sum - most;
    out.push_back({.family = Family::share, .value = most / column.sum, .is_of_all = true,
                   .source = "largest of " + name + " / sum"});
    out.push_back({.family = Family::share, .value = others / column.sum, .is_of_all = true,
                   .source = "all but the largest of " + name + " / sum"});
    out.push_back({.family = Family::sum, .value = others, .column = &column, .is_of_all = true,
                   .source = "sum of all but the largest of " + name});
}

void add_totals(const ResultFacts& facts, std::vector<DerivedValue>& out) {
    const std::string handle(facts.result->handle);
    out.push_back({.family = Family::rows, .value = static_cast<double>(facts.rows), .is_of_all = true,
                   .source = facts.result->rows.truncated ? handle + ": at least so many rows"
                                                          : handle + ": rows"});
    for (const TextColumn& column : facts.texts) {
        out.push_back({.family = Family::distinct,
                       .value = static_cast<double>(column.distinct),
                       .is_of_all = true,
                       .source = "distinct " + handle + "." + facts.column_name(column.column)});
    }
    for (const NumberColumn& column : facts.numbers) {
        const std::string name = column_of(facts, column);
        out.push_back({.family = Family::distinct, .value = static_cast<double>(column.distinct()),
                       .is_of_all = true, .source = "distinct " + name});
        if (column.is_id || facts.rows < 2) continue;
        out.push_back({.family = Family::sum, .value = column.sum, .column = &column, .is_of_all = true,
                       .source = "sum of " + name});
        out.push_back({.family = Family::average, .value = column.average(), .column = &column,
                       .is_of_all = true, .source = "average of " + name});
        out.push_back({.family = Family::median, .value = column.median(), .column = &column,
                       .is_of_all = true, .source = "median of " + name});
        out.push_back({.family = Family::difference, .value = column.most() - column.least(),
                       .column = &column, .is_of_all = true, .source = "span of " + name});
        if (column.sum > 0 && column.least() >= 0)
            add_largest(column, name, out);
    }
}

struct Total {
    double value = 0;
    const NumberColumn* column = nullptr;
    std::string name;
};

/// Sums of columns, and the cells of results of one row.
std::vector<Total> totals_of(const ResultFacts& facts) {
    std::vector<Total> totals;
    for (const NumberColumn& column : facts.numbers) {
        if (column.is_id || column.sorted.empty()) continue;
        totals.push_back({column.sum, &column, (facts.rows == 1 ? "" : "sum of ") + column_of(facts, column)});
    }
    if (facts.rows > 1)
        totals.push_back({static_cast<double>(facts.rows), nullptr,
                          std::string(facts.result->handle) + ": rows"});
    return totals;
}

void add_total_pairs(const std::vector<Total>& totals, std::vector<DerivedValue>& out) {
    for (const Total& a : totals) {
        for (const Total& b : totals) {
            if (&a == &b || b.value == 0) continue;
            const std::string pair = a.name + " / " + b.name;
            out.push_back({.family = Family::ratio, .value = a.value / b.value, .column = a.column,
                           .is_of_all = true, .source = pair});
            out.push_back({.family = Family::share, .value = a.value / b.value, .is_of_all = true, .source = pair});
            out.push_back({.family = Family::growth, .value = a.value / b.value - 1, .is_of_all = true,
                           .source = pair + " - 1"});
            if (a.value > b.value)
                out.push_back({.family = Family::difference, .value = a.value - b.value, .column = a.column,
                               .is_of_all = true, .source = a.name + " - " + b.name});
        }
    }
}

}

std::vector<DerivedValue> derived_values(const DerivedSearch& search) {
    std::vector<DerivedValue> out;
    for (std::size_t result = 0; result < search.results.size(); ++result)
        Deriver(search, out).derive(result);
    return out;
}

std::vector<DerivedValue> total_values(std::span<const ResultFacts> results) {
    std::vector<DerivedValue> out;
    std::vector<Total> totals;
    for (const ResultFacts& facts : results) {
        if (facts.rows == 0) continue;
        add_totals(facts, out);
        const bool is_wide = facts.numbers.size() > most_columns_in_pairs;
        for (Total& total : is_wide ? std::vector<Total>{} : totals_of(facts)) {
            if (totals.size() < most_totals) totals.push_back(std::move(total));
        }
    }
    add_total_pairs(totals, out);
    return out;
}

}
