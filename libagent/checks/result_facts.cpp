#include "libagent/checks/result_facts.h"

#include "libagent/base/ascii.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/checks/answer_words.h"
#include "libagent/checks/number_words.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>

namespace askdb::checks {
namespace {

constexpr std::size_t rows_between_stop_looks = 4'096;
using std::string_view;

constexpr double no_value = std::numeric_limits<double>::quiet_NaN();

double cell_number(const database::Cell& cell) {
    using database::Kind;
    const bool may_be = database::is_number(cell.kind) || cell.kind == Kind::text;
    if (!may_be || cell.text.empty()) return no_value;
    double value = 0;
    const char* const end = cell.text.data() + cell.text.size();
    const auto [stop, error] = std::from_chars(cell.text.data(), end, value);
    return error == std::errc() && stop == end && std::isfinite(value) ? value : no_value;
}

bool has_word(const NumberColumn& column, std::string_view list) {
    return std::any_of(column.name.begin(), column.name.end(),
                       [&](const std::string& word) { return in_list(list, word); });
}

/// What the column's name says about its numbers.
void read_name(NumberColumn& column, std::string_view name) {
    column.name = name_words(name);
    const std::string_view last = column.name.empty() ? "" : std::string_view(column.name.back());
    column.is_id = column.is_whole && in_list("id ids key no nr number code sku", last);
    // Years and months are no amounts, either.
    const bool is_period = column.is_whole && column.name.size() == 1 &&
                           in_list(
                               "year yr jahr annee ano month monat mois mes quarter quartal "
                               "week woche weekday",
                               last);
    column.is_id = column.is_id || is_period;
    if (has_word(column, "keur kusd kchf kgbp teur tusd tchf tsd thousand thousands tausend k"))
        column.scale = 1e3;
    if (has_word(column, "meur musd mchf mgbp mio million millions mn")) column.scale = 1e6;
    column.is_change = has_word(column,
                                "change changes growth delta diff difference variation "
                                "veranderung wachstum evolution variacion");
    column.is_cents = has_word(column, "cents cent");
    column.is_percent =
        has_word(column, "percent pct percentage share rate ratio quote anteil margin growth") ||
        name.find('%') != std::string_view::npos;
    for (const std::string& word : column.name) {
        const MeasureWord measure = measure_of(word, true);
        if (measure.measure == Measure::none || word == "std") continue;
        column.measure = measure.measure;
        column.measure_size = measure.size;
    }
    constexpr double whole = 100;
    const bool are_fractions = !column.is_whole && !column.sorted.empty() && column.least() >= 0;
    if (are_fractions && column.most() <= whole) column.is_percent = true;
}

/// A count that stands alone in a result is no percentage: its statement divides nothing.
bool may_be_share(const NumberColumn& column, string_view sql) {
    constexpr double whole = 100;
    if (column.values.size() != 1) return false;
    if (!column.is_whole) return true;
    const std::string statement = lower_ascii(sql);
    const bool counts = statement.find("count(") != std::string::npos ||
                        statement.find("sum(") != std::string::npos;
    return column.most() <= whole && !(counts && statement.find('/') == std::string::npos);
}

/// Reads the cells of a column; false when hardly any of them is a number.
bool read_values(NumberColumn& column, const database::Rows& rows, const std::stop_token& stop) {
    const std::size_t row_count = rows.row_count();
    using database::Kind;
    const Kind kind = rows.columns[column.column].kind;
    if (kind == Kind::date || kind == Kind::time || kind == Kind::timestamp ||
        kind == Kind::boolean || kind == Kind::bytes)
        return false;
    column.values.reserve(row_count);
    std::size_t others = 0;
    for (std::size_t row = 0; row < row_count; ++row) {
        if (row % rows_between_stop_looks == 0) throw_if_stopped(stop);
        const database::Cell cell = rows.cell(row, column.column);
        const double value = cell_number(cell);
        column.values.push_back(value);
        if (std::isnan(value)) {
            others += cell.is_null() ? 0 : 1;
            constexpr std::size_t patience = 20;
            if (others >= patience && column.sorted.empty()) return false;
            continue;
        }
        column.sorted.push_back(value);
        column.sum += value;
        column.is_whole = column.is_whole && value == std::floor(value);
    }
    return column.sorted.size() > others;
}

/// A table of open addressing: half the time of std::unordered_set for what is only counted.
std::size_t distinct_texts(const database::Rows& rows, std::size_t column,
                           const std::stop_token& stop) {
    const std::size_t row_count = rows.row_count();
    std::vector<std::string_view> slots(std::bit_ceil(row_count * 2 + 1));
    std::size_t count = 0;
    for (std::size_t row = 0; row < row_count; ++row) {
        if (row % rows_between_stop_looks == 0) throw_if_stopped(stop);
        const database::Cell cell = rows.cell(row, column);
        if (cell.is_null() || cell.text.empty()) continue;
        std::size_t slot = std::hash<std::string_view>()(cell.text) & (slots.size() - 1);
        while (!slots[slot].empty() && slots[slot] != cell.text)
            slot = (slot + 1) & (slots.size() - 1);
        count += slots[slot].empty() ? 1 : 0;
        slots[slot] = cell.text;
    }
    return count;
}

/// "2024", "2024-05", "2024-05-31 …": texts of which the later one is greater.
bool is_time(string_view text) {
    constexpr std::size_t longest = 35;
    if (text.size() < 4 || text.size() > longest || (text[0] != '1' && text[0] != '2'))
        return false;
    for (std::size_t i = 0; i < std::min<std::size_t>(text.size(), 7); ++i) {
        if (i == 4 ? text[i] != '-' : !is_ascii_digit(text[i])) return false;
    }
    return text.size() == 4 || text.size() >= 7;
}

/// 1: rows go up in time, -1: down, 0: neither.
int time_order(const database::Rows& rows, std::size_t column) {
    int order = 0;
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        const string_view text = rows.cell(row, column).text;
        if (!is_time(text)) return 0;
        if (row == 0) continue;
        const int step = rows.cell(row - 1, column).text.compare(text) < 0 ? 1 : -1;
        if (rows.cell(row - 1, column).text == text || (order != 0 && step != order)) return 0;
        order = step;
    }
    return order;
}

void find_time(ResultFacts& facts) {
    for (std::size_t i = 0; i < facts.result->rows.column_count(); ++i) {
        const auto number = std::find_if(facts.numbers.begin(), facts.numbers.end(),
                                         [i](const NumberColumn& c) { return c.column == i; });
        if (number != facts.numbers.end() && !number->is_id) continue;
        const int order = time_order(facts.result->rows, i);
        if (order == 0) continue;
        facts.time_column = i;
        facts.is_newest_first = order < 0;
        return;
    }
}

double seconds_in(Measure measure) {
    switch (measure) {
        case Measure::milliseconds: return 1e-3;
        case Measure::minutes: return 60;
        case Measure::hours: return 3'600;
        case Measure::days: return 86'400;
        default: return 1;
    }
}

/// What turns bytes of the column into the written unit, in thousands and in 1,024s.
Factors byte_factors(const WrittenNumber& number, const NumberColumn& column) {
    const double size = column.measure == Measure::bytes ? column.measure_size : 1;
    const double thousands = size / number.measure_size;
    constexpr double binary = 1.024;
    const double powers = std::round(std::log10(number.measure_size / size) / 3);
    return {thousands, thousands * std::pow(binary, -powers)};
}

}

