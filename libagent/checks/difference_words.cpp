#include "libagent/checks/difference_words.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace askdb::checks {
namespace {

constexpr std::size_t longest_column_name = 60;
constexpr std::size_t longest_told_value = 40;

/// "13,962.50"
std::string with_separators(std::string_view digits) {
    constexpr std::size_t group = 3;
    const bool is_negative = digits.starts_with('-');
    std::string whole(digits.substr(is_negative, digits.find('.') - is_negative));
    const std::size_t dot = digits.find('.');
    if (digits.find_first_of("eE") != std::string_view::npos) return std::string(digits);
    for (std::size_t at = whole.size(); at > group;) whole.insert(at -= group, 1, ',');
    return (is_negative ? "-" : "") + whole +
           (dot == std::string_view::npos ? std::string() : std::string(digits.substr(dot)));
}

std::string value_words(const ComparedColumn& column, const ComparedValue& value) {
    if (value.is_null) return "NULL";
    if (column.has_numbers) return with_separators(value.text);
    return fmt::format("'{}'", visible(clipped(value.text, longest_told_value)));
}

std::string name_words_of(const std::string& name) {
    return visible(clipped(name, longest_column_name));
}

std::vector<std::size_t> unshared(const ComparedTable& table, const std::vector<ColumnPair>& shared,
                                  std::size_t ColumnPair::*side) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const bool is_shared = std::any_of(shared.begin(), shared.end(),
                                           [&](const auto& pair) { return pair.*side == i; });
        if (!is_shared) found.push_back(i);
    }
    return found;
}

/// Two columns that are not the same, though most likely meant to be.
std::optional<ColumnPair> rival_columns(const ComparedTable& here, const ComparedTable& there,
                                        const std::vector<ColumnPair>& shared) {
    const std::vector<std::size_t> left = unshared(here, shared, &ColumnPair::here);
    const std::vector<std::size_t> right = unshared(there, shared, &ColumnPair::there);
    std::optional<ColumnPair> best;
    int best_rank = 0;
    for (const std::size_t i : left) {
        for (const std::size_t j : right) {
            const bool are_numbers = here.columns[i].is_measure && there.columns[j].is_measure;
            const bool are_alike = here.columns[i].has_numbers == there.columns[j].has_numbers;
            const int rank = 1 + (are_numbers ? 8 : 0) + (are_alike ? 2 : 0) + (i == j ? 1 : 0) +
                             (lower_ascii(here.names[i]) == lower_ascii(there.names[j]) ? 4 : 0);
            if (rank <= best_rank) continue;
            best_rank = rank;
            best = ColumnPair{i, j};
        }
    }
    return best;
}

/// " (where region is 'North')"
std::string place_words(const ComparedTable& here, const std::vector<ColumnPair>& shared,
                        std::size_t row) {
    if (here.rows == 1 || shared.empty()) return {};
    const ComparedColumn& column = here.columns[shared.front().here];
    return fmt::format(" (where {} is {})", name_words_of(here.names[shared.front().here]),
                       value_words(column, column.values[row]));
}

std::string names_alone(const ComparedTable& table, const std::vector<std::size_t>& columns) {
    constexpr std::size_t most = 5;
    std::vector<std::string> names;
    for (const std::size_t i : columns) {
        if (names.size() == most) break;
        names.push_back(name_words_of(table.names[i]));
    }
    return join(names, ", ") + (columns.size() > most ? ", …" : "");
}

}

std::string row_count_words(std::size_t here, std::size_t there) {
    return fmt::format("{} row{} here, {} there", with_thousands(here), here == 1 ? "" : "s",
                       with_thousands(there));
}

std::string difference_words(const ComparedTable& here, const ComparedTable& there,
                             const std::vector<ColumnPair>& shared) {
    const std::optional<ColumnPair> rival = rival_columns(here, there, shared);
    if (!rival) {
        const auto left = unshared(here, shared, &ColumnPair::here);
        if (!left.empty()) return "only here: " + names_alone(here, left);
        const auto right = unshared(there, shared, &ColumnPair::there);
        return right.empty() ? "the values are combined otherwise"
                             : "only there: " + names_alone(there, right);
    }
    const ComparedColumn& a = here.columns[rival->here];
    const ComparedColumn& b = there.columns[rival->there];
    const bool are_numbers = a.has_numbers && b.has_numbers;
    const NumberTolerance tolerance = tolerance_between(a, b);
    // Without anything shared, the largest values are as good as any.
    const RowOrders rows = shared.empty() ? RowOrders{{a.sorted.rbegin(), a.sorted.rend()},
                                                      {b.sorted.rbegin(), b.sorted.rend()}}
                                          : aligned_rows(here, there, shared);
    for (std::size_t i = 0; i < here.rows; ++i) {
        const ComparedValue& first = a.values[rows.here[i]];
        const ComparedValue& second = b.values[rows.there[i]];
        if (a.has_numbers == b.has_numbers && are_same(first, second, tolerance, are_numbers))
            continue;
        return fmt::format("{}: {} here, {} there{}", name_words_of(here.names[rival->here]),
                           value_words(a, first), value_words(b, second),
                           place_words(here, shared, rows.here[i]));
    }
    return fmt::format("{}: its values are those of other rows",
                       name_words_of(here.names[rival->here]));
}

}
