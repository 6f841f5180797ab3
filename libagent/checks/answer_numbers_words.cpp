#include "libagent/checks/answer_words.h"
#include "libagent/checks/number_judge.h"

#include <algorithm>

namespace askdb::checks {

using std::string_view;

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

}
