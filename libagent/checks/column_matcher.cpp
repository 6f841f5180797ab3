#include "libagent/checks/column_matcher.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace askdb::checks {
namespace {

constexpr int most_choices = 24;

/// The numbers of a pair of columns so that those which are the same are, nearly always, equal.
double rounded_alike(double number, const NumberTolerance& tolerance) {
    constexpr double significant = 1e8;
    if (number == 0) return 0;
    if (tolerance.decimals > 0 && std::abs(number) < significant)
        return std::nearbyint(number * std::pow(10.0, std::min(tolerance.decimals, 9)));
    const double scale = significant / std::pow(10.0, std::floor(std::log10(std::abs(number))));
    return std::nearbyint(number * scale) / scale;
}

/// A column to sort by.
struct SortKey {
    const ComparedColumn& column;
    std::vector<double> numbers = {};  ///< By row, where the column has some.
};

SortKey sort_key(const ComparedColumn& column, const NumberTolerance& tolerance) {
    SortKey key{column};
    if (!column.has_numbers) return key;
    key.numbers.reserve(column.values.size());
    for (const ComparedValue& value : column.values)
        key.numbers.push_back(value.is_whole && tolerance.decimals == 0
                                  ? value.number
                                  : rounded_alike(value.number, tolerance));
    return key;
}

int order_by_key(const SortKey& key, std::uint32_t a, std::uint32_t b) {
    const ComparedValue& first = key.column.values[a];
    const ComparedValue& second = key.column.values[b];
    if (first.is_null != second.is_null) return first.is_null ? -1 : 1;
    if (!key.column.has_numbers) return first.text.compare(second.text);
    if (key.numbers[a] != key.numbers[b]) return key.numbers[a] < key.numbers[b] ? -1 : 1;
    if (!first.is_whole || !second.is_whole) return 0;
    return first.text.compare(second.text);  // Longer than a double tells apart.
}

std::vector<std::uint32_t> ordered_rows(const std::vector<SortKey>& keys, std::size_t rows) {
    std::vector<std::uint32_t> order(rows);
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        for (const SortKey& key : keys) {
            if (const int less = order_by_key(key, a, b); less != 0) return less < 0;
        }
        return false;
    });
    return order;
}

bool is_exact(const ComparedColumn& column) {
    return !column.has_numbers || column.decimals == 0;
}

class ColumnMatcher {
  public:
    ColumnMatcher(const ComparedTable& here, const ComparedTable& there,
                  const std::stop_token& stop)
        : here_(here), there_(there), stop_(stop), is_used_(there.columns.size()) {
        for (std::size_t i = 0; i < here.columns.size(); ++i) {
            throw_if_stopped(stop);
            candidates_.push_back(candidates_of(i));
            order_.push_back(i);
        }
        // What names the rows first: then what differs of them can be told.
        std::stable_partition(order_.begin(), order_.end(),
                              [&](std::size_t i) { return !here_.columns[i].is_measure; });
    }

    ColumnMatch run() {
        const bool is_found = match_at_once() || extend(0);
        return {.pairs = is_found ? pairs_ : best_, .is_enough = is_found};
    }

