#include "libagent/checks/answer_numbers.h"

#include "libagent/checks/answer_text.h"
#include "libagent/checks/answer_words.h"
#include "libagent/checks/derived_values.h"
#include "libagent/checks/number_excuses.h"
#include "libagent/checks/number_places.h"

#include <algorithm>
#include <cmath>

namespace askdb::checks {
namespace {

using std::string_view;

constexpr std::size_t derived_cells = 20'000'000;
constexpr std::size_t nothing = std::string::npos;

/// A cell that a number is.
struct CellPlace {
    std::size_t result = nothing;
    std::size_t row = 0;
    const NumberColumn* column = nullptr;
};

bool reads(const WrittenNumber& number, double value) {
    // A sign that is written must be there; one that is not may be said by words ("fell by").
    if (number.is_negative && value > 0) return false;
    return std::any_of(number.readings.begin(), number.readings.end(),
                       [&](const NumberReading& reading) {
                           return reading.low <= std::abs(value) && std::abs(value) <= reading.high;
                       });
}

/// Whether a sorted column has a value between, with either sign.
bool has_between(const std::vector<double>& sorted, double low, double high) {
    const auto at = std::lower_bound(sorted.begin(), sorted.end(), low);
    if (at != sorted.end() && *at <= high) return true;
    const auto negative = std::lower_bound(sorted.begin(), sorted.end(), -high);
    return negative != sorted.end() && *negative <= -low;
}

class NumberJudge {
  public:
    explicit NumberJudge(const NumberCheck& check);

    std::vector<CheckedNumber> judge();

  private:
    /// What one unit has for its numbers; read when the first of them needs it.
    struct UnitView {
        std::size_t unit = nothing;
        SentenceCues cues = {};
        std::span<const WrittenNumber> numbers = {};
        std::span<const Mention> mentions = {};
        bool is_derived = false;
        std::size_t budget = 0;  ///< What there was when it was derived.
        std::vector<DerivedValue> derived = {};
        std::vector<const NumberColumn*> told =
            {};  ///< Of which a number has been matched by a cell.
    };

    bool follows_key_word(const WrittenNumber& number) const;
    void enter(std::size_t number);
    DerivedSearch search(std::size_t& budget) const;
    CheckedNumber judge_one(std::size_t number);
    std::string name_around(const WrittenNumber& number) const;
    CellPlace find_in(const WrittenNumber& number, const NamedRows& rows) const;
    CellPlace find_anywhere(const WrittenNumber& number, const NumberPlace& place) const;
    std::string source_of(const CellPlace& cell) const;
    std::string source_of_derived(std::size_t number, bool is_strict);
    bool may_be_of_all(std::size_t number, const DerivedValue& value) const;
    bool is_counted_noun(const WrittenNumber& number) const;
    bool says_of(const WrittenNumber& number) const;
    CheckedNumber matched(CheckedNumber checked, const CellPlace& cell);

