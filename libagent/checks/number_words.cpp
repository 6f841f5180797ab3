#include "libagent/checks/number_words.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace askdb::checks {
namespace {

struct Named {
    std::string_view names;  ///< Of several languages, separated by blanks.
    double value;
};

// Not here, because they mean something else as often: one, once, elf, neuf, sept, mil, dos.
constexpr Named small_numbers[] = {
    {"zero null", 0},
    {"two zwei deux", 2},
    {"three drei trois tres", 3},
    {"four vier quatre cuatro", 4},
    {"five funf cinq cinco", 5},
    {"six sechs seis", 6},
    {"seven sieben siete", 7},
    {"eight acht huit ocho", 8},
    {"nine neun nueve", 9},
    {"ten zehn dix diez", 10},
    {"eleven onze", 11},
    {"twelve dozen zwolf dutzend douze douzaine doce docena", 12},
    {"thirteen dreizehn treize trece", 13},
    {"fourteen vierzehn quatorze catorce", 14},
    {"fifteen funfzehn quinze quince", 15},
    {"sixteen sechzehn seize", 16},
    {"seventeen siebzehn", 17},
    {"eighteen achtzehn", 18},
    {"nineteen neunzehn", 19},
    {"twenty zwanzig vingt veinte", 20},
    {"thirty dreissig trente treinta", 30},
    {"forty vierzig quarante cuarenta", 40},
    {"fifty funfzig cinquante cincuenta", 50},
    {"sixty sechzig soixante sesenta", 60},
    {"seventy siebzig setenta", 70},
    {"eighty achtzig ochenta", 80},
    {"ninety neunzig noventa", 90},
};
constexpr Named large_numbers[] = {
    {"hundred", 1e2}, {"thousand", 1e3}, {"million", 1e6}, {"billion", 1e9}};
constexpr Named fraction_words[] = {
    {"half halves", 2},  {"third thirds", 3},   {"quarter quarters", 4}, {"fifth fifths", 5},
    {"sixth sixths", 6}, {"eighth eighths", 8}, {"tenth tenths", 10}};
constexpr Named multiple_words[] = {{"twice double doppelt", 2},
                                    {"thrice triple dreimal dreifach", 3},
                                    {"zweimal zweifach", 2},
                                    {"viermal quadruple vierfach", 4}};
constexpr Named touching_scales[] = {
    {"k K", 1e3}, {"M mn mln Mn", 1e6}, {"B b bn Bn", 1e9}, {"T", 1e12}};
constexpr Named scale_words[] = {
    {"thousand tausend tsd mille miles k", 1e3},
    {"lakh lakhs lac", 1e5},
    {"million millions mio millionen millon millones mn mln", 1e6},
    {"crore crores", 1e7},
    {"billion billions bn mrd milliarde milliarden milliard milliards", 1e9},
    {"trillion trillions", 1e12}};

template <std::size_t n>
double value_in(const Named (&table)[n], std::string_view word) {
    for (const Named& row : table) {
        if (in_list(row.names, word)) return row.value;
    }
    return -1;
}

/// Whether only a blank or a hyphen stands between two neighbours.
bool are_joined(std::string_view text, const Word& a, const Word& b) {
    const std::string_view between = text.substr(a.end, b.begin - a.end);
    return between == " " || between == "-" || between == "\u00A0";
}

/// "two thirds", "a quarter of", "half of the", "one in five".
SpokenNumber spoken_fraction(std::string_view text, std::span<const Word> words, std::size_t i) {
    const auto word = [&](std::size_t at) {
        const bool joined =
            at == i || (at < words.size() && are_joined(text, words[at - 1], words[at]));
        return joined && at < words.size() ? std::string_view(words[at].folded) : "";
    };
    const double parts = value_in(fraction_words, word(i + 1));
    const double count = value_in(small_numbers, word(i));
    if (count > 0 && parts > count && word(i + 1).ends_with('s'))
        return {.words = 2, .value = count / parts, .is_fraction = true};
    const bool is_one = word(i) == "one" || word(i) == "a";
    // "A third are late", but "a third was late" may be one more.
    if (is_one && parts > 0 && in_list("of are were have had", word(i + 2)))
        return {.words = 2, .value = 1 / parts, .is_fraction = true};
    if (word(i) == "half" && in_list("of the as are were have had", word(i + 1)))
        return {.words = 1, .value = 1.0 / 2, .is_fraction = true};
    const bool is_in = word(i + 1) == "in", is_out_of = word(i + 1) == "out" && word(i + 2) == "of";
    const std::size_t below = i + (is_in ? 2 : 3);
    if (word(i) == "one" && (is_in || is_out_of) && value_in(small_numbers, word(below)) > 1)
        return {.words = below - i + 1,
                .value = 1 / value_in(small_numbers, word(below)),
                .is_fraction = true};
    return {};
}

}

