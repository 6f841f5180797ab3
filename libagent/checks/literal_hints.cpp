#include "libagent/checks/literal_hints.h"

#include "libagent/base/text.h"
#include "libagent/base/utf8.h"
#include "libagent/checks/answer_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>

namespace askdb::checks {
namespace {

constexpr std::size_t longest_compared = 300;  ///< Bytes; longer values are like nothing.
constexpr std::size_t longest_shown = 80;

/// The words of a text that is folded already.
std::vector<std::string> spaced_words(std::string_view text) {
    std::vector<std::string> words(1);
    for (const char c : text) {
        if (is_word_byte(c)) {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) words.pop_back();
    return words;
}

/// "cities" and "city", "boxes" and "box", "plants" and "plant" have one stem.
std::string stem_of(std::string word) {
    constexpr std::size_t shortest = 4;
    if (word.size() < shortest || !word.ends_with('s') || word.ends_with("ss")) return word;
    if (word.ends_with("ies")) return word.substr(0, word.size() - 3) + "y";
    for (const std::string_view ending : {"xes", "ches", "shes", "sses", "zes"}) {
        if (word.ends_with(ending)) return word.substr(0, word.size() - 2);
    }
    word.pop_back();
    return word;
}

std::size_t allowed_edits(std::size_t size) {
    constexpr std::size_t too_short = 3, short_word = 5, word = 9, long_word = 20;
    if (size < too_short) return 0;
    if (size < short_word) return 1;
    if (size < word) return 2;
    return size < long_word ? 3 : 4;
}

/// A text prepared for comparing.
struct Prepared {
    explicit Prepared(std::string_view text)
        : plain(folded(text)), words(spaced_words(plain)), squeezed(join(words, "")) {
        for (const std::string& word : words) stems.push_back(stem_of(word));
        std::sort(stems.begin(), stems.end());
    }

    std::string plain;
    std::vector<std::string> words;
    std::string squeezed;
    std::vector<std::string> stems;
};

enum class Likeness { but_case, but_signs, same_words, spelling, part };

/// Every word of `few` is in `many`, or is nearly so spelled.
bool has_words(const Prepared& many, const Prepared& few) {
    if (few.words.empty()) return false;
    return std::all_of(few.words.begin(), few.words.end(), [&](const std::string& word) {
        return std::any_of(many.words.begin(), many.words.end(), [&](const std::string& other) {
            if (stem_of(other) == stem_of(word)) return true;
            const bool is_short_for =  // "st" beside other words: "street"
                few.words.size() > 1 && word.size() > 1 && other.starts_with(word);
            if (is_short_for) return true;
            const std::size_t edits = std::min<std::size_t>(allowed_edits(word.size()), 2);
            constexpr std::size_t shortest = 4;
            return word.size() >= shortest && edit_distance(word, other) <= edits;
        });
    });
}

struct Ranked {
    Likeness likeness;
    std::size_t distance;
    const std::string* value;
};

std::optional<Ranked> ranked(const Prepared& literal, const std::string& value) {
    if (value.size() > longest_compared) return {};
    const Prepared other(value);
    if (other.plain == literal.plain) return Ranked{Likeness::but_case, 0, &value};
    const bool is_same_letters = other.squeezed == literal.squeezed;
    if (is_same_letters && !other.squeezed.empty()) return Ranked{Likeness::but_signs, 0, &value};
    if (other.stems == literal.stems && !other.stems.empty())
        return Ranked{Likeness::same_words, 0, &value};
    const std::size_t shorter = std::min(other.squeezed.size(), literal.squeezed.size());
    const std::size_t longer = std::max(other.squeezed.size(), literal.squeezed.size());
    const std::size_t edits = allowed_edits(shorter);
    if (longer - shorter <= edits && shorter > 0) {
        const std::size_t distance = edit_distance(other.squeezed, literal.squeezed);
        if (distance <= edits) return Ranked{Likeness::spelling, distance, &value};
    }
    constexpr std::size_t shortest_part = 3;
    if (shorter < shortest_part) return {};
    const bool is_part = other.squeezed.find(literal.squeezed) != std::string::npos ||
                         has_words(other, literal) || has_words(literal, other);
    if (!is_part) return {};
    return Ranked{Likeness::part, longer - shorter, &value};
}

/// LIKE without an escape character: `%` for any text, `_` for one character.
bool is_like(std::string_view value, std::string_view pattern) {
    std::size_t v = 0, p = 0, star = std::string_view::npos, resume = 0;
    while (v < value.size()) {
        if (p < pattern.size() && pattern[p] == '%') {
            star = p++;
            resume = v;
        } else if (p < pattern.size() && pattern[p] == '_') {
            ++p;
            ++v;
            while (v < value.size() && is_continuation_byte(value[v])) ++v;
        } else if (p < pattern.size() && pattern[p] == value[v]) {
            ++p;
            ++v;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            v = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '%') ++p;
    return p == pattern.size();
}

std::string shown(std::string_view text) {
    return sql_literal(visible(clipped(text, longest_shown)));
}

/// Whether something matches a pattern, or is like a text, would let values be found out piece by
/// piece.
std::string secret_words(const LiteralLookup& lookup, const std::string& literal) {
    if (lookup.is_pattern)
        return fmt::format("whether {} has {} is not told: its values are not shared",
                           lookup.column, literal);
    return fmt::format(
        "{} has no {}; whether it has texts like it is not told: its values are not "
        "shared",
        lookup.column, literal);
}

std::string lookup_words(const LiteralLookup& lookup) {
    const std::string literal = shown(lookup.literal);
    const bool is_told = lookup.found == LiteralLookup::Found::unknown ||
                         (lookup.found == LiteralLookup::Found::exact && !lookup.is_pattern);
    if (lookup.is_secret && !is_told) return secret_words(lookup, literal);
    switch (lookup.found) {
        case LiteralLookup::Found::exact:
            return fmt::format(
                "{} has {}: what leaves no row is another condition, or how they meet",
                lookup.column, literal);
        case LiteralLookup::Found::missing:
            return fmt::format("{} has no {}, nor anything like it", lookup.column, literal);
        case LiteralLookup::Found::not_as_written:
            return fmt::format(
                "{} has no {} as it is written; it has too many values to tell whether one is "
                "like it: search there, by LIKE and a part of it",
                lookup.column, literal);
        case LiteralLookup::Found::unknown:
            return fmt::format("whether {} has {} could not be looked up", lookup.column, literal);
        case LiteralLookup::Found::near: break;
    }
    if (lookup.values.empty())
        return fmt::format("{} has no {}; it has texts like it, which are not shared",
                           lookup.column, literal);
    std::vector<std::string> values;
    for (const std::string& value : lookup.values) values.push_back(shown(value));
    return fmt::format("no row has {} = {}; nearest values there: {}", lookup.column, literal,
                       join(values, ", "));
}

std::string outcome_of(std::span<const LiteralLookup> lookups) {
    using Found = LiteralLookup::Found;
    const auto any = [&](Found found) {
        return std::any_of(lookups.begin(), lookups.end(),
                           [&](const LiteralLookup& lookup) { return lookup.found == found; });
    };
    if (lookups.empty()) return "none";
    if (any(Found::near)) return "near";
    if (any(Found::missing)) return "missing";
    const bool is_open = any(Found::unknown) || any(Found::not_as_written);
    return is_open ? "unknown" : "found";
}

}

bool finds_value(const LiteralUse& use, std::string_view literal, std::string_view value,
                 const database::Dialect& dialect) {
    std::string text(value), wanted(literal);
    if (use.function == "lower" || use.function == "lcase") text = lower_ascii(text);
    if (use.function == "upper" || use.function == "ucase") text = upper_ascii(text);
    if (use.function.ends_with("trim")) text = std::string(trim(text));
    const bool is_lax = use.ignores_case || (use.is_pattern && dialect.name == "sqlite");
    if (dialect.name == "mysql" || dialect.name == "sqlserver") {
        text = folded(text);
        wanted = folded(wanted);
    } else if (is_lax) {
        text = lower_ascii(text);
        wanted = lower_ascii(wanted);
    }
    return use.is_pattern ? is_like(text, wanted) : text == wanted;
}

std::vector<std::string> nearest_values(std::string_view literal,
                                        std::span<const std::string> values, std::size_t most) {
    if (literal.size() > longest_compared) return {};
    const Prepared wanted(literal);
    std::vector<Ranked> found;
    for (const std::string& value : values) {
        if (auto rank = ranked(wanted, value)) found.push_back(*rank);
    }
    std::stable_sort(found.begin(), found.end(), [](const Ranked& a, const Ranked& b) {
        return std::tie(a.likeness, a.distance, *a.value) <
               std::tie(b.likeness, b.distance, *b.value);
    });
    std::vector<std::string> nearest;
    for (const Ranked& rank : found) {
        if (nearest.size() < most) nearest.push_back(*rank.value);
    }
    return nearest;
}

std::string pattern_core(std::string_view pattern) {
    std::string_view longest;
    while (!pattern.empty()) {
        const std::size_t end = std::min(pattern.find_first_of("%_"), pattern.size());
        if (end > longest.size()) longest = pattern.substr(0, end);
        pattern.remove_prefix(std::min(end + 1, pattern.size()));
    }
    return std::string(trim(longest));
}

chat::Finding zero_rows_finding(std::span<const LiteralLookup> lookups) {
    chat::Finding finding{.check = "zero_rows", .message = "no row meets the conditions"};
    std::vector<std::string> words;
    for (const LiteralLookup& lookup : lookups) words.push_back(lookup_words(lookup));
    if (!words.empty()) finding.message = join(words, ". ");
    finding.literals = outcome_of(lookups);
    for (const LiteralLookup& lookup : lookups) {
        const bool is_absent = lookup.found == LiteralLookup::Found::near ||
                               lookup.found == LiteralLookup::Found::missing;
        if (is_absent) finding.absent.push_back(lookup.literal);
    }
    return finding;
}

}
