#include "libagent/loop/cut_claims.h"

#include "libagent/checks/answer_words.h"
#include "libagent/loop/rested_steps.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace askdb::loop {
namespace {

using checks::Word;

// In English, German, French and Spanish; without accents.
/// Right before or behind the number.
constexpr std::string_view beside =
    "first last top only erste ersten erster letzten nur premier premiers premiere premieres "
    "seulement primer primero primeros primera primeras solo";
/// Up to three words before or behind it.
constexpr std::string_view near =
    "limit limited sample sampled least mindestens wenigstens moins menos begrenzt limite limitado "
    "auszug stichprobe extrait echantillon muestra extracto";
/// Anywhere in its sentence.
constexpr std::string_view in_sentence =
    "cut truncated truncation capped partial incomplete abgeschnitten gekurzt unvollstandig "
    "tronque tronquee tronques tronquees partiel partielle incomplet incomplete truncado truncada "
    "parcial incompleto incompleta";

bool ends_sentence(std::string_view text, std::size_t at) {
    if (text[at] == '\n') return true;
    const bool is_stop = text[at] == '.' || text[at] == '!' || text[at] == '?';
    return is_stop && (at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '\n');
}

struct Sentence {
    std::string_view before;
    std::string_view behind;
};

/// What stands around the number.
Sentence sentence_around(std::string_view text, const checks::CheckedNumber& number) {
    std::size_t begin = number.begin, end = number.end;
    while (begin > 0 && !ends_sentence(text, begin - 1)) --begin;
    while (end < text.size() && !ends_sentence(text, end)) ++end;
    return {text.substr(begin, number.begin - begin), text.substr(number.end, end - number.end)};
}

template <class Iterator>
bool has_word(Iterator begin, Iterator end, std::string_view list) {
    return std::any_of(begin, end,
                       [&](const Word& word) { return checks::in_list(list, word.folded); });
}

/// The nearest word first.
template <class Iterator>
bool tells_a_part(Iterator begin, Iterator end) {
    constexpr std::ptrdiff_t reach = 3;
    const std::ptrdiff_t count = end - begin;
    return has_word(begin, begin + std::min<std::ptrdiff_t>(count, 1), beside) ||
           has_word(begin, begin + std::min(count, reach), near) ||
           has_word(begin, end, in_sentence);
}

bool says_that_it_is_a_part(std::string_view text, const checks::CheckedNumber& number) {
    if (number.hedge == checks::Hedge::over) return true;
    const Sentence sentence = sentence_around(text, number);
    const std::vector<Word> before = checks::words_of(sentence.before);
    const std::vector<Word> behind = checks::words_of(sentence.behind);
    return tells_a_part(before.rbegin(), before.rend()) ||
           tells_a_part(behind.begin(), behind.end());
}

}

bool is_of_cut_result(const AnswerUnderCheck& check, const checks::CheckedNumber& number) {
    if (number.verdict != checks::Verdict::matched || number.origin != checks::Origin::derived)
        return false;
    const std::vector<std::string> handles = handles_in(number.source);
    const bool is_cut = std::any_of(handles.begin(), handles.end(), [&](const std::string& handle) {
        const results::StoredResult* const result = check.results.find(handle);
        return result != nullptr && result->rows.truncated;
    });
    return is_cut && !says_that_it_is_a_part(check.answer.response, number);
}

}
