#include "libagent/checks/answer_words.h"
#include "libagent/checks/name_candidates.h"

#include <algorithm>

namespace askdb::checks {
namespace {

using std::string_view;

/// Texts between quotes, on one line.
void add_quoted(const AnswerText& text, const AnswerUnit& unit, std::vector<NameCandidate>& out) {
    constexpr std::pair<string_view, string_view> quotes[] = {
        {"\"", "\""}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"‘", "’"}};
    const string_view plain = text.plain;
    for (const auto& [open, close] : quotes) {
        for (std::size_t i = plain.find(open, unit.begin); i < unit.end;) {
            const std::size_t begin = i + open.size(), end = plain.find(close, begin);
            if (end >= unit.end) break;
            const std::size_t words = words_of(plain.substr(begin, end - begin)).size();
            out.push_back({.begin = begin, .end = end, .words = words, .is_quoted = true});
            i = plain.find(open, end + close.size());
        }
    }
}

bool is_capital(string_view text, const Word& word) {
    const char c = text[word.begin];
    if (c >= 'A' && c <= 'Z') return true;
    const string_view letter = text.substr(word.begin, 2);
    return static_cast<unsigned char>(c) >= 0x80 && letter.size() == 2 &&
           static_cast<unsigned char>(letter[0]) == 0xC3 &&
           static_cast<unsigned char>(letter[1]) < 0xA0;
}

/// Whether only a blank, "&", a hyphen or an apostrophe stands before a word of a name.
bool goes_on(string_view plain, const Word& before, const Word& word) {
    const string_view between = plain.substr(before.end, word.begin - before.end);
    return between == " " || between == " & " || between == "-" || between == "'" ||
           between == "’" || between == " '";
}

/// Behind the last capitalised word of the run that begins with `first`.
std::size_t end_of_name(string_view plain, const std::vector<Word>& words, std::size_t first) {
    std::size_t end = first + 1;
    for (std::size_t i = end; i < words.size() && goes_on(plain, words[i - 1], words[i]); ++i) {
        if (is_capital(plain, words[i]))
            end = i + 1;
        else if (!in_list("of the and de la van der von du del t s d", words[i].folded))
            break;
    }
    return end;
}

/// "North Plant and South Plant" may be two names.
void add_parts(const std::vector<Word>& words, std::size_t first, std::size_t end,
               std::vector<NameCandidate>& out) {
    const auto is_and = [&](std::size_t i) { return words[i].folded == "and"; };
    std::size_t begin = first;
    for (std::size_t i = first; i <= end; ++i) {
        if (i < end && !is_and(i)) continue;
        if (i == end && begin == first) return;  // There is one part: the whole.
        if (i > begin) {
            out.push_back({.begin = words[begin].begin,
                           .end = words[i - 1].end,
                           .words = i - begin,
                           .is_quoted = false,
                           .begins_sentence = begin == 0});
        }
        begin = i + 1;
    }
}

/// Runs of capitalised words, with "&", "of" and the like between.
void add_capitalised(const AnswerText& text, const AnswerUnit& unit,
                     std::vector<NameCandidate>& out) {
    const string_view plain = text.plain;
    std::vector<Word> words = words_of(plain.substr(unit.begin, unit.end - unit.begin));
    for (Word& word : words) {
        word.begin += unit.begin;
        word.end += unit.begin;
    }
    for (std::size_t first = 0; first < words.size(); ++first) {
        if (!is_capital(plain, words[first])) continue;
        const std::size_t end = end_of_name(plain, words, first);
        NameCandidate whole{.begin = words[first].begin,
                            .end = words[end - 1].end,
                            .words = end - first,
                            .is_quoted = false,
                            .begins_sentence = first == 0};
        out.push_back(whole);
        // "The Linnen Curtain": the first word of a sentence may be none of the name's.
        if (first == 0 && end - first > 1) {
            whole.begin = words[first + 1].begin;
            --whole.words;
            out.push_back(whole);
        }
        add_parts(words, first, end, out);
        first = end - 1;
    }
}

}

std::vector<NameCandidate> name_candidates(const AnswerText& text) {
    std::vector<NameCandidate> candidates;
    for (std::size_t i = 0; i < text.units.size(); ++i) {
        const AnswerUnit& unit = text.units[i];
        if (unit.is_code || (unit.is_table_row && unit.header == i)) continue;
        add_quoted(text, unit, candidates);
        add_capitalised(text, unit, candidates);
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const NameCandidate& one, const NameCandidate& other) {
                         return one.begin < other.begin;
                     });
    return candidates;
}

}
