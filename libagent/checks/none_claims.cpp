#include "libagent/checks/none_claims.h"

#include "libagent/base/text.h"
#include "libagent/checks/answer_words.h"

#include <algorithm>
#include <string>

namespace askdb::checks {
namespace {

/// The folded words with one blank around each; signs that end a clause are words, too. Dots and
/// commas inside of numbers stay.
std::string spaced(std::string_view answer) {
    std::string plain = folded(answer);
    constexpr std::string_view apostrophe = "\u2019";
    for (std::size_t at = plain.find(apostrophe); at != plain.npos; at = plain.find(apostrophe, at))
        plain.replace(at, apostrophe.size(), "'");
    std::string out = " ";
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const char c = plain[i];
        const bool is_inside = i > 0 && i + 1 < plain.size() && is_word_byte(plain[i - 1]) &&
                               is_word_byte(plain[i + 1]);
        if (is_word_byte(c) || ((c == '.' || c == ',') && is_inside)) {
            out += c;
        } else if (c == '\'' && is_inside) {
            out += ' ';
        } else if (c == '.' || c == ',' || c == ':' || c == ';' || c == '!' || c == '?') {
            out += " , ";
        } else if (out.back() != ' ') {
            out += ' ';
        }
        if (out.size() > 1 && out.back() == ' ' && out[out.size() - 2] == ' ') out.pop_back();
    }
    return out + ' ';
}

constexpr std::string_view phrases[] = {
    // English
    " none ", " nothing ", " zero ", " nobody ", " no one ", " never ", " not found ", " not any ",
    " isn t any ", " aren t any ", " wasn t any ", " weren t any ", " not have any ",
    " doesn t have any ", " don t have any ", " not find ", " couldn t find ", " didn t find ",
    " doesn t have ", " don t have ", " does not have ", " do not have ", " didn t have ",
    " did not have ", " has not got ", " neither ", " don t see any ", " do not see any ",
    " can t see any ", " cannot see any ", " don t see a ", " isn t in the data",
    " is not in the data", " aren t in the data", " are not in the data", " isn t in our data",
    " is not in our data", " isn t listed", " is not listed", " aren t listed", " are not listed",
    " isn t present", " is not present", " without any ", " not exist ", " doesn t exist ",
    " don t exist ", " is empty ",
    // German
    " kein ", " keine ", " keinen ", " keinem ", " keiner ", " keines ", " keinerlei ", " nichts ",
    " niemand ", " nicht gefunden ", " weder ", " nicht vorhanden ", " nicht in den daten ",
    " nicht in der datenbank ",
    // French
    " aucun ", " aucune ", " n y a pas ", " n y avait pas ", " n existe pas ", " n existent pas ",
    " rien ", " personne ne ", " pas trouve ", " n a pas de ", " n ont pas de ",
    // Spanish
    " ningun ", " ninguno ", " ninguna ", " no hay ", " no hubo ", " no existe ", " no existen ",
    " no se encontro ", " no se encontraron ", " nada ", " nadie ", " cero ", " sin resultados ",
    " no tiene ", " no tienen ", " no aparece ", " no figura ", " 0 ", " 0.0 ", " 0.00 ", " 0,0 ",
    " 0,00 "};

/// Behind "no", where it says nothing of how many there are.
constexpr std::string_view other_ends[] = {",",    "longer",  "more",   "less",  "fewer",  "doubt",
                                           "need", "problem", "matter", "later", "wonder", "change",
                                           "i",    "we",      "it",     "they",  "the",    "that",
                                           "esta", "es",      "son",    "se",    "solo"};

bool says_no(std::string_view words) {
    constexpr std::string_view no = " no ";
    for (std::size_t at = words.find(no); at != words.npos; at = words.find(no, at + 1)) {
        const std::string_view rest = words.substr(at + no.size());
        const std::string_view next = rest.substr(0, rest.find(' '));
        const bool is_number = !next.empty() && next[0] >= '0' && next[0] <= '9';
        if (!next.empty() && !is_number && !among(other_ends, next)) return true;
    }
    return false;
}

bool names_absent(std::string_view words, const chat::Finding& finding) {
    return std::any_of(finding.absent.begin(), finding.absent.end(), [&](const std::string& text) {
        return words.find(spaced(text)) != words.npos;
    });
}

}

bool claims_none(std::string_view answer) {
    const std::string words = spaced(answer);
    const bool has_phrase = std::any_of(
        std::begin(phrases), std::end(phrases),
        [&](std::string_view phrase) { return words.find(phrase) != std::string::npos; });
    return has_phrase || says_no(words);
}

std::optional<chat::Warning> check_none_claim(std::string_view answer,
                                              std::span<const chat::Finding> findings) {
    if (!claims_none(answer)) return {};
    const std::string words = spaced(answer);
    for (const chat::Finding& finding : findings) {
        if (finding.check != "zero_rows") continue;
        const bool is_sound = finding.literals == "none" || finding.literals == "found" ||
                              (finding.literals == "missing" && names_absent(words, finding));
        if (is_sound) continue;
        return chat::Warning{
            .check = "zero_rows",
            .message = "the answer says that there is none, but " + finding.message};
    }
    return {};
}

}
