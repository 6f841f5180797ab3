#include "libagent/checks/sentence_cues.h"

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

bool has_any(const std::vector<std::string>& words, std::string_view list) {
    return std::any_of(words.begin(), words.end(),
                       [list](const std::string& word) { return in_list(list, word); });
}

}

SentenceCues read_cues(std::string_view sentence) {
    SentenceCues cues;
    for (Word& word : words_of(sentence)) cues.words.push_back(std::move(word.folded));
    cues.total = has_any(cues.words, total_words);
    cues.average = has_any(cues.words, average_words);
    cues.median = has_any(cues.words, "median mediane mediana zentralwert");
    cues.growth = has_any(cues.words, growth_words);
    cues.difference = cues.growth || has_any(cues.words, difference_words);
    cues.ratio = has_any(cues.words, ratio_words) || has_any(cues.words, average_words);
    cues.rest = has_any(cues.words, rest_words);
    cues.none = has_any(cues.words, none_words);
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