SpokenNumber spoken_number(std::string_view text, std::span<const Word> words, std::size_t first) {
    if (const SpokenNumber fraction = spoken_fraction(text, words, first); fraction.words > 0)
        return fraction;
    if (const double times = value_in(multiple_words, words[first].folded); times > 0)
        return {.words = 1, .value = times, .is_multiple = true};
    // 205,030 is two hundred and five thousand thirty: `done` has the thousands, `part` what is
    // below.
    double done = 0, part = 0;
    std::size_t end = first;
    for (std::size_t i = first; i < words.size(); ++i) {
        if (i > first && !are_joined(text, words[i - 1], words[i])) break;
        const std::string_view word = words[i].folded;
        const bool is_unit = word == "one" && part >= 20 && std::fmod(part, 10) == 0;
        const double small = is_unit ? 1 : value_in(small_numbers, word);
        const double large = value_in(large_numbers, word);
        const bool unit_fits = end == first ||
                               (small < 10 && std::fmod(part, 10) == 0 && part >= 20) ||
                               (part >= 100 && std::fmod(part, 100) == 0) || part == 0;
        if (word == "dozen" && end > first) {
            part *= 12;
        } else if (small >= 0 && unit_fits) {
            part += small;
        } else if (large > 0 && i > first) {
            const double base = part == 0 ? 1 : part;
            done += large > 100 ? base * large : 0;
            part = large > 100 ? 0 : base * large;
        } else if (in_list("a one and", word) && i + 1 < words.size()) {
            // "Il y a soixante ordres" is French.
            const std::string_view next = words[i + 1].folded;
            if (word == "a" && next != "dozen" && value_in(large_numbers, next) < 0) break;
            if (word == "and" && (end == first || part < 100)) break;
            continue;  // Counts only when a number goes on behind it.
        } else {
            break;
        }
        end = i + 1;
    }
    if (end == first) return {};
    return {.words = end - first, .value = done + part};
}

Hedge hedge_of(std::span<const Word> words) {
    if (words.empty()) return Hedge::none;
    const auto from_end = [&](std::size_t i) {
        return i < words.size() ? std::string_view(words[words.size() - 1 - i].folded)
                                : std::string_view();
    };
    const std::string_view last = from_end(0), before = from_end(1);
    if (in_list("than als que", last)) {
        if (in_list("more greater higher larger mehr mas", before)) return Hedge::over;
        if (in_list("less fewer lower smaller weniger menos", before)) return Hedge::under;
        return Hedge::none;
    }
    if (last == "of" || last == "de") {
        if (in_list("plus mas", before)) return Hedge::over;
        if (in_list("moins menos", before)) return Hedge::under;
        return in_list("pres cerca autour", before) ? Hedge::about : Hedge::none;
    }
    if ((last == "moins" && before == "au") || (last == "menos" && before == "al"))
        return Hedge::over;
    if (last == "to" || last == "zu") {
        // "Up to 12" is a bound, "add up to 12" a sum.
        const bool is_sum = in_list("add adds added adding sum sums come comes came", from_end(2));
        return in_list("up bis", before) && !is_sum ? Hedge::under : Hedge::none;
    }
    if (last == "a" && words.size() > 1) return hedge_of(words.first(words.size() - 1));
    if (in_list(
            "about around roughly approximately approx circa ca some etwa rund ungefahr environ "
            "unos unas aproximadamente",
            last))
        return Hedge::about;
    if (in_list(
            "over above least exceed exceeds exceeded exceeding surpass surpassed topped topping "
            "uber mindestens",
            last))
        return Hedge::over;
    if (in_list("under below most hochstens unter", last)) return Hedge::under;
    if (in_list("nearly almost even fast knapp presque casi", last))
        return last == "even" && before != "not" ? Hedge::none : Hedge::nearly;
    return Hedge::none;
}

Hedge hedge_behind(std::span<const Word> words) {
    if (words.size() < 2 || !in_list("or and oder und ou et o y", words[0].folded))
        return Hedge::none;
    if (in_list("more above over up higher mehr plus mas", words[1].folded)) return Hedge::over;
    if (in_list("less fewer under below lower weniger moins menos", words[1].folded))
        return Hedge::under;
    return Hedge::none;
}

double scale_of(std::string_view word, bool touches) {
    const double touching = touches ? value_in(touching_scales, word) : -1;
    return std::max(0.0, touching > 0 ? touching : value_in(scale_words, folded_word(word)));
}

MeasureWord measure_of(std::string_view word, bool touches) {
    const std::string folded = folded_word(word);
    struct Row {
        std::string_view names;
        Measure measure;
    };
    constexpr Row times[] = {
        {"ms milliseconds millisecond millisekunden millisecondes", Measure::milliseconds},
        {"sec secs second seconds sekunden secondes segundos", Measure::seconds},
        {"min mins minute minutes minuten minutos", Measure::minutes},
        {"h hr hrs hour hours stunden stunde heures heure horas hora std", Measure::hours},
        {"day days tage tagen jours dias", Measure::days}};
    if (folded == "s" || (folded == "d" && touches))
        return {folded == "s" ? Measure::seconds : Measure::days};
    for (const Row& row : times) {
        if (in_list(row.names, folded)) return {row.measure};
    }
    constexpr Named sizes[] = {{"byte bytes octets", 1}, {"kb kib ko", 1e3}, {"mb mib mo", 1e6},
                               {"gb gib go", 1e9},       {"tb tib", 1e12},   {"pb pib", 1e15}};
    const double size = value_in(sizes, folded);
    const bool may_be = size > 0 && folded != "go" && folded != "mo" && folded != "ko";
    return may_be ? MeasureWord{Measure::bytes, size} : MeasureWord{};
}

bool is_percent_word(std::string_view folded, std::string_view next) {
    if (in_list("percent prozent pct", folded)) return true;
    return (in_list("per pour", folded) && next == "cent") || (folded == "por" && next == "ciento");
}

int month_of(std::string_view folded) {
    constexpr std::array<std::string_view, 12> months = {
        "january jan januar janvier enero",
        "february feb februar fevrier febrero",
        "march mar marz mars marzo",
        "april apr avril abril",
        "may mai mayo",
        "june jun juni juin junio",
        "july jul juli juillet julio",
        "august aug aout agosto",
        "september sep sept septembre septiembre",
        "october oct oktober okt octobre octubre",
        "november nov novembre noviembre",
        "december dec dezember dez decembre diciembre"};
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (in_list(months[i], folded)) return static_cast<int>(i + 1);
    }
    return 0;
}

}
