#include "libagent/checks/answer_numbers.h"

#include "libagent/base/stop.h"
#include "libagent/checks/number_judge.h"
#include "libagent/checks/written_time.h"

#include <algorithm>
#include <cmath>

namespace askdb::checks {
namespace {

using std::string_view;

constexpr std::size_t nothing = std::string::npos;

/// Whether a stored number has so many decimals that 79.000 may be a copy of it.
bool has_decimals(string_view cell) {
    constexpr std::size_t as_many = 3;
    const std::size_t point = cell.find('.');
    return point != string_view::npos && cell.size() - point > as_many;
}

/// How the number can be read to be this value; null: in no way.
const NumberReading* reading_for(const WrittenNumber& number, double value) {
    // A sign that is written must be there; one that is not may be said by words ("fell by").
    if (number.is_negative && value > 0) return nullptr;
    const auto found = std::find_if(
        number.readings.begin(), number.readings.end(), [&](const NumberReading& reading) {
            return reading.low <= std::abs(value) && std::abs(value) <= reading.high;
        });
    return found == number.readings.end() ? nullptr : &*found;
}

/// Whether a sorted column has a value between, with either sign.
bool has_between(const std::vector<double>& sorted, double low, double high) {
    const auto at = std::lower_bound(sorted.begin(), sorted.end(), low);
    if (at != sorted.end() && *at <= high) return true;
    const auto negative = std::lower_bound(sorted.begin(), sorted.end(), -high);
    return negative != sorted.end() && *negative <= -low;
}

/// Whether any value of the column is the number, as far as rounding in the factor lets tell.
bool holds_value(const WrittenNumber& number, const NumberColumn& column, double factor) {
    return std::any_of(
        number.readings.begin(), number.readings.end(), [&](const NumberReading& reading) {
            return has_between(column.sorted, reading.low / factor, reading.high / factor);
        });
}

}

using std::string_view;

NumberJudge::NumberJudge(const NumberCheck& check)
    : check_(check),
      text_(read_answer(check.answer)),
      numbers_(find_numbers(text_.plain)),
      known_(check) {
    if (numbers_.empty()) add_none_claim();
    if (numbers_.empty() && find_dates(text_.plain).empty() && find_times(text_.plain).empty())
        return;
    for (const CheckedResult& result : check.results)
        facts_.push_back(read_result(result, check.stop));
    for (const ResultFacts& facts : facts_)
        most_rows_ = std::max(most_rows_, static_cast<double>(facts.rows));
    std::erase_if(numbers_, [this](const WrittenNumber& number) {
        return number.may_be_year && !follows_key_word(number);
    });
    mentions_ =
        find_mentions({.text = text_, .numbers = numbers_, .results = facts_, .stop = check.stop});
    places_ = place_numbers({.text = text_,
                             .numbers = numbers_,
                             .mentions = mentions_,
                             .results = facts_.size(),
                             .stop = check.stop});
    totals_ = total_values(facts_);
    derived_sources_.resize(numbers_.size());
}

/// Looks at the unit of this number.
void NumberJudge::enter(std::size_t number) {
    const std::size_t unit = places_[number].unit;
    if (view_.unit == unit && unit != nothing) return;
    settle_unit();
    const AnswerUnit span = unit == nothing
                                ? AnswerUnit{numbers_[number].begin, numbers_[number].end}
                                : text_.units[unit];
    std::size_t end = number;
    while (end < numbers_.size() && numbers_[end].begin < span.end) ++end;
    const auto first =
        std::lower_bound(mentions_.begin(), mentions_.end(), span.begin,
                         [](const Mention& m, std::size_t b) { return m.begin < b; });
    const auto last = std::lower_bound(first, mentions_.end(), span.end,
                                       [](const Mention& m, std::size_t b) { return m.begin < b; });
    view_ = {.unit = unit,
             .cues = read_cues(string_view(text_.plain).substr(span.begin, span.end - span.begin)),
             .numbers = std::span(numbers_).subspan(number, end - number),
             .mentions = std::span(first, last)};
}

DerivedSearch NumberJudge::search(std::size_t& budget) const {
    return {.results = facts_,
            .mentions = view_.mentions,
            .all_mentions = mentions_,
            .numbers = view_.numbers,
            .cues = view_.cues,
            .budget = budget};
}

bool NumberJudge::reads_cell(const WrittenNumber& number, const CellPlace& cell,
                             double factor) const {
    const double value = cell.column->values[cell.row];
    const NumberReading* const reading = reading_for(number, value * factor);
    if (reading == nullptr || !fits_direction(number, *cell.column, value)) return false;
    return !reading->is_padded ||
           has_decimals(facts_[cell.result].cell(cell.row, cell.column->column));
}

CellPlace NumberJudge::find_in(const WrittenNumber& number, const NamedRows& named) const {
    const ResultFacts& facts = facts_[named.result];
    for (const NumberColumn& column : facts.numbers) {
        for (const double factor : factors_between(number, column)) {
            if (!holds_value(number, column, factor)) continue;
            for (const std::uint32_t row : named.rows) {
                if (reads_cell(number, {named.result, row, &column}, factor))
                    return {named.result, row, &column};
            }
        }
    }
    return {};
}

CellPlace NumberJudge::find_anywhere(const WrittenNumber& number) const {
    for (std::size_t result = 0; result < facts_.size(); ++result) {
        for (const NumberColumn& column : facts_[result].numbers) {
            for (const double factor : factors_between(number, column)) {
                if (!holds_value(number, column, factor)) continue;
                for (std::size_t row = 0; row < column.values.size(); ++row) {
                    if (reads_cell(number, {result, row, &column}, factor))
                        return {result, row, &column};
                }
            }
        }
    }
    return {};
}

std::string NumberJudge::source_of(const CellPlace& cell) const {
    const ResultFacts& facts = facts_[cell.result];
    return std::string(facts.result->handle) + ": row " + std::to_string(cell.row + 1) + ", " +
           facts.column_name(cell.column->column);
}

/// Makes the sources of a list's values that are wanted, all at once.
template <class Sources>
void NumberJudge::settle(std::vector<WantedSource>& wanted, const Sources& sources) {
    if (wanted.empty()) return;
    std::stable_sort(
        wanted.begin(), wanted.end(),
        [](const WantedSource& a, const WantedSource& b) { return a.value < b.value; });
    std::vector<std::size_t> values;
    for (const WantedSource& one : wanted) {
        if (values.empty() || values.back() != one.value) values.push_back(one.value);
    }
    const std::vector<std::string> made = sources(values);
    std::size_t at = 0;
    for (const WantedSource& one : wanted) {
        while (values[at] != one.value) ++at;
        derived_sources_[one.number] = made.at(at);
    }
    wanted.clear();
}

/// The view is about to be left.
void NumberJudge::settle_unit() {
    settle(view_.wanted, [this](const std::vector<std::size_t>& values) {
        std::size_t as_before = view_.budget;
        return derived_sources(search(as_before), values);
    });
}

/// Whether the number is worked out of the results; its source follows.
bool NumberJudge::is_derived(std::size_t index, bool is_strict) {
    const WrittenNumber& number = numbers_[index];
    for (std::size_t i = 0; i < totals_.size(); ++i) {
        if (says(number, totals_[i], view_.cues) &&
            (!is_strict || may_be_of_all(index, totals_[i]))) {
            wanted_totals_.push_back({.value = i, .number = index});
            return true;
        }
    }
    if (!view_.is_derived) {
        view_.budget = budget_;
        view_.derived = derived_values(search(budget_));
        view_.is_derived = true;
    }
    for (std::size_t i = 0; i < view_.derived.size(); ++i) {
        if (!says(number, view_.derived[i], view_.cues)) continue;
        view_.wanted.push_back({.value = i, .number = index});
        return true;
    }
    return false;
}

CheckedNumber NumberJudge::matched(CheckedNumber checked, const CellPlace& cell) {
    view_.told.push_back(cell.column);
    checked.verdict = Verdict::matched;
    checked.origin = Origin::cell;
    checked.source = source_of(cell);
    return checked;
}

/// Where a number is from that no cell tells.
CheckedNumber NumberJudge::judge_without_cell(std::size_t index, CheckedNumber checked,
                                              bool is_strict) {
    const WrittenNumber& number = numbers_[index];
    const NumberPlace& place = places_[index];
    checked.verdict = Verdict::matched;
    checked.origin = Origin::derived;
    if (is_derived(index, is_strict && !place.is_leading)) return checked;
    checked.origin = Origin::said;
    checked.source = known_.source_of(number);
    if (!checked.source.empty()) return checked;
    checked.origin = Origin::derived;
    derived_sources_[index] = arithmetic_of(index);
    if (!derived_sources_[index].empty()) return checked;
    checked.verdict = Verdict::excused;
    checked.origin = Origin::excuse;
    if (place.unit != nothing) checked.source = excuse_for(index);
    if (!checked.source.empty()) return checked;
    checked.verdict = Verdict::unmatched;
    checked.origin = Origin::none;
    return checked;
}

CheckedNumber NumberJudge::judge_one(std::size_t index) {
    const WrittenNumber& number = numbers_[index];
    const NumberPlace& place = places_[index];
    enter(index);
    CheckedNumber checked{.begin = text_.written_begin(check_.answer, number.begin),
                          .end = number.end,
                          .verdict = Verdict::matched,
                          .source = name_around(number),
                          .origin = Origin::cell,
                          .hedge = number.hedge};
    if (!checked.source.empty()) return checked;
    bool is_strict = false;
    for (const NamedRows& named : place.named) {
        if (const CellPlace cell = find_in(number, named); cell.column != nullptr)
            return matched(checked, cell);
        is_strict = is_strict || named.is_strict;
    }
    const CellPlace cell = find_anywhere(number);
    const auto is_named = [&](const NamedRows& named) {
        return named.is_strict && named.result == cell.result;
    };
    const bool is_elsewhere =
        cell.column != nullptr && std::any_of(place.named.begin(), place.named.end(), is_named);
    // "Lyon has 14, and 12 are in Brunn": a row has one number of a column; the second is not its.
    const bool is_told =
        std::find(view_.told.begin(), view_.told.end(), cell.column) != view_.told.end();
    if (cell.column != nullptr && (!is_elsewhere || (place.is_inherited && is_told)))
        return matched(checked, cell);
    checked = judge_without_cell(index, checked, is_strict);
    if (checked.verdict != Verdict::unmatched || !is_elsewhere) return checked;
    checked.verdict = Verdict::misplaced;
    checked.origin = Origin::cell;
    checked.source = source_of(cell);
    return checked;
}

std::vector<CheckedNumber> NumberJudge::judge() {
    std::vector<CheckedNumber> checked;
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
        throw_if_stopped(check_.stop);
        checked.push_back(judge_one(i));
        is_founded_.push_back(checked.back().verdict == Verdict::matched ||
                              checked.back().verdict == Verdict::excused);
    }
    settle_unit();
    settle(wanted_totals_, [this](const std::vector<std::size_t>& values) {
        return total_sources(facts_, values);
    });
    for (std::size_t i = 0; i < checked.size(); ++i) {
        if (checked[i].origin == Origin::derived) checked[i].source = derived_sources_[i];
    }
    add_dates(checked);
    return checked;
}

std::vector<CheckedNumber> check_numbers(const NumberCheck& check) {
    return NumberJudge(check).judge();
}

}
