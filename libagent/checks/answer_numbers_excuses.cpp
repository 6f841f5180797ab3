#include "libagent/checks/answer_words.h"
#include "libagent/checks/number_judge.h"

#include <algorithm>
#include <cmath>

namespace askdb::checks {

using std::string_view;

/// "Rose by 4.8 %" is not what a column of changes means by -4.8.
bool NumberJudge::fits_direction(const WrittenNumber& number, const NumberColumn& column,
                                 double value) const {
    if (!column.is_change || number.is_negative || view_.cues.way == Way::unknown) return true;
    return (value < 0) == (view_.cues.way == Way::down);
}

namespace {

bool may_say(const WrittenNumber& number, double value) {
    return std::any_of(number.readings.begin(), number.readings.end(), [&](const auto& reading) {
        return reading.low <= value && value <= reading.high;
    });
}

/// Likewise, but "more than half" may be any more.
bool may_say_part(const WrittenNumber& number, double value) {
    const NumberReading& reading = number.readings.front();
    if (number.hedge == Hedge::over) return value >= reading.low;
    if (number.hedge == Hedge::under) return value <= reading.high;
    return may_say(number, value);
}

/// Whether any two values of a list, or one of them and their sum, stand in this relation.
bool has_pair(const WrittenNumber& number, const std::vector<double>& values, double sum,
              bool is_share) {
    for (const double a : values) {
        if (is_share && sum != 0 && may_say_part(number, a / sum)) return true;
        for (const double b : values) {
            if (!is_share && b != 0 && may_say_part(number, a / b)) return true;
        }
    }
    return false;
}

/// Whether a column, or a row of several, has it.
bool has_part(const WrittenNumber& number, const ResultFacts& facts, bool is_share) {
    for (const NumberColumn& column : facts.numbers) {
        if (!column.is_id && has_pair(number, column.sorted, column.sum, is_share)) return true;
    }
    for (std::size_t row = 0; row < facts.rows; ++row) {
        std::vector<double> values;
        for (const NumberColumn& column : facts.numbers) {
            if (!column.is_id && !std::isnan(column.values[row]))
                values.push_back(column.values[row]);
        }
        if (values.size() > 1 && has_pair(number, values, 0, false)) return true;
    }
    return false;
}

}

/// "of the sites": what rows are; of rows that nobody describes there may be any number.
bool NumberJudge::counts_rows(const std::vector<Word>& words) const {
    for (const Word& word : words) {
        if (in_list("of the all our these those", word.folded)) continue;
        // "The first half of the year" is no part of the data, either.
        if (in_list("rows entries results records them year month week day hour time", word.folded))
            return true;
        return std::any_of(facts_.begin(), facts_.end(), [&](const ResultFacts& facts) {
            return std::any_of(
                facts.texts.begin(), facts.texts.end(), [&](const TextColumn& column) {
                    return std::any_of(
                        column.name.begin(), column.name.end(),
                        [&](const std::string& name) { return share_stem(name, word.folded); });
                });
        });
    }
    return false;
}

/// Whether "a third", "twice as many" is surely wrong: nothing in results that are small enough to
/// look through stands in this relation.
bool NumberJudge::is_unfounded_part(const WrittenNumber& number) const {
    constexpr std::size_t most_rows = 40, most_columns = 8;
    const std::vector<Word> words = words_of(string_view(text_.plain).substr(number.end, 24));
    const string_view next = words.empty() ? string_view() : string_view(words[0].folded);
    const bool is_idiom = number.is_multiple ? !in_list("as the that", next)
                                             : in_list("year month day hour time way", next);
    if (is_idiom || facts_.empty() || counts_rows(words)) return false;
    const bool is_share = number.is_fraction && next != "as";
    bool has_numbers = false;
    for (const ResultFacts& facts : facts_) {
        if (facts.rows > most_rows || facts.numbers.size() > most_columns) return false;
        has_numbers = has_numbers || !facts.numbers.empty();
        if (has_part(number, facts, is_share)) return false;
    }
    // Of totals of several results there are too many relations.
    return has_numbers && facts_.size() == 1;
}

/// Whether "zero" is surely wrong: said of rows that have another number, or of the only number
/// that there is.
bool NumberJudge::is_surely_not_none(std::size_t index) const {
    for (const NamedRows& named : places_[index].named) {
        const ResultFacts& facts = facts_[named.result];
        const auto has_zero = [&](const NumberColumn& column) {
            return std::any_of(named.rows.begin(), named.rows.end(), [&](std::uint32_t row) {
                return !(std::abs(column.values[row]) > 0);
            });
        };
        if (named.is_strict && !facts.numbers.empty() &&
            std::none_of(facts.numbers.begin(), facts.numbers.end(), has_zero))
            return true;
    }
    return facts_.size() == 1 && facts_[0].rows == 1 && facts_[0].numbers.size() == 1 &&
           facts_[0].texts.empty() && facts_[0].numbers[0].most() > 0;
}

/// "No orders were opened.", where the only number of the only result is another one.
void NumberJudge::add_none_claim() {
    if (check_.results.size() != 1 || text_.units.empty()) return;
    const database::Rows& rows = check_.results[0].rows;
    if (rows.row_count() != 1 || rows.column_count() != 1) return;
    const AnswerUnit& unit = text_.units[0];
    const string_view sentence = string_view(text_.plain).substr(unit.begin, unit.end - unit.begin);
    const std::vector<Word> words = words_of(sentence);
    std::size_t at = 0;
    if (words.size() > 3 && in_list("there es", words[0].folded) &&
        in_list("are were gibt gab", words[1].folded))
        at = 2;
    if (at + 1 >= words.size() || !in_list("no keine aucun ningun", words[at].folded)) return;
    const bool goes_on = sentence.substr(words[at].end, words[at + 1].begin - words[at].end) == " ";
    if (!goes_on || in_list("longer more less fewer later doubt data", words[at + 1].folded))
        return;
    numbers_.push_back({.begin = unit.begin + words[at].begin,
                        .end = unit.begin + words[at].end,
                        .readings = {NumberReading{}},
                        .digits = 1,
                        .is_whole = true,
                        .is_word = true});
}

/// What the sentence itself has worked out of numbers that are from the data: "8 of 12 (67 %)",
/// "93 % are, 7 % are not", "388, of which half is 194".
std::string NumberJudge::arithmetic_of(std::size_t index) const {
    const WrittenNumber& number = numbers_[index];
    if (!number.is_percent) return {};
    const std::size_t unit = places_[index].unit;
    const auto is_usable = [&](std::size_t i) { return places_[i].unit == unit && is_founded_[i]; };
    constexpr double whole = 100;
    for (std::size_t i = index; i-- > 0 && places_[i].unit == unit;) {
        const double value = numbers_[i].readings.front().value;
        if (numbers_[i].is_percent && is_usable(i) && may_say(number, whole - value))
            return "100 % - " +
                   std::string(string_view(text_.plain)
                                   .substr(numbers_[i].begin, numbers_[i].end - numbers_[i].begin));
        if (i == 0 || !is_usable(i) || !is_usable(i - 1) || value == 0) continue;
        const string_view between =
            string_view(text_.plain)
                .substr(numbers_[i - 1].end, numbers_[i].begin - numbers_[i - 1].end);
        const std::vector<Word> words = words_of(between);
        constexpr std::size_t most_words = 3;
        const bool is_part = !words.empty() && words.size() <= most_words &&
                             std::any_of(words.begin(), words.end(), [](const Word& word) {
                                 return in_list("of von sur de", word.folded);
                             });
        const double part = numbers_[i - 1].readings.front().value / value;
        if (is_part && part <= 1 && may_say(number, part * whole))
            return "the two numbers before it";
    }
    return {};
}

/// Why it says nothing about the data, as excuse_of() says; not where that is surely no excuse.
std::string NumberJudge::excuse_for(std::size_t index) const {
    const WrittenNumber& number = numbers_[index];
    if (number.is_word && (number.is_fraction || number.is_multiple) && is_unfounded_part(number))
        return {};
    if (number.is_whole && number.readings.front().value == 0 && view_.cues.none)
        return is_surely_not_none(index) ? "" : "none in the results";
    const auto names_rows = [](const NamedRows& named) { return named.is_strict; };
    const NumberPlace& place = places_[index];
    return excuse_of({.text = text_,
                      .answer = check_.answer,
                      .number = number,
                      .unit = place.unit,
                      .mentions = view_.mentions,
                      .most_rows = most_rows_,
                      .is_of_rows = std::any_of(place.named.begin(), place.named.end(), names_rows),
                      .numbers = view_.numbers});
}

}
