#pragma once

#include "libagent/checks/answer_numbers.h"
#include "libagent/checks/written_number.h"

#include <array>
#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace askdb::checks {

/// A column that holds numbers, also as text ("2024"). Columns of dates hold none.
struct NumberColumn {
    std::size_t column = 0;
    std::vector<double> values;  ///< By row; NaN where there is none.
    std::vector<double> sorted;  ///< Those that are there.
    double sum = 0;
    bool is_whole = true;             ///< All of them are whole numbers.
    bool is_id = false;               ///< A key by its name: never added up.
    bool is_percent = false;          ///< By its name, or fractions of at most 100.
    Measure measure = Measure::none;  ///< By its name: `p99_ms`, `uptime_seconds`, `hours`.
    double measure_size = 1;          ///< For bytes: `size_mb` is 1e6.
    bool is_cents = false;
    bool is_change = false;         ///< By its name: `growth`, `change_percent`.
    double scale = 1;               ///< By its name: `revenue_keur` is in thousands.
    bool may_be_share = false;      ///< The only value of its result, and perhaps a percentage.
    std::vector<std::string> name;  ///< The words of its name, folded.

    double least() const { return sorted.empty() ? 0 : sorted.front(); }
    double most() const { return sorted.empty() ? 0 : sorted.back(); }
    double average() const { return sorted.empty() ? 0 : sum / static_cast<double>(sorted.size()); }
    double median() const;
    std::size_t distinct() const;
};

/// A column that holds other things.
struct TextColumn {
    std::size_t column = 0;
    std::size_t distinct = 0;  ///< How many different values.
    std::vector<std::string> name;
};

/// What the checks know of one result, which outlives it.
struct ResultFacts {
    const CheckedResult* result = nullptr;
    std::size_t rows = 0;
    std::vector<NumberColumn> numbers;
    std::vector<TextColumn> texts;
    /// The column of days, months or years by which the rows are sorted, up or down, each once.
    std::optional<std::size_t> time_column;
    bool is_newest_first = false;

    std::string column_name(std::size_t column) const { return result->rows.columns[column].name; }
    std::string_view cell(std::size_t row, std::size_t column) const {
        return result->rows.cell(row, column).text;
    }
    /// Whether no two rows share a value of this column of texts.
    bool is_unique(std::size_t column) const;
};

/// Reads a result once. Linear in its cells but for sorting each column of numbers. Pure but for
/// the stop, which throws Stopped.
ResultFacts read_result(const CheckedResult& result, const std::stop_token& stop = {});

/// The words of a column's name, folded: "average", "cost" of `average_cost` and of `AverageCost`.
std::vector<std::string> name_words(std::string_view name);

/// Up to two numbers, without memory of their own: asked for more often than anything else here.
class Factors {
  public:
    Factors() = default;
    explicit Factors(double first) : values_{first, 0}, count_(1) {}
    Factors(double first, double second) : values_{first, second}, count_(2) {}

    const double* begin() const { return values_.data(); }
    const double* end() const { return values_.data() + count_; }
    bool empty() const { return count_ == 0; }

  private:
    std::array<double, 2> values_ = {};
    std::size_t count_ = 0;
};

/// What one of the column's values is to be multiplied with to be compared with a number that is
/// written so: 1, and what measures and percent ask for. Empty when the two cannot mean the same.
Factors factors_between(const WrittenNumber& number, const NumberColumn& column);

}
