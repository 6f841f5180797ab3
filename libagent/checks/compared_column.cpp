#include "libagent/checks/compared_column.h"

#include "libagent/checks/result_facts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>

namespace askdb::checks {
namespace {

using database::Kind;

constexpr int unknown_decimals = 30;  ///< More than any number has: 1.5e-7.

std::optional<double> number_of_cell(const database::Cell& cell) {
    if (cell.kind == Kind::boolean) return cell.text == "true" ? 1 : 0;
    if (!database::is_number(cell.kind) && cell.kind != Kind::text) return std::nullopt;
    double number = 0;
    const char* const end = cell.text.data() + cell.text.size();
    const auto [last, code] = std::from_chars(cell.text.data(), end, number);
    if (code != std::errc() || last != end || !std::isfinite(number)) return std::nullopt;
    return number;
}

/// "2024-01-05" of "2024-01-05 00:00:00.000".
std::string_view without_midnight(std::string_view text) {
    constexpr std::size_t day = 10;
    constexpr std::string_view midnight = "00:00:00";
    if (text.size() < day + 1 + midnight.size() || text[4] != '-' || text[7] != '-') return text;
    if (text[day] != ' ' && text[day] != 'T') return text;
    const std::string_view time = text.substr(day + 1);
    const bool is_midnight =
        time.starts_with(midnight) &&
        time.find_first_not_of("0.", midnight.size()) == std::string_view::npos;
    return is_midnight ? text.substr(0, day) : text;
}

std::string_view without_blanks_behind(std::string_view text) {
    return text.substr(0, text.find_last_not_of(' ') + 1);
}

/// Notes how a number is written.
void read_digits(ComparedValue& value, const database::Cell& cell, int& most_decimals) {
    if (cell.kind == Kind::boolean) {
        value.is_whole = true;
        value.text = value.number != 0 ? "1" : "0";
        return;
    }
    const std::string_view text = cell.text;
    const std::size_t dot = text.find('.');
    const bool is_plain = text.find_first_of("eE") == std::string_view::npos;
    if (!is_plain) most_decimals = unknown_decimals;
    if (is_plain && dot != std::string_view::npos)
        most_decimals = std::max(most_decimals, static_cast<int>(text.size() - dot - 1));
    value.is_whole = is_plain && (dot == std::string_view::npos ||
                                  text.find_first_not_of('0', dot + 1) == std::string_view::npos);
    value.text = value.is_whole ? text.substr(0, dot) : text;
    if (value.is_whole && value.number == 0) value.text = "0";  // Not -0.0.
}

bool comes_before(const ComparedValue& a, const ComparedValue& b) {
    if (a.is_null || b.is_null) return a.is_null && !b.is_null;
    if (a.number != b.number) return a.number < b.number;
    return a.text < b.text;
}

void read_texts(ComparedColumn& column, const database::Rows& rows, std::size_t index) {
    column.decimals = 0;
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        const database::Cell cell = rows.cell(row, index);
        column.values[row] = {.is_null = cell.is_null(),
                              .text = without_midnight(without_blanks_behind(cell.text))};
    }
}

/// False when something else is there, or nothing.
bool read_numbers(ComparedColumn& column, const database::Rows& rows, std::size_t index) {
    bool has_any = false;
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        const database::Cell cell = rows.cell(row, index);
        if (cell.is_null()) continue;
        const std::optional<double> number = number_of_cell(cell);
        if (!number) return false;
        has_any = true;
        column.values[row].is_null = false;
        column.values[row].number = *number;
        read_digits(column.values[row], cell, column.decimals);
    }
    return has_any;
}

}

ComparedColumn read_column(const database::Rows& rows, std::size_t index) {
    ComparedColumn column;
    column.values.resize(rows.row_count());
    column.has_numbers = read_numbers(column, rows, index);
    if (!column.has_numbers) read_texts(column, rows, index);
    const std::vector<std::string> words = name_words(rows.columns[index].name);
    const bool is_key = !words.empty() && (words.back() == "id" || words.back() == "key");
    column.is_measure = column.has_numbers && !is_key;
    column.sorted.resize(column.values.size());
    std::iota(column.sorted.begin(), column.sorted.end(), 0u);
    std::stable_sort(column.sorted.begin(), column.sorted.end(),
                     [&](std::uint32_t a, std::uint32_t b) {
                         return comes_before(column.values[a], column.values[b]);
                     });
    return column;
}

NumberTolerance tolerance_between(const ComparedColumn& a, const ComparedColumn& b) {
    return {.decimals = std::min(a.decimals, b.decimals)};
}

bool are_same(const ComparedValue& a, const ComparedValue& b, const NumberTolerance& tolerance,
              bool are_numbers) {
    constexpr double relative = 1e-9;
    if (a.is_null || b.is_null) return a.is_null && b.is_null;
    if (!are_numbers || (a.is_whole && b.is_whole)) return a.text == b.text;
    const double apart = std::abs(a.number - b.number);
    if (apart <= relative * std::max(std::abs(a.number), std::abs(b.number))) return true;
    const double half = 0.5 * std::pow(10.0, -tolerance.decimals);
    return tolerance.decimals > 0 && apart <= half * (1 + relative);
}

bool hold_the_same(const ComparedColumn& a, const ComparedColumn& b) {
    const bool has_values = !a.values.empty();
    if (a.values.size() != b.values.size()) return false;
    if (has_values && a.has_numbers != b.has_numbers) return false;
    const NumberTolerance tolerance = tolerance_between(a, b);
    for (std::size_t i = 0; i < a.sorted.size(); ++i) {
        if (!are_same(a.values[a.sorted[i]], b.values[b.sorted[i]], tolerance, a.has_numbers))
            return false;
    }
    return true;
}

}