  private:
    std::vector<std::size_t> candidates_of(std::size_t i) const {
        std::vector<std::size_t> found;
        for (std::size_t j = 0; j < there_.columns.size(); ++j) {
            if (hold_the_same(here_.columns[i], there_.columns[j])) found.push_back(j);
        }
        const auto rank = [&](std::size_t j) {
            if (lower_ascii(there_.names[j]) == lower_ascii(here_.names[i])) return 0;
            return i == j ? 1 : 2;
        };
        std::stable_sort(found.begin(), found.end(),
                         [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
        return found;
    }

    /// Takes the first candidate of each column: nearly always, that is all.
    bool match_at_once() {
        for (const std::size_t i : order_) {
            for (const std::size_t j : candidates_[i]) {
                if (is_used_[j]) continue;
                pairs_.push_back({i, j});
                is_used_[j] = true;
                break;
            }
        }
        if (is_enough() && rows_agree()) return true;
        pairs_.clear();
        is_used_.assign(is_used_.size(), false);
        return false;
    }

    /// Whether the columns from the one at `at` in order_ on can be added to the pairs so that they
    /// are enough; then they are.
    bool extend(std::size_t at) {
        if (pairs_.size() > best_.size()) best_ = pairs_;
        if (at == order_.size()) return is_enough();
        for (const std::size_t j : candidates_[order_[at]]) {
            if (is_used_[j]) continue;
            pairs_.push_back({order_[at], j});
            is_used_[j] = true;
            if (rows_agree() && extend(at + 1)) return true;
            pairs_.pop_back();
            is_used_[j] = false;
        }
        return extend(at + 1);
    }

    bool rows_agree() {
        if (pairs_.size() == 1) return true;
        if (choices_++ >= most_choices) return false;
        throw_if_stopped(stop_);
        const RowOrders orders = aligned_rows(here_, there_, pairs_);
        return std::all_of(pairs_.begin(), pairs_.end(), [&](const ColumnPair& pair) {
            const ComparedColumn& a = here_.columns[pair.here];
            const ComparedColumn& b = there_.columns[pair.there];
            const NumberTolerance tolerance = tolerance_between(a, b);
            for (std::size_t row = 0; row < here_.rows; ++row) {
                if (!are_same(a.values[orders.here[row]], b.values[orders.there[row]], tolerance,
                              a.has_numbers))
                    return false;
            }
            return true;
        });
    }

    bool is_enough() const {
        std::vector<bool> shared_here(here_.columns.size());
        std::vector<bool> shared_there(there_.columns.size());
        for (const ColumnPair& pair : pairs_) {
            shared_here[pair.here] = true;
            shared_there[pair.there] = true;
        }
        return !pairs_.empty() && !is_any_torn(shared_here, shared_there) &&
               (covers(here_, shared_here) || covers(there_, shared_there));
    }

    /// Whether columns that hold the same values, though in other rows, are left over: of keys that
    /// are numbers, which count from 1 everywhere, that means nothing.
    bool is_any_torn(const std::vector<bool>& shared_here,
                     const std::vector<bool>& shared_there) const {
        const auto is_numbered = [](const ComparedColumn& column) {
            return column.has_numbers && !column.is_measure;
        };
        for (std::size_t i = 0; i < here_.columns.size(); ++i) {
            if (shared_here[i] || is_numbered(here_.columns[i])) continue;
            for (const std::size_t j : candidates_[i]) {
                if (!shared_there[j] && !is_numbered(there_.columns[j])) return true;
            }
        }
        return false;
    }

    /// Whether the shared columns are all of the table's, or all of its numbers.
    static bool covers(const ComparedTable& table, const std::vector<bool>& shared) {
        bool has_all = true, has_measures = true, any_measure = false;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            has_all = has_all && shared[i];
            if (!table.columns[i].is_measure) continue;
            any_measure = true;
            has_measures = has_measures && shared[i];
        }
        return has_all || (any_measure && has_measures);
    }

    const ComparedTable& here_;
    const ComparedTable& there_;
    const std::stop_token& stop_;
    std::vector<std::vector<std::size_t>> candidates_;  ///< By column here: columns there.
    std::vector<std::size_t> order_;                    ///< In which columns here are taken.
    std::vector<bool> is_used_;                         ///< By column there.
    std::vector<ColumnPair> pairs_;
    std::vector<ColumnPair> best_;
    int choices_ = 0;
};

}

RowOrders aligned_rows(const ComparedTable& here, const ComparedTable& there,
                       const std::vector<ColumnPair>& pairs) {
    std::vector<ColumnPair> exact_first = pairs;
    std::stable_partition(exact_first.begin(), exact_first.end(), [&](const ColumnPair& pair) {
        return is_exact(here.columns[pair.here]) && is_exact(there.columns[pair.there]);
    });
    std::vector<SortKey> keys_here, keys_there;
    for (const ColumnPair& pair : exact_first) {
        const ComparedColumn& a = here.columns[pair.here];
        const ComparedColumn& b = there.columns[pair.there];
        const NumberTolerance tolerance = tolerance_between(a, b);
        keys_here.push_back(sort_key(a, tolerance));
        keys_there.push_back(sort_key(b, tolerance));
    }
    return {.here = ordered_rows(keys_here, here.rows),
            .there = ordered_rows(keys_there, there.rows)};
}

ColumnMatch match_columns(const ComparedTable& here, const ComparedTable& there,
                          const std::stop_token& stop) {
    return ColumnMatcher(here, there, stop).run();
}

}
