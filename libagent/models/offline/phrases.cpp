#include "libagent/models/offline/phrases.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace askdb::models::offline {
namespace {

using Words = std::span<const Word>;

constexpr std::string_view filler_words[] = {
    "a",     "an",  "the",   "there", "is",        "are",     "was",    "were",   "be",    "been",
    "being", "do",  "does",  "did",   "have",      "has",     "had",    "having", "all",   "that",
    "which", "who", "whose", "where", "we",        "our",     "us",     "my",     "me",    "please",
    "of",    "in",  "at",    "from",  "for",       "on",      "with",   "within", "exist", "exists",
    "their", "its", "these", "those", "belonging", "located", "records"};

constexpr std::string_view grammar_words[] = {
    "by",       "per",      "each",   "every",     "and",      "or",      "not",    "no",
    "without",  "how",      "many",   "much",      "what",     "when",    "who",    "most",
    "least",    "more",     "less",   "than",      "over",     "under",   "above",  "below",
    "between",  "top",      "bottom", "first",     "last",     "number",  "count",  "total",
    "average",  "sum",      "mean",   "minimum",   "maximum",  "highest", "lowest", "largest",
    "smallest", "earliest", "latest", "fewest",    "fewer",    "show",    "list",   "give",
    "find",     "it",       "any",    "some",      "to",       "since",   "before", "after",
    "until",    "during",   "order",  "sort",      "as",       "if",      "i",      "you",
    "can",      "could",    "tell",   "different", "distinct", "unique",  "other",  "same",
    "but",      "than",     "also",   "so",        "this",     "they",    "them",   "will",
    "would",    "may",      "might"};

constexpr std::string_view glue_words[] = {"of", "the", "a", "an"};
constexpr std::string_view gap_words[] = {"is", "are", "was", "were", "that", "which"};

template <class Meaning>
struct Entry {
    std::string_view words;
    Meaning meaning;
};

constexpr Entry<Operator> comparison_phrases[] = {{"more than", Operator::greater},
                                                  {"greater than", Operator::greater},
                                                  {"higher than", Operator::greater},
                                                  {"larger than", Operator::greater},
                                                  {"bigger than", Operator::greater},
                                                  {"over", Operator::greater},
                                                  {"above", Operator::greater},
                                                  {"exceeding", Operator::greater},
                                                  {"at least", Operator::at_least},
                                                  {"no less than", Operator::at_least},
                                                  {"not less than", Operator::at_least},
                                                  {"no fewer than", Operator::at_least},
                                                  {"a minimum of", Operator::at_least},
                                                  {"less than", Operator::less},
                                                  {"fewer than", Operator::less},
                                                  {"lower than", Operator::less},
                                                  {"smaller than", Operator::less},
                                                  {"under", Operator::less},
                                                  {"below", Operator::less},
                                                  {"at most", Operator::at_most},
                                                  {"no more than", Operator::at_most},
                                                  {"not more than", Operator::at_most},
                                                  {"up to", Operator::at_most},
                                                  {"a maximum of", Operator::at_most},
                                                  {"exactly", Operator::equal},
                                                  {"equal to", Operator::equal},
                                                  {"greater than or equal to", Operator::at_least},
                                                  {"less than or equal to", Operator::at_most}};

constexpr Entry<Aggregate> aggregate_phrases[] = {
    {"average", Aggregate::average},     {"mean", Aggregate::average},
    {"avg", Aggregate::average},         {"total", Aggregate::sum},
    {"sum of", Aggregate::sum},          {"sum", Aggregate::sum},
    {"minimum", Aggregate::minimum},     {"min", Aggregate::minimum},
    {"lowest", Aggregate::minimum},      {"smallest", Aggregate::minimum},
    {"earliest", Aggregate::minimum},    {"first", Aggregate::minimum},
    {"maximum", Aggregate::maximum},     {"max", Aggregate::maximum},
    {"highest", Aggregate::maximum},     {"largest", Aggregate::maximum},
    {"greatest", Aggregate::maximum},    {"biggest", Aggregate::maximum},
    {"latest", Aggregate::maximum},      {"most recent", Aggregate::maximum},
    {"average of", Aggregate::average},  {"average value of", Aggregate::average},
    {"total amount of", Aggregate::sum}, {"combined", Aggregate::sum}};

constexpr Entry<bool> extreme_phrases[] = {
    {"highest", true}, {"largest", true},   {"greatest", true},  {"maximum", true},
    {"biggest", true}, {"most", true},      {"latest", true},    {"most recent", true},
    {"longest", true}, {"lowest", false},   {"smallest", false}, {"minimum", false},
    {"least", false},  {"earliest", false}, {"shortest", false}, {"fewest", false}};

constexpr Entry<bool> extreme_count_phrases[] = {{"most", true},
                                                 {"highest number of", true},
                                                 {"largest number of", true},
                                                 {"greatest number of", true},
                                                 {"maximum number of", true},
                                                 {"most number of", true},
                                                 {"biggest number of", true},
                                                 {"fewest", false},
                                                 {"least", false},
                                                 {"lowest number of", false},
                                                 {"smallest number of", false},
                                                 {"least number of", false},
                                                 {"fewest number of", false},
                                                 {"minimum number of", false}};

constexpr Entry<bool> count_phrases[] = {{"how many", false},
                                         {"number of", false},
                                         {"total number of", false},
                                         {"count of", false},
                                         {"count", false},
                                         {"count the number of", false},
                                         {"how many different", true},
                                         {"how many distinct", true},
                                         {"how many unique", true},
                                         {"number of different", true},
                                         {"number of distinct", true},
                                         {"number of unique", true},
                                         {"total number of different", true},
                                         {"total number of distinct", true},
                                         {"count the number of different", true},
                                         {"count the number of distinct", true}};

/// The word after `phrase`, when it starts at `at`; 0 when it does not.
std::size_t phrase_end(Words words, std::size_t at, std::string_view phrase) {
    while (!phrase.empty()) {
        const std::string_view word = phrase.substr(0, phrase.find(' '));
        if (at >= words.size() || words[at].kind != WordKind::word || words[at].folded != word)
            return 0;
        phrase.remove_prefix(std::min(phrase.size(), word.size() + 1));
        ++at;
    }
    return at;
}

template <class Meaning, std::size_t size>
std::optional<Phrase<Meaning>> longest_entry(Words words, std::size_t at,
                                             const Entry<Meaning> (&table)[size]) {
    std::optional<Phrase<Meaning>> best;
    for (const auto& entry : table) {
        const std::size_t end = phrase_end(words, at, entry.words);
        if (end > (best ? best->end : 0)) best = Phrase<Meaning>{entry.meaning, end};
    }
    return best;
}

template <std::size_t size>
bool holds(const std::string_view (&list)[size], std::string_view word) {
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

}

bool is_filler(std::string_view word) {
    return holds(filler_words, word);
}

bool is_function_word(std::string_view word) {
    return holds(filler_words, word) || holds(grammar_words, word);
}

bool is_phrase_word(std::string_view word) {
    static constexpr std::string_view others[] = {
        "alphabetical", "alphabetically", "ascending", "descending", "sorted",  "ordered",
        "grouped",      "common",         "frequent",  "frequently", "ranked",  "recent",
        "missing",      "lacking",        "excluding", "except",     "outside", "starting",
        "display",      "return",         "report",    "unknown",    "empty",   "blank",
        "null",         "calculate",      "compute",   "identify",   "named",   "called"};
    const auto in_table = [&](const auto& table) {
        return std::any_of(std::begin(table), std::end(table), [&](const auto& entry) {
            for (std::string_view rest = entry.words; !rest.empty();) {
                const std::string_view first = rest.substr(0, rest.find(' '));
                if (first == word) return true;
                rest.remove_prefix(std::min(rest.size(), first.size() + 1));
            }
            return false;
        });
    };
    return is_function_word(word) || holds(others, word) || in_table(comparison_phrases) ||
           in_table(aggregate_phrases) || in_table(extreme_phrases) ||
           in_table(extreme_count_phrases) || in_table(count_phrases);
}

bool is_name_glue(std::string_view word) {
    return holds(glue_words, word);
}

bool is_gap_word(std::string_view word) {
    return holds(gap_words, word);
}

std::optional<Phrase<Operator>> comparison_at(Words words, std::size_t at) {
    return longest_entry(words, at, comparison_phrases);
}

std::optional<Phrase<Aggregate>> aggregate_at(Words words, std::size_t at) {
    return longest_entry(words, at, aggregate_phrases);
}

std::optional<Phrase<bool>> extreme_at(Words words, std::size_t at) {
    return longest_entry(words, at, extreme_phrases);
}

std::optional<Phrase<bool>> extreme_count_at(Words words, std::size_t at) {
    return longest_entry(words, at, extreme_count_phrases);
}

std::optional<Phrase<bool>> count_at(Words words, std::size_t at) {
    return longest_entry(words, at, count_phrases);
}

std::optional<std::size_t> any_phrase_at(Words words, std::size_t at,
                                         std::span<const std::string_view> phrases) {
    std::size_t best = 0;
    for (const std::string_view phrase : phrases)
        best = std::max(best, phrase_end(words, at, phrase));
    return best == 0 ? std::nullopt : std::optional(best);
}

}
