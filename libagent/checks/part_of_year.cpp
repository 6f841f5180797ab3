#include "libagent/checks/part_of_year.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/answer_words.h"

#include <string>

namespace askdb::checks {
namespace {

using std::string_view;

constexpr int months_of_the_year = 12;

/// 1 to 4 for "first", "zweites", "3.", …; 0 for what is no such.
int ordinal_of(string_view folded) {
    constexpr string_view ordinals[] = {
        "first erste ersten erstes erster premier premiere primer primero primera",
        "second zweite zweiten zweites zweiter deuxieme second seconde segundo segunda",
        "third dritte dritten drittes troisieme tercer tercero",
        "fourth last vierte vierten viertes letzte letzten quatrieme dernier cuarto ultimo"};
    int number = 0;
    for (const string_view list : ordinals) {
        ++number;
        if (in_list(list, folded)) return number;
    }
    return 0;
}

/// The digit right behind a word ("Q2"), or before it ("2nd half", "3. Quartal").
int digit_beside(string_view text, const Word& word) {
    if (word.end < text.size() && is_ascii_digit(text[word.end])) return text[word.end] - '0';
    constexpr std::size_t reach = 5;
    const std::size_t begin = word.begin > reach ? word.begin - reach : 0;
    const string_view front = text.substr(begin, word.begin - begin);
    const std::size_t digit = front.find_last_of("0123456789");
    const bool is_alone =
        digit != string_view::npos && (digit == 0 || !is_ascii_digit(front[digit - 1]));
    return is_alone ? front[digit] - '0' : 0;
}

}

std::vector<PartOfYear> parts_of_year(string_view text) {
    std::vector<PartOfYear> parts;
    const std::vector<Word> words = words_of(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const Word& word = words[i];
        const bool is_short = word.end < text.size() && is_ascii_digit(text[word.end]);
        const bool is_quarter = in_list(
                                    "quarter quarters quartal quartale quartalen trimestre "
                                    "trimestres",
                                    word.folded) ||
                                (word.folded == "q" && is_short);
        const bool is_half =
            in_list("half halves halbjahr halbjahres semestre semester", word.folded) ||
            (word.folded == "h" && is_short);
        if (!is_quarter && !is_half) continue;
        const int count = is_quarter ? 4 : 2, months = months_of_the_year / count;
        int which = i > 0 ? ordinal_of(words[i - 1].folded) : 0;
        if (which == 0) which = digit_beside(text, word);
        if (which > count) which = is_half && which == 4 ? count : 0;
        for (int part = which == 0 ? 1 : which; part <= (which == 0 ? count : which); ++part)
            parts.push_back({.first = (part - 1) * months + 1, .last = part * months});
    }
    return parts;
}

}
