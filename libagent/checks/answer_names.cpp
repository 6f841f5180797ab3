#include "libagent/checks/answer_names.h"

#include "libagent/base/ascii.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/checks/answer_text.h"
#include "libagent/checks/answer_words.h"
#include "libagent/checks/mentions.h"
#include "libagent/checks/name_candidates.h"
#include "libagent/checks/number_words.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace askdb::checks {
namespace {

using std::string_view;

constexpr std::size_t most_values = 20'000, longest_value = 80, shortest_value = 5;

/// A value of the results.
struct KnownValue {
    std::string key;            ///< As name_key() gives it.
    std::uint32_t letters = 0;  ///< Which letters it has: values that share few are not near.
    std::size_t result = 0;
    std::size_t row = 0;
    std::size_t column = 0;
};

std::uint32_t letters_of(string_view key) {
    std::uint32_t letters = 0;
    for (const char c : key) {
        if (c >= 'a' && c <= 'z') letters |= 1U << static_cast<unsigned>(c - 'a');
    }
    return letters;
}

bool has_digit(string_view text) {
    return std::any_of(text.begin(), text.end(), is_ascii_digit);
}

/// Whether one goes on as the other in the plural, in another case, or with a word more.
bool is_other_form(string_view a, string_view b) {
    if (a.size() < b.size()) std::swap(a, b);
    if (!a.starts_with(b)) return false;
    const string_view ending = a.substr(b.size());
    return ending.empty() || ending[0] == ' ' ||
           in_list("s es e en n er ns r i a o y x ne ian an", ending);
}

/// "Lyon's Bottling Plant" is the Lyon Bottling Plant.
std::string without_possessive(std::string key) {
    constexpr string_view mark = " s ";
    for (std::size_t at = key.find(mark); at != std::string::npos; at = key.find(mark, at))
        key.erase(at, mark.size() - 1);
    return key;
}

class NameFinder {
  public:
    explicit NameFinder(const NameCheck& check) : check_(check), text_(read_answer(check.answer)) {
        for (const string_view question : check.questions)
            known_texts_.push_back(name_key(question));
        for (const std::string& name : check.schema_names) known_texts_.push_back(name_key(name));
    }

    std::vector<UnknownName> find();

  private:
    void read_values();
    bool is_known(const std::string& key) const;
    bool is_promising(const NameCandidate& candidate) const;
    const KnownValue* judge(const NameCandidate& candidate);
    UnknownName described(const NameCandidate& candidate, const KnownValue& value) const;
    const KnownValue* near_value(const std::string& key, std::size_t most_edits) const;
    const KnownValue* alike(const std::string& key) const;
    bool begins_value(const std::string& key) const;