    const NumberCheck& check_;
    AnswerText text_;
    std::vector<WrittenNumber> numbers_;
    std::vector<ResultFacts> facts_;
    std::vector<Mention> mentions_;
    std::vector<NumberPlace> places_;
    KnownNumbers known_;
    std::vector<DerivedValue> totals_;
    UnitView view_;
    double most_rows_ = 0;
    std::size_t budget_ = derived_cells;
};

NumberJudge::NumberJudge(const NumberCheck& check)
    : check_(check),
      text_(read_answer(check.answer)),
      numbers_(find_numbers(text_.plain)),
      known_(check) {
    if (numbers_.empty()) return;
    for (const CheckedResult& result : check.results) facts_.push_back(read_result(result));
    for (const ResultFacts& facts : facts_)
        most_rows_ = std::max(most_rows_, static_cast<double>(facts.rows));
    std::erase_if(numbers_, [this](const WrittenNumber& number) {
        return number.may_be_year && !follows_key_word(number);
    });
    mentions_ = find_mentions({.text = text_, .numbers = numbers_, .results = facts_});
    places_ = place_numbers(
        {.text = text_, .numbers = numbers_, .mentions = mentions_, .results = facts_.size()});
    totals_ = total_values(facts_);
}

/// "order 1998": four digits behind what a key of the results is called are no year.
bool NumberJudge::follows_key_word(const WrittenNumber& number) const {
    constexpr std::size_t reach = 24;
    const std::size_t begin = number.begin > reach ? number.begin - reach : 0;
    const std::vector<Word> before =
        words_of(string_view(text_.plain).substr(begin, number.begin - begin));
    if (before.empty()) return false;
    return std::any_of(facts_.begin(), facts_.end(), [&](const ResultFacts& facts) {
        return std::any_of(
            facts.numbers.begin(), facts.numbers.end(), [&](const NumberColumn& column) {
                return column.is_id && std::find(column.name.begin(), column.name.end(),
                                                 before.back().folded) != column.name.end();
            });
    });
}

/// Looks at the unit of this number.
void NumberJudge::enter(std::size_t number) {
    const std::size_t unit = places_[number].unit;
    if (view_.unit == unit && unit != nothing) return;
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

/// A number within a name, as in "Hydro 24" or "Line 3".
std::string NumberJudge::name_around(const WrittenNumber& number) const {
    for (const Mention& mention : view_.mentions) {
        const bool is_around = mention.begin <= number.begin && number.end <= mention.end;
        if (!is_around || mention.how == Mention::How::key) continue;
        const ResultFacts& facts = facts_[mention.result];
        return std::string(facts.result->handle) + ": row " +
               std::to_string(mention.rows.front() + 1) + ", " + facts.column_name(mention.column);
    }
    return {};
}

CellPlace NumberJudge::find_in(const WrittenNumber& number, const NamedRows& named) const {
    const ResultFacts& facts = facts_[named.result];
    for (const NumberColumn& column : facts.numbers) {
        for (const double factor : factors_between(number, column)) {
            for (const std::uint32_t row : named.rows) {
                if (reads(number, column.values[row] * factor)) return {named.result, row, &column};
            }
        }
    }
    return {};
}

CellPlace NumberJudge::find_anywhere(const WrittenNumber& number, const NumberPlace& place) const {
    for (const NamedRows& named : place.named) {
        if (const CellPlace cell = find_in(number, named); cell.column != nullptr) return cell;
    }
    for (std::size_t result = 0; result < facts_.size(); ++result) {
        for (const NumberColumn& column : facts_[result].numbers) {
            for (const double factor : factors_between(number, column)) {
                const bool is_there =
                    std::any_of(number.readings.begin(), number.readings.end(),
                                [&](const NumberReading& reading) {
                                    return has_between(column.sorted, reading.low / factor,
                                                       reading.high / factor);
                                });
                if (!is_there) continue;
                for (std::size_t row = 0; row < column.values.size(); ++row) {
                    if (reads(number, column.values[row] * factor)) return {result, row, &column};
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

/// "12 sites": the word behind the number is what rows of a result are, by a column's name.
bool NumberJudge::is_counted_noun(const WrittenNumber& number) const {
    const string_view behind = string_view(text_.plain).substr(number.end, 40);
    const std::vector<Word> words = words_of(behind);
    for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 2); ++i) {
        if (in_list("rows row entries results records of zeilen lignes filas", words[i].folded))
            return true;
        for (const ResultFacts& facts : facts_) {
            for (const TextColumn& column : facts.texts) {
                for (const std::string& name : column.name) {
                    if (share_stem(name, words[i].folded)) return true;
                }
            }
        }
    }
    return false;
}

/// "of the 97", "all 12": the number is what something is a part of.
bool NumberJudge::says_of(const WrittenNumber& number) const {
    constexpr std::size_t reach = 24;
    const std::size_t begin = number.begin > reach ? number.begin - reach : 0;
    const std::vector<Word> words =
        words_of(string_view(text_.plain).substr(begin, number.begin - begin));
    for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 3); ++i) {
        if (in_list("of all across among out total insgesamt von aller sur parmi de",
                    words[words.size() - 1 - i].folded))
            return true;
    }
    return false;
}

/// Whether what is worked out of a whole result may stand beside the name of one row.
bool NumberJudge::may_be_of_all(std::size_t index, const DerivedValue& value) const {
    using Family = DerivedValue::Family;
    const WrittenNumber& number = numbers_[index];
    constexpr int telling_digits = 3;
    switch (value.family) {
        case Family::rows:
        case Family::distinct: return says_of(number) || is_counted_noun(number);
        case Family::sum:
            return number.digits >= telling_digits || says_of(number) || view_.cues.total;
        case Family::average:
        case Family::median: return view_.cues.average || view_.cues.median;
        default: return true;
    }
}

std::string NumberJudge::source_of_derived(std::size_t index, bool is_strict) {
    const WrittenNumber& number = numbers_[index];
    for (std::size_t i = 0; i < totals_.size(); ++i) {
        if (says(number, totals_[i], view_.cues) &&
            (!is_strict || may_be_of_all(index, totals_[i])))
            return total_source(facts_, i);
    }
    if (!view_.is_derived) {
        view_.budget = budget_;
        view_.derived = derived_values(search(budget_));
        view_.is_derived = true;
    }
    for (std::size_t i = 0; i < view_.derived.size(); ++i) {
        if (!says(number, view_.derived[i], view_.cues)) continue;
        std::size_t as_before = view_.budget;
        return derived_source(search(as_before), i);
    }
    return {};
}

CheckedNumber NumberJudge::matched(CheckedNumber checked, const CellPlace& cell) {
    view_.told.push_back(cell.column);
    checked.verdict = Verdict::matched;
    checked.source = source_of(cell);
    return checked;
}

CheckedNumber NumberJudge::judge_one(std::size_t index) {
    const WrittenNumber& number = numbers_[index];
    const NumberPlace& place = places_[index];
    enter(index);
    CheckedNumber checked{.begin = number.begin, .end = number.end};
    const auto with = [&](Verdict verdict, std::string source) {
        checked.verdict = verdict;
        checked.source = std::move(source);
        return checked;
    };
    if (std::string source = name_around(number); !source.empty())
        return with(Verdict::matched, std::move(source));
    bool is_strict = false;
    for (const NamedRows& named : place.named) {
        if (const CellPlace cell = find_in(number, named); cell.column != nullptr)
            return matched(checked, cell);
        is_strict = is_strict || named.is_strict;
    }
    const CellPlace cell = find_anywhere(number, place);
    const auto is_named = [&](const NamedRows& named) {
        return named.is_strict && named.result == cell.result;
    };
    const bool is_elsewhere =
        cell.column != nullptr && std::any_of(place.named.begin(), place.named.end(), is_named);
    // "Lyon has 14 and 12 are in Brunn": a row has one number of a column, so the second is not
    // its.
    const bool is_told =
        std::find(view_.told.begin(), view_.told.end(), cell.column) != view_.told.end();
    if (cell.column != nullptr && (!is_elsewhere || (place.is_inherited && is_told)))
        return matched(checked, cell);
    if (std::string source = source_of_derived(index, is_strict && !place.is_leading);
        !source.empty())
        return with(Verdict::matched, std::move(source));
    if (std::string source = known_.source_of(number); !source.empty())
        return with(Verdict::matched, std::move(source));
    if (place.unit != nothing) {
        std::string excuse = excuse_of({.text = text_,
                                        .answer = check_.answer,
                                        .number = number,
                                        .unit = place.unit,
                                        .mentions = view_.mentions,
                                        .most_rows = most_rows_});
        if (!excuse.empty()) return with(Verdict::excused, std::move(excuse));
    }
    return is_elsewhere ? with(Verdict::misplaced, source_of(cell)) : with(Verdict::unmatched, {});
}

std::vector<CheckedNumber> NumberJudge::judge() {
    std::vector<CheckedNumber> checked;
    for (std::size_t i = 0; i < numbers_.size(); ++i) checked.push_back(judge_one(i));
    return checked;
}

}

std::vector<CheckedNumber> check_numbers(const NumberCheck& check) {
    return NumberJudge(check).judge();
}

}
