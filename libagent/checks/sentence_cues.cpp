#include "libagent/checks/sentence_cues.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/answer_words.h"

#include <algorithm>

namespace askdb::checks {
namespace {

constexpr std::string_view total_words =
    "total totals totalling all altogether together combined sum sums overall whole entire across "
    "insgesamt zusammen gesamt summe alle ensemble tout tous au suma todos juntos up sumar";
constexpr std::string_view average_words =
    "average averages averaged mean avg typically typical per each apiece schnitt durchschnitt "
    "durchschnittlich mittel moyenne moyen media promedio je pro par por";
constexpr std::string_view difference_words =
    "more fewer less than difference gap ahead behind higher lower larger smaller over under above "
    "below "
    "exceeds exceeded exceeding outspent beat between separates apart dearer cheaper longer "
    "shorter "
    "mehr weniger unterschied differenz abstand uber unter plus moins ecart difference de mas "
    "menos "
    "diferencia";
constexpr std::string_view growth_words =
    "grew grow growth grown rose rise risen increase increased up down fell fall fallen drop "
    "dropped "
    "decrease decreased decline declined shrank changed change jumped climbed gained lost sank "
    "stieg "
    "gestiegen gewachsen wuchs gesunken fiel zunahme ruckgang hausse baisse augmente diminue subio "
    "aumento crecio cayo bajo";
constexpr std::string_view ratio_words =
    "per each every times ratio apiece as average rate pro je mal fois veces chaque cada par por "
    "for "
    "worth cost costs";
constexpr std::string_view rest_words =
    "other others rest remaining remainder not without off except inactive never unresolved "
    "ubrigen "
    "restlichen anderen autres reste demas resto";
constexpr std::string_view none_words =
    "no none without zero nobody nothing never keine keinen ohne sans aucun aucune sin ninguno "
    "ningun "
    "missing empty null unknown sold out";
constexpr std::string_view top_words =
    "top first largest biggest highest most leading best worst oldest newest latest last bottom "
    "smallest "
    "lowest remaining other rest least next ersten grossten letzten premiers derniers primeros "
    "ultimos";

// Where these stand, another thing than the one that is told may have gone that way.
constexpr std::string_view unclear_ways =
    "not never no nor without instead nicht kein keine ne pas aucun sin ni saving savings saved "
    "gap "
    "gaps difference deficit loss losses efficiency faster slower";
constexpr std::string_view ups =
    "grew grow grows growth grown growing rose rise rises risen rising increase increases "
    "increased "
    "increasing climbed jumped gained stieg stiegen gestiegen gewachsen wuchs wuchsen zunahme "
    "hausse augmente subio subieron aumento aumentaron crecio crecieron";
constexpr std::string_view downs =
    "fell fall falls fallen falling drop drops dropped dropping decrease decreases decreased "
    "decreasing decline declines declined shrank sank lost gesunken sanken fiel fielen "
    "gefallen "
    "ruckgang baisse diminue cayo cayeron bajo bajaron disminuyo";

bool has_any(const std::vector<std::string>& words, std::string_view list) {
    return std::any_of(words.begin(), words.end(),
                       [list](const std::string& word) { return in_list(list, word); });
}

Way way_of(const std::vector<std::string>& words) {
    const bool is_up = has_any(words, ups), is_down = has_any(words, downs);
    if (is_up == is_down || has_any(words, unclear_ways)) return Way::unknown;
    return is_up ? Way::up : Way::down;
}

/// "Per month", "a day", "pro Woche", "monthly": how many of them a year has.
double parts_of_year(const std::vector<std::string>& words) {
    struct Part {
        std::string_view names, adverbs;
        double count;
    };
    constexpr Part parts[] = {{"quarter quartal trimestre", "quarterly vierteljahrlich", 4},
                              {"month monat mois mes", "monthly monatlich mensuel mensual", 12},
                              {"week woche semaine semana", "weekly wochentlich", 52},
                              {"day tag jour dia", "daily taglich", 365}};
    std::string_view before;
    for (const std::string& word : words) {
        const bool is_each = in_list("per a each every pro je par al por cada", before);
        before = word;
        constexpr std::size_t shortest_adverb = 5;
        if (!is_each && word.size() < shortest_adverb) continue;
        for (const Part& part : parts) {
            if ((is_each && in_list(part.names, word)) || in_list(part.adverbs, word))
                return part.count;
        }
    }
    return 0;
}

bool goes_on_as_word(std::string_view text, std::size_t i) {
    return letter_length(text, i) > 0 ||
           (i < text.size() && (is_ascii_digit(text[i]) || text[i] == '_'));
}

/// "Q1", "first quarter", "zweites Quartal".
std::vector<int> quarters_in(std::string_view sentence, const std::vector<std::string>& words) {
    std::vector<int> quarters;
    for (std::size_t i = 0; i + 1 < sentence.size(); ++i) {
        const char digit = sentence[i + 1];
        const bool is_quarter = (sentence[i] == 'Q' || sentence[i] == 'T') && digit >= '1' &&
                                digit <= '4' && !is_inside_word(sentence, i) &&
                                !goes_on_as_word(sentence, i + 2);
        if (is_quarter) quarters.push_back(digit - '0');
    }
    constexpr std::string_view ordinals[] = {
        "first erstes ersten premier primer", "second zweites zweiten deuxieme segundo",
        "third drittes dritten troisieme tercer", "fourth last viertes vierten quatrieme cuarto"};
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (!in_list("quarter quartal trimestre", words[i])) continue;
        for (int n = 0; n < 4; ++n) {
            if (in_list(ordinals[n], words[i - 1])) quarters.push_back(n + 1);
        }
    }
    return quarters;
}

}

SentenceCues read_cues(std::string_view sentence) {
    SentenceCues cues;
    for (Word& word : words_of(sentence)) cues.words.push_back(std::move(word.folded));
    cues.total = has_any(cues.words, total_words);
    cues.parts_of_year = parts_of_year(cues.words);
    cues.average = cues.parts_of_year > 0 || has_any(cues.words, average_words);
    cues.median = has_any(cues.words, "median mediane mediana zentralwert");
    cues.growth = has_any(cues.words, growth_words);
    cues.difference = cues.growth || has_any(cues.words, difference_words);
    cues.ratio = has_any(cues.words, ratio_words) || has_any(cues.words, average_words);
    cues.rest = has_any(cues.words, rest_words);
    cues.none = has_any(cues.words, none_words);
    cues.missing =
        cues.none && has_any(cues.words,
                             "missing empty null unknown without blank fehlen fehlt leer ohne sans "
                             "manque manquent vacio sin falta faltan");
    cues.half = has_any(cues.words, "half halves halfte moitie mitad");
    if (cues.growth) cues.way = way_of(cues.words);
    cues.quarters = quarters_in(sentence, cues.words);
    cues.top = has_any(cues.words, top_words);
    return cues;
}

bool share_stem(std::string_view a, std::string_view b) {
    std::size_t same = 0;
    while (same < a.size() && same < b.size() && a[same] == b[same]) ++same;
    constexpr std::size_t shortest = 3, longest_end = 3;
    return same >= shortest && a.size() - same <= longest_end && b.size() - same <= longest_end;
}

}
