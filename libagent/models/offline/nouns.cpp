#include "libagent/models/offline/nouns.h"

#include "libagent/base/text.h"
#include "libagent/models/offline/lexicon.h"

#include <utility>

namespace askdb::models::offline {
namespace {

constexpr std::pair<std::string_view, std::string_view> irregular_nouns[] = {
    {"person", "people"}, {"child", "children"}, {"man", "men"},          {"woman", "women"},
    {"foot", "feet"},     {"mouse", "mice"},     {"analysis", "analyses"}};

/// What is counted in pieces, and in what.
constexpr std::pair<std::string_view, std::string_view> mass_nouns[] = {
    {"equipment", "piece"},  {"furniture", "piece"}, {"machinery", "piece"}, {"software", "piece"},
    {"information", "item"}, {"inventory", "item"},  {"stock", "item"},      {"staff", "member"},
    {"personnel", "member"}, {"data", "row"},        {"stdin", "row"}};

/// Where the last of the words begins.
std::size_t last_word(const std::string& words) {
    const std::size_t blank = words.rfind(' ');
    return blank == std::string::npos ? 0 : blank + 1;
}

std::string_view mass_unit(const std::string& words) {
    const std::string_view last = std::string_view(words).substr(last_word(words));
    for (const auto& [noun, unit] : mass_nouns) {
        if (noun == last) return unit;
    }
    return {};
}

bool looks_plural(std::string_view word) {
    return word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") &&
           !word.ends_with("is");
}

}

std::string in_words(std::string_view identifier) {
    return askdb::join(identifier_words(identifier), " ");
}

std::string singular(std::string words) {
    const std::size_t begin = last_word(words);
    for (const auto& [one, many] : irregular_nouns) {
        if (std::string_view(words).substr(begin) == many)
            return words.substr(0, begin) + std::string(one);
    }
    const auto cut = [&](std::size_t letters) { words.resize(words.size() - letters); };
    if (words.ends_with("ies") && words.size() - begin > 4)
        cut(3), words += 'y';
    else if (words.ends_with("sses") || words.ends_with("xes") || words.ends_with("ches"))
        cut(2);
    else if (looks_plural(words))
        cut(1);
    return words;
}

std::string plural(std::string words) {
    const std::size_t begin = last_word(words);
    const std::string last = words.substr(begin);
    for (const auto& [one, many] : irregular_nouns) {
        if (last == many) return words;
        if (last == one) return words.substr(0, begin) + std::string(many);
    }
    if (last.empty() || looks_plural(last) || !mass_unit(words).empty()) return words;
    constexpr std::string_view vowels = "aeiou";
    if (last.ends_with('y') && last.size() > 1 &&
        vowels.find(last[last.size() - 2]) == std::string_view::npos)
        return words.substr(0, words.size() - 1) + "ies";
    for (const std::string_view ending : {"s", "x", "ch", "sh"}) {
        if (last.ends_with(ending)) return words + "es";
    }
    return words + "s";
}

std::string counted(const std::string& count, const std::string& words) {
    const bool one = count == "1";
    const std::string_view unit = mass_unit(words);
    if (!unit.empty()) return count + " " + std::string(unit) + (one ? " of " : "s of ") + words;
    return count + " " + (one ? singular(words) : plural(words));
}

}
