#include "libagent/checks/row_groups.h"

#include "libagent/base/ascii.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace askdb::checks {
namespace {

using RowNumbers = std::vector<std::uint32_t>;

constexpr std::size_t most_named_rows = 8, most_mentions = 8, most_groups = 40, most_top_rows = 20;

void add_group(std::vector<RowGroup>& groups, RowGroup group) {
    const bool is_known = std::any_of(groups.begin(), groups.end(), [&](const RowGroup& other) {
        return other.rows == group.rows;
    });
    if (!group.rows.empty() && !is_known && groups.size() < most_groups)
        groups.push_back(std::move(group));
}

/// Counting the rows of a value of a column whose values are all different says nothing.
bool is_countable(const ResultFacts& facts, const Mention& mention) {
    return mention.how == Mention::How::date || mention.how == Mention::How::shared ||
           !facts.is_unique(mention.column);
}

void add_values(std::vector<RowGroup>& groups, const DerivedSearch& search, std::size_t result) {
    const ResultFacts& facts = search.results[result];
    std::vector<const Mention*> here;
    for (const Mention& mention : search.mentions) {
        if (mention.result == result && here.size() < most_mentions) here.push_back(&mention);
    }
    for (const Mention* mention : here)
        add_group(groups, {.how = RowGroup::How::value,
                           .rows = mention->rows.list(),
                           .mention = mention,
                           .is_counted = is_countable(facts, *mention)});
    for (std::size_t a = 0; a < here.size(); ++a) {
        for (std::size_t b = a + 1; b < here.size(); ++b) {
            if (here[a]->column == here[b]->column) continue;
            RowGroup both{.how = RowGroup::How::both, .mention = here[a], .second = here[b]};
            std::set_intersection(here[a]->rows.begin(), here[a]->rows.end(), here[b]->rows.begin(),
                                  here[b]->rows.end(), std::back_inserter(both.rows));
            add_group(groups, std::move(both));
        }
    }
}

/// All rows that the values of one column name.
void add_unions(std::vector<RowGroup>& groups, std::span<const Mention> mentions,
                const DerivedSearch& search, std::size_t result) {
    const ResultFacts& facts = search.results[result];
    for (const TextColumn& column : facts.texts) {
        RowGroup group{.how = RowGroup::How::named, .is_counted = !facts.is_unique(column.column)};
        std::size_t count = 0;
        std::set<SharedRows> taken;
        for (const Mention& mention : mentions) {
            const bool is_here = mention.result == result && mention.column == column.column;
            if (!is_here || mention.how == Mention::How::shared || count > most_groups) continue;
            if (!taken.insert(mention.rows).second) continue;
            RowNumbers rows;
            std::set_union(group.rows.begin(), group.rows.end(), mention.rows.begin(),
                           mention.rows.end(), std::back_inserter(rows));
            count += rows.size() > group.rows.size() ? 1 : 0;
            group.rows = std::move(rows);
        }
        if (count > 1) add_group(groups, std::move(group));
    }
}

void add_tops(std::vector<RowGroup>& groups, const DerivedSearch& search, std::size_t rows) {
    if (!search.cues.top) return;
    for (const WrittenNumber& number : search.numbers) {
        const double said = number.readings.front().value;
        if (!number.is_whole || said < 2 || said > most_top_rows ||
            said >= static_cast<double>(rows))
            continue;
        const auto count = static_cast<std::uint32_t>(said);
        RowGroup first{.how = RowGroup::How::first, .is_counted = false};
        RowGroup last{.how = RowGroup::How::last, .is_counted = false};
        for (std::uint32_t i = 0; i < count; ++i) {
            first.rows.push_back(i);
            last.rows.push_back(static_cast<std::uint32_t>(rows) - count + i);
        }
        add_group(groups, std::move(first));
        add_group(groups, std::move(last));
    }
}

/// Year and quarter of "2024-05", "2024-05-31 …", as one number; 0 for other texts.
int quarter_of(std::string_view cell) {
    constexpr std::size_t shortest = 7, longest = 35;
    if (cell.size() < shortest || cell.size() > longest || cell[4] != '-') return 0;
    int value = 0;
    for (const std::size_t i : {0, 1, 2, 3, 5, 6}) {
        if (!is_ascii_digit(cell[i])) return 0;
        value = value * 10 + (cell[i] - '0');
    }
    const int year = value / 100, month = value % 100;
    return month >= 1 && month <= 12 ? year * 4 + (month - 1) / 3 : 0;
}

/// The rows of each quarter that the sentence names, by year.
void add_quarters(std::vector<RowGroup>& groups, const DerivedSearch& search, std::size_t result) {
    if (search.cues.quarters.empty()) return;
    const ResultFacts& facts = search.results[result];
    for (const TextColumn& column : facts.texts) {
        if (facts.rows == 0 || quarter_of(facts.cell(0, column.column)) == 0) continue;
        if (search.budget < facts.rows) return;
        search.budget -= facts.rows;
        std::map<int, RowNumbers> rows;
        for (std::uint32_t row = 0; row < facts.rows; ++row) {
            const int quarter = quarter_of(facts.cell(row, column.column));
            const auto& asked = search.cues.quarters;
            if (std::find(asked.begin(), asked.end(), quarter % 4 + 1) != asked.end() &&
                quarter > 0)
                rows[quarter].push_back(row);
        }
        for (auto& [quarter, of_quarter] : rows)
            add_group(groups, {.how = RowGroup::How::quarter, .rows = std::move(of_quarter)});
    }
}

void add_rest(std::vector<RowGroup>& groups, const DerivedSearch& search, std::size_t rows) {
    if (!search.cues.rest) return;
    const std::vector<RowGroup> before = groups;
    for (const RowGroup& group : before) {
        RowGroup rest = group;
        rest.is_rest = true;
        rest.rows.clear();
        std::size_t next = 0;
        for (std::uint32_t row = 0; row < rows; ++row) {
            if (next < group.rows.size() && group.rows[next] == row)
                ++next;
            else
                rest.rows.push_back(row);
        }
        add_group(groups, std::move(rest));
    }
}

std::string condition(const ResultFacts& facts, const Mention& mention) {
    const std::string name = facts.column_name(mention.column);
    if (mention.how != Mention::How::cell) return name + " fits";
    return name + " = '" +
           std::string(facts.result->rows.cell(mention.rows.front(), mention.column).text) + "'";
}

}

