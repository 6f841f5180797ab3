#include "libagent/results/profile.h"

#include "libagent/base/stop.h"
#include "libagent/results/exact_number.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <unordered_set>

namespace askdb::results {
namespace {

constexpr std::size_t most_distinct = 10'000;
constexpr std::size_t rows_between_stops = 4'096;

/// A cell that is not NULL. Numbers compare by value and before everything else, the rest by kind
/// and bytes.
struct ProfiledValue {
    explicit ProfiledValue(const database::Cell& cell)
        : kind(cell.kind), text(cell.text), is_number(database::is_number(cell.kind)) {
        if (is_number) number.emplace(cell.text);
    }

    int compare(const ProfiledValue& other) const {
        if (is_number != other.is_number) return is_number ? -1 : 1;
        if (is_number) return number->compare(*other.number);
        return text.compare(other.text);
    }

    bool operator==(const ProfiledValue& other) const {
        return compare(other) == 0 && (is_number || kind == other.kind);
    }

    database::Kind kind;
    std::string_view text;
    bool is_number;
    std::optional<ExactNumber> number;
};

struct ProfiledValueHash {
    std::size_t operator()(const ProfiledValue& value) const {
        return value.is_number ? static_cast<std::size_t>(value.number->hash())
                               : std::hash<std::string_view>()(value.text);
    }
};

ColumnProfile profile_column(const database::Rows& rows, std::size_t column,
                             const std::stop_token& stop) {
    ColumnProfile result;
    std::optional<ProfiledValue> min, max;
    std::unordered_set<ProfiledValue, ProfiledValueHash> seen;
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        if (row % rows_between_stops == 0) throw_if_stopped(stop);
        const database::Cell cell = rows.cell(row, column);
        if (cell.is_null()) {
            ++result.nulls;
            continue;
        }
        const ProfiledValue value(cell);
        if (!min || value.compare(*min) < 0) min = value;
        if (!max || value.compare(*max) > 0) max = value;
        if (result.distinct_capped) continue;
        if (seen.size() < most_distinct) {
            seen.insert(value);
        } else {
            result.distinct_capped = !seen.contains(value);
        }
    }
    result.distinct = seen.size();
    if (min) result.min = min->text;
    if (max) result.max = max->text;
    return result;
}

}

std::vector<ColumnProfile> profile(const database::Rows& rows, std::size_t columns,
                                   const std::stop_token& stop) {
    std::vector<ColumnProfile> result;
    result.reserve(std::min(columns, rows.column_count()));
    for (std::size_t column = 0; column < std::min(columns, rows.column_count()); ++column) {
        result.push_back(profile_column(rows, column, stop));
    }
    return result;
}

int compare_numbers(std::string_view a, std::string_view b) {
    return ExactNumber(a).compare(ExactNumber(b));
}

}
