#include "libagent/checks/number_compounds.h"

#include <algorithm>
#include <unordered_map>

namespace askdb::checks {
namespace {

using std::string_view;

struct NamedValue {
    string_view names;
    int value;
};

constexpr NamedValue french[] = {{"un une", 1},
                                 {"deux", 2},
                                 {"trois", 3},
                                 {"quatre", 4},
                                 {"cinq", 5},
                                 {"six", 6},
                                 {"sept", 7},
                                 {"huit", 8},
                                 {"neuf", 9},
                                 {"dix", 10},
                                 {"onze", 11},
                                 {"douze", 12},
                                 {"treize", 13},
                                 {"quatorze", 14},
                                 {"quinze", 15},
                                 {"seize", 16},
                                 {"vingt vingts", 20},
                                 {"trente", 30},
                                 {"quarante", 40},
                                 {"cinquante", 50},
                                 {"soixante", 60},
                                 {"septante", 70},
                                 {"huitante octante", 80},
                                 {"nonante", 90},
                                 {"cent cents", 100},
                                 {"mille", 1000}};

constexpr NamedValue spanish[] = {{"un uno una", 1},
                                  {"dos", 2},
                                  {"tres", 3},
                                  {"cuatro", 4},
                                  {"cinco", 5},
                                  {"seis", 6},
                                  {"siete", 7},
                                  {"ocho", 8},
                                  {"nueve", 9},
                                  {"diez", 10},
                                  {"doce", 12},
                                  {"trece", 13},
                                  {"catorce", 14},
                                  {"quince", 15},
                                  {"dieciseis", 16},
                                  {"diecisiete", 17},
                                  {"dieciocho", 18},
                                  {"diecinueve", 19},
                                  {"veinte", 20},
                                  {"veintiun veintiuno veintiuna", 21},
                                  {"veintidos", 22},
                                  {"veintitres", 23},
                                  {"veinticuatro", 24},
                                  {"veinticinco", 25},
                                  {"veintiseis", 26},
                                  {"veintisiete", 27},
                                  {"veintiocho", 28},
                                  {"veintinueve", 29},
                                  {"treinta", 30},
                                  {"cuarenta", 40},
                                  {"cincuenta", 50},
                                  {"sesenta", 60},
                                  {"setenta", 70},
                                  {"ochenta", 80},
                                  {"noventa", 90},
                                  {"cien ciento", 100},
                                  {"doscientos doscientas", 200},
                                  {"trescientos trescientas", 300},
                                  {"cuatrocientos cuatrocientas", 400},
                                  {"quinientos quinientas", 500},
                                  {"seiscientos seiscientas", 600},
                                  {"setecientos setecientas", 700},
                                  {"ochocientos ochocientas", 800},
                                  {"novecientos novecientas", 900},
                                  {"mil", 1000}};

constexpr NamedValue german[] = {
    {"ein eins eine", 1}, {"zwei", 2},      {"drei", 3},      {"vier", 4},      {"funf", 5},
    {"sechs", 6},         {"sieben", 7},    {"acht", 8},      {"neun", 9},      {"zehn", 10},
    {"elf", 11},          {"zwolf", 12},    {"dreizehn", 13}, {"vierzehn", 14}, {"funfzehn", 15},
    {"sechzehn", 16},     {"siebzehn", 17}, {"achtzehn", 18}, {"neunzehn", 19}, {"zwanzig", 20},
    {"dreissig", 30},     {"vierzig", 40},  {"funfzig", 50},  {"sechzig", 60},  {"siebzig", 70},
    {"achtzig", 80},      {"neunzig", 90}};

using Values = std::unordered_map<string_view, int>;

template <std::size_t n>
Values values_of(const NamedValue (&table)[n]) {
    Values values;
    for (const NamedValue& row : table) {
        for (std::size_t begin = 0; begin < row.names.size();) {
            const std::size_t end = std::min(row.names.find(' ', begin), row.names.size());
            values.emplace(row.names.substr(begin, end - begin), row.value);
            begin = end + 1;
        }
    }
    return values;
}

/// The value of a word of a language's table; -1: it has none.
template <const auto& table>
int value_of(string_view word) {
    static const Values values = values_of(table);
    const auto found = values.find(word);
    return found == values.end() ? -1 : found->second;
}

/// A number as it grows word by word: `thousands` is done with, `part` is below.
struct Growing {
    int thousands = 0, part = 0;
    int value() const { return thousands + part; }
    bool multiply_thousand() {
        if (thousands > 0) return false;
        thousands = (part == 0 ? 1 : part) * 1'000;
        part = 0;
        return true;
    }
};

bool add_french(Growing& number, int value) {
    if (value == 1'000) return number.multiply_thousand();
    const int below = number.part % 100;
    if (value == 100) {
        if (number.part >= 10 || number.part == 1) return false;
        number.part = number.part == 0 ? 100 : number.part * 100;
        return true;
    }
    const bool is_four_twenties = value == 20 && below == 4;
    const bool may_take_ten = below == 60 || below == 80;
    const bool may_take_unit = below >= 20 && below % 10 == 0;
    const bool is_teen = (below == 10 || below == 70 || below == 90) && value >= 7 && value < 10;
    if (is_four_twenties)
        number.part += 76;
    else if (below == 0 || (value < 10 && (may_take_unit || is_teen)) ||
             (value >= 10 && value < 17 && may_take_ten))
        number.part += value;
    else
        return false;
    return true;
}

bool add_spanish(Growing& number, int value, bool is_behind_y) {
    if (value == 1'000) return number.multiply_thousand();
    const int below = number.part % 100;
    const bool fits = is_behind_y    ? below >= 30 && below % 10 == 0 && value < 10
                      : value >= 100 ? number.part == 0
                                     : below == 0;
    if (fits) number.part += value;
    return fits;
}

double german_value(string_view word) {
    if (const int small = value_of<german>(word); small > 0) return small;
    for (const auto& [name, factor] : {NamedValue{"tausend", 1'000}, NamedValue{"hundert", 100}}) {
        const std::size_t at = word.find(name);
        if (at == string_view::npos) continue;
        const string_view rest = word.substr(at + name.size());
        const double times = at == 0 ? 1 : german_value(word.substr(0, at));
        const double more =
            rest.empty() ? 0 : german_value(rest.starts_with("und") ? rest.substr(3) : rest);
        return times > 0 && more >= 0 ? times * factor + more : -1;
    }
    const std::size_t und = word.find("und");
    if (und == string_view::npos) return -1;
    const int unit = value_of<german>(word.substr(0, und));
    const int tens = value_of<german>(word.substr(und + 3));
    return unit > 0 && unit < 10 && tens >= 20 ? unit + tens : -1;
}

/// Whether only a blank or a hyphen stands between two neighbours.
bool are_neighbours(string_view text, const Word& a, const Word& b) {
    const string_view between = text.substr(a.end, b.begin - a.end);
    return between == " " || between == "-" || between == "\u00A0" || between == "\u2011";
}

/// A run of number words of one language, with its "et" or "y" between.
template <const auto& table, class Add>
CompoundNumber read_run(string_view joint, string_view text, std::span<const Word> words,
                        const Add& add) {
    CompoundNumber found;
    Growing number;
    std::size_t parts = 0;
    bool is_behind_joint = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0 && !are_neighbours(text, words[i - 1], words[i])) break;
        if (i > 0 && words[i].folded == joint && !is_behind_joint) {
            is_behind_joint = true;
            continue;
        }
        const int value = value_of<table>(words[i].folded);
        if (value < 0) break;
        if (!add(number, value, is_behind_joint)) {
            // "Six et sept" are two numbers; "six-trente" is none.
            found.is_clear = is_behind_joint;
            break;
        }
        is_behind_joint = false;
        ++parts;
        found.words = i + 1;
    }
    found.value = number.value();
    return parts > 1 || !found.is_clear ? found : CompoundNumber{};
}

}

CompoundNumber compound_number(string_view text, std::span<const Word> words, std::size_t first) {
    const string_view word = words[first].folded;
    constexpr std::size_t shortest_german = 8;
    if (word.size() >= shortest_german && value_of<german>(word) < 0) {
        if (const double value = german_value(word); value > 0) return {.words = 1, .value = value};
    }
    const std::span<const Word> rest = words.subspan(first);
    const auto in_french = [](Growing& number, int value, bool) {
        return add_french(number, value);
    };
    CompoundNumber found = read_run<french>("et", text, rest, in_french);
    // "Six cents" may be a price.
    if (found.words == 2 && word == "six" && rest[1].folded.starts_with("cent"))
        found.is_clear = false;
    return found.words > 0 ? found : read_run<spanish>("y", text, rest, add_spanish);
}

}