std::vector<RowGroup> row_groups(const DerivedSearch& search, std::size_t result) {
    std::vector<RowGroup> groups;
    add_values(groups, search, result);
    add_unions(groups, search.mentions, search, result);
    if (search.cues.total) add_unions(groups, search.all_mentions, search, result);
    add_quarters(groups, search, result);
    add_tops(groups, search, search.results[result].rows);
    add_rest(groups, search, search.results[result].rows);
    return groups;
}

std::vector<std::uint32_t> named_rows(const DerivedSearch& search, std::size_t result) {
    RowNumbers named;
    for (const Mention& mention : search.mentions) {
        if (mention.result == result && mention.rows.size() == 1)
            named.push_back(mention.rows.front());
    }
    std::sort(named.begin(), named.end());
    named.erase(std::unique(named.begin(), named.end()), named.end());
    if (named.size() > most_named_rows) named.resize(most_named_rows);
    return named;
}

std::string group_name(const ResultFacts& facts, const RowGroup& group) {
    const std::string front = group.is_rest ? "all but " : "";
    const std::size_t count = group.is_rest ? facts.rows - group.rows.size() : group.rows.size();
    switch (group.how) {
        case RowGroup::How::value: return front + "rows where " + condition(facts, *group.mention);
        case RowGroup::How::both:
            return front + "rows where " + condition(facts, *group.mention) + " and " +
                   condition(facts, *group.second);
        case RowGroup::How::named: return front + "the rows that are named";
        case RowGroup::How::quarter: return front + "the rows of the quarter";
        case RowGroup::How::first: return front + "the first " + std::to_string(count) + " rows";
        case RowGroup::How::last: return front + "the last " + std::to_string(count) + " rows";
    }
    return front;
}

}