    const NameCheck& check_;
    AnswerText text_;
    std::vector<std::string> known_texts_;
    std::vector<KnownValue> values_;
    std::unordered_set<std::string> keys_;
    std::vector<NameCandidate> candidates_;
    std::unordered_map<std::string, const KnownValue*> judged_;  ///< By key and how it stands.
};

void NameFinder::read_values() {
    constexpr std::ptrdiff_t most_blanks = 7;  // A sentence is no name.
    std::unordered_set<string_view> texts;
    for (std::size_t result = 0; result < check_.results.size(); ++result) {
        const database::Rows& rows = check_.results[result].rows;
        for (std::size_t row = 0; row < rows.row_count(); ++row) {
            constexpr std::size_t between_stops = 1'024;
            if (row % between_stops == 0) throw_if_stopped(check_.stop);
            for (std::size_t column = 0; column < rows.column_count(); ++column) {
                const database::Cell cell = rows.cell(row, column);
                if (cell.kind != database::Kind::text || cell.text.size() > longest_value) continue;
                if (std::count(cell.text.begin(), cell.text.end(), ' ') > most_blanks) continue;
                // Most columns say the same again and again.
                if (!texts.insert(cell.text).second) continue;
                std::string key = name_key(cell.text);
                if (!keys_.insert(key).second || key.size() < shortest_value) continue;
                if (values_.size() >= most_values) continue;
                const std::uint32_t letters = letters_of(key);
                values_.push_back({std::move(key), letters, result, row, column});
            }
        }
        for (const database::ResultColumn& column : rows.columns)
            known_texts_.push_back(name_key(column.name));
    }
}

/// Whether the name, or one that it is a form of, is said by the data, the questions or the schema.
bool NameFinder::is_known(const std::string& key) const {
    if (keys_.contains(key)) return true;
    const auto holds = [&](const std::string& text) {
        const std::size_t at = text.find(key);
        return at != std::string::npos && (at == 0 || text[at - 1] == ' ');
    };
    return std::any_of(known_texts_.begin(), known_texts_.end(), holds) ||
           std::any_of(values_.begin(), values_.end(),
                       [&](const KnownValue& value) { return holds(value.key); });
}

const KnownValue* NameFinder::near_value(const std::string& key, std::size_t most_edits) const {
    const std::uint32_t letters = letters_of(key);
    const KnownValue* best = nullptr;
    std::size_t fewest = most_edits + 1;
    for (const KnownValue& value : values_) {
        const std::size_t longer = std::max(value.key.size(), key.size());
        const std::size_t shorter = std::min(value.key.size(), key.size());
        if (longer - shorter > most_edits) continue;
        if (static_cast<std::size_t>(std::popcount(value.letters ^ letters)) > 2 * most_edits)
            continue;
        // Another ending is another form of the same word.
        if (is_other_form(value.key, key)) continue;
        const std::size_t edits = edit_distance(value.key, key);
        if (edits >= fewest) continue;
        fewest = edits;
        best = &value;
    }
    return best;
}

/// A value of a column of which several end in the same word as this name of as many words.
const KnownValue* NameFinder::alike(const std::string& key) const {
    const std::size_t last = key.rfind(' ');
    if (last == std::string::npos) return nullptr;
    const string_view end = string_view(key).substr(last);
    constexpr std::size_t shortest_end = 4;
    if (end.size() <= shortest_end) return nullptr;
    const KnownValue* first = nullptr;
    for (const KnownValue& value : values_) {
        const bool ends =
            value.key.ends_with(end) && std::count(value.key.begin(), value.key.end(), ' ') ==
                                            std::count(key.begin(), key.end(), ' ');
        if (!ends) continue;
        if (first != nullptr && first->column == value.column && first->result == value.result)
            return first;
        if (first == nullptr) first = &value;
    }
    return nullptr;
}

/// Whether a value has the same first word.
bool NameFinder::begins_value(const std::string& key) const {
    const string_view word = string_view(key).substr(0, key.find(' ') + 1);
    return !word.empty() &&
           std::any_of(values_.begin(), values_.end(), [&](const KnownValue& value) {
               return string_view(value.key).starts_with(word);
           });
}

/// Whether the candidate may be a name at all, without a look at the data.
bool NameFinder::is_promising(const NameCandidate& candidate) const {
    const string_view written =
        string_view(text_.plain).substr(candidate.begin, candidate.end - candidate.begin);
    const bool is_single = candidate.words < 2;
    constexpr std::size_t shortest_single = 6;
    if (written.size() < (is_single ? shortest_single : shortest_value) || has_digit(written))
        return false;
    if (is_single && candidate.begins_sentence) return false;
    return upper_ascii(written) != written && month_of(folded_word(written)) == 0;
}

/// The value that the candidate is nearly, when it is none itself.
const KnownValue* NameFinder::judge(const NameCandidate& candidate) {
    std::string key =
        name_key(string_view(text_.plain).substr(candidate.begin, candidate.end - candidate.begin));
    if (key.ends_with(" s")) key.resize(key.size() - 2);
    const auto [known, is_new] = judged_.try_emplace(key + (candidate.is_quoted         ? '"'
                                                            : candidate.begins_sentence ? '.'
                                                                                        : ' '),
                                                     nullptr);
    if (!is_new || is_known(key)) return known->second;
    const std::string bare = without_possessive(key);
    if (bare.size() < key.size() && is_known(bare)) return nullptr;
    const bool is_single = candidate.words < 2;
    constexpr std::size_t long_name = 10;
    const KnownValue* value = near_value(key, !is_single && key.size() >= long_name ? 2 : 1);
    // An adjective is no misspelling of its country: a single word ends as the value does.
    if (value != nullptr && is_single && !candidate.is_quoted && value->key.back() != key.back())
        value = nullptr;
    // What begins a sentence may be another word, unless values begin so.
    const bool may_begin = candidate.is_quoted || !candidate.begins_sentence || begins_value(key);
    if (value == nullptr && !is_single && may_begin) value = alike(key);
    known->second = value;
    return value;
}

UnknownName NameFinder::described(const NameCandidate& candidate, const KnownValue& value) const {
    const CheckedResult& result = check_.results[value.result];
    return {.begin = candidate.begin,
            .end = candidate.end,
            .nearest = std::string(result.rows.cell(value.row, value.column).text),
            .source = std::string(result.handle) + ": row " + std::to_string(value.row + 1) + ", " +
                      result.rows.columns[value.column].name};
}

std::vector<UnknownName> NameFinder::find() {
    candidates_ = name_candidates(text_);
    std::erase_if(candidates_,
                  [this](const NameCandidate& candidate) { return !is_promising(candidate); });
    if (candidates_.empty()) return {};
    read_values();
    std::stable_sort(
        candidates_.begin(), candidates_.end(),
        [](const NameCandidate& a, const NameCandidate& b) { return a.begin < b.begin; });
    std::vector<UnknownName> found;
    std::size_t reached = 0;
    for (const NameCandidate& candidate : candidates_) {
        throw_if_stopped(check_.stop);
        const KnownValue* const value = candidate.begin < reached ? nullptr : judge(candidate);
        if (value == nullptr) continue;
        reached = candidate.end;
        found.push_back(described(candidate, *value));
    }
    return found;
}

}

std::vector<UnknownName> find_unknown_names(const NameCheck& check) {
    return NameFinder(check).find();
}

}