double NumberColumn::median() const {
    if (sorted.empty()) return 0;
    const std::size_t middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

std::size_t NumberColumn::distinct() const {
    std::size_t count = sorted.empty() ? 0 : 1;
    for (std::size_t i = 1; i < sorted.size(); ++i) count += sorted[i] != sorted[i - 1] ? 1 : 0;
    return count;
}

bool ResultFacts::is_unique(std::size_t column) const {
    return std::any_of(texts.begin(), texts.end(), [&](const TextColumn& text) {
        return text.column == column && text.distinct == rows;
    });
}

std::vector<std::string> name_words(std::string_view name) {
    std::string spaced;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool is_upper = name[i] >= 'A' && name[i] <= 'Z';
        const bool after_lower = i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
        if (is_upper && after_lower) spaced += ' ';
        spaced += name[i];
    }
    std::vector<std::string> words;
    for (Word& word : words_of(spaced)) words.push_back(std::move(word.folded));
    return words;
}

ResultFacts read_result(const CheckedResult& result, const std::stop_token& stop) {
    ResultFacts facts{.result = &result,
                      .rows = result.rows.row_count(),
                      .numbers = {},
                      .texts = {},
                      .time_column = {}};
    for (std::size_t i = 0; i < result.rows.column_count(); ++i) {
        NumberColumn column;
        column.column = i;
        const std::string& name = result.rows.columns[i].name;
        if (read_values(column, result.rows, stop)) {
            std::sort(column.sorted.begin(), column.sorted.end());
            read_name(column, name);
            column.may_be_share = may_be_share(column, result.sql);
            facts.numbers.push_back(std::move(column));
        } else {
            facts.texts.push_back({.column = i,
                                   .distinct = distinct_texts(result.rows, i, stop),
                                   .name = name_words(name)});
        }
    }
    find_time(facts);
    return facts;
}

Factors factors_between(const WrittenNumber& number, const NumberColumn& column) {
    constexpr double whole = 100;
    if (number.is_percent) {
        const bool are_fractions = std::max(std::abs(column.least()), std::abs(column.most())) <= 2;
        if (are_fractions && !column.is_whole) return {whole, 1};
        return column.is_percent || column.may_be_share ? Factors(1) : Factors();
    }
    if (number.measure == Measure::bytes) {
        if (column.measure == Measure::none || column.measure == Measure::bytes)
            return byte_factors(number, column);
        return {};
    }
    if (number.measure != Measure::none && column.measure != Measure::none &&
        column.measure != number.measure && column.measure != Measure::bytes)
        return Factors(seconds_in(column.measure) / seconds_in(number.measure));
    if (column.is_cents) return {1, 1 / whole};
    if (column.is_id && (!number.is_whole || number.is_currency || number.measure != Measure::none))
        return {};
    if (column.scale != 1) return {1, column.scale};
    return Factors(1);
}

}
