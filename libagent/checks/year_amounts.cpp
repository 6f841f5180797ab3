#include "libagent/base/ascii.h"
#include "libagent/checks/number_scanner.h"

#include <algorithm>

namespace askdb::checks {
namespace {

using std::string_view;

/// What is said of one thing or of time, and ends like a plural.
constexpr string_view no_plurals =
    "was has is saw this costs shows brings sees as waren its versus vs gaben haben hatten lagen "
    "wurden werden kamen gingen stiegen sanken entfielen fielen les las los des dans sans plus "
    "dans puis pas fois tras mas dos tres seis less across plus minus besides perhaps thus always "
    "seems stands remains exceeds follows gegen neben wegen zwischen gegenuber ran rose wissen "
    "mehren sowie then than between when seven ten even open often been in on an en begann years";

constexpr string_view currencies =
    "eur euro euros usd dollar dollars gbp pound pounds chf franken francs yen rupees cents ct sek "
    "nok dkk pln kronen";

/// What a label calls that is no count: "Year: 2024".
constexpr string_view names_of_time =
    "year years jahr jahre jahren annee annees ano anos date datum fecha period zeitraum periode "
    "periodo since seit depuis desde month monat mois mes season fy fiscal range from to until bis "
    "start end beginning ende fin latest earliest oldest newest first last founded opened started "
    "built";

bool is_lower_letter(string_view text, std::size_t i) {
    return i < text.size() && text[i] >= 'a' && text[i] <= 'z';
}

}

/// "2007 orders", "2007 corrective orders": a plural stands behind `end`, right behind it or with
/// one word between.
bool NumberScanner::counts_something(std::size_t end, bool& is_direct) const {
    const std::size_t first = word_at(end);
    std::size_t reached = end;
    for (std::size_t at = first; at < std::min(words_.size(), first + 2); ++at) {
        const Word& word = words_[at];
        if (word.begin != reached + 1 || text_[reached] != ' ') return false;
        const bool is_plural = word.folded.ends_with('s') || word.folded.ends_with("en");
        constexpr std::size_t shortest = 4;
        is_direct = at == first;
        if (!is_lower_letter(text_, word.begin) || in_list(no_plurals, word.folded)) return false;
        if (is_plural && word.folded.size() >= shortest) return true;
        // "2024 brought losses", "2024 and years": words that join are no adjectives.
        if (in_list("and or to had but were are und et y a the brought with ended began had war "
                    "sind fue est ist",
                    word.folded))
            return false;
        reached = word.end;
    }
    return false;
}

/// "1999 EUR", "1999 €".
bool NumberScanner::has_unit_behind(std::size_t end) const {
    std::size_t i = end;
    i += space_length(text_, i);
    const string_view rest = text_.substr(std::min(i, text_.size()));
    if (rest.starts_with("€") || rest.starts_with('$') || rest.starts_with("£")) return true;
    const std::size_t next = word_at(i);
    return i > end && next < words_.size() && words_[next].begin == i &&
           in_list(currencies, words_[next].folded);
}

/// "there are 2007", "the number of orders is 2007", "rose by 2007", "il y a 2007".
bool NumberScanner::is_count_asked(std::size_t begin) const {
    constexpr std::size_t reach = 8;
    const std::size_t end = word_at(begin);
    std::vector<string_view> before;
    std::size_t reached = begin;
    for (std::size_t i = end; i > 0 && before.size() < reach; --i) {
        const Word& word = words_[i - 1];
        if (text_.substr(word.end, reached - word.end).find_first_not_of(" \t'") !=
            string_view::npos)
            break;
        before.emplace_back(word.folded);
        reached = word.begin;
    }
    const auto word = [&](std::size_t i) { return i < before.size() ? before[i] : string_view(); };
    const string_view last = word(0), second = word(1);
    if (in_list("are were", last) && second == "there") return true;
    if ((last == "gibt" && second == "es") || (last == "es" && second == "gibt")) return true;
    if ((last == "a" && second == "y") || last == "hay" || last == "insgesamt") return true;
    constexpr string_view counts =
        "count total sum number anzahl summe gesamtzahl nombre somme numero suma cantidad";
    if (in_list("of de von", last)) return in_list("total gesamt", second);
    if (last == "by" || last == "um")
        return in_list(
            "grew rose fell increased decreased dropped declined grown risen fallen up "
            "down stieg sank wuchs",
            second);
    if (!in_list("is was are were equals ist war est es betragt", last)) return false;
    const auto says_one_of = [&](string_view list) {
        return std::any_of(before.begin() + 1, before.end(),
                           [list](string_view one) { return in_list(list, one); });
    };
    return says_one_of(counts) && !says_one_of("year jahr annee ano");
}

/// "Orders: 1987", where a line, a clause or a cell ends behind it.
bool NumberScanner::is_labelled(const WrittenNumber& number) const {
    const string_view front = text_.substr(0, number.begin);
    if (!front.ends_with(": ") && !front.ends_with(':')) return false;
    const std::size_t line = front.rfind('\n') == string_view::npos ? 0 : front.rfind('\n') + 1;
    const std::size_t first = word_at(line), behind = word_at(number.begin);
    if (first == behind) return false;
    for (std::size_t i = first; i < behind; ++i) {
        if (in_list(names_of_time, words_[i].folded)) return false;
    }
    std::size_t i = number.end;
    while (i < text_.size() && text_[i] == ' ') ++i;
    if (i >= text_.size() || text_[i] == '\n' || text_[i] == ';' || text_[i] == '|') return true;
    // "Years: 2023, 2024" lists them.
    if (text_[i] == ',' || text_[i] == '.')
        return i + 2 >= text_.size() || !is_ascii_digit(text_[i + 2]);
    return false;
}

/// A cell of a table's row, and not its first.
bool NumberScanner::is_inner_cell(std::size_t begin) const {
    const string_view front = text_.substr(0, begin);
    const std::size_t line = front.rfind('\n') == string_view::npos ? 0 : front.rfind('\n') + 1;
    const string_view row = front.substr(line);
    const std::size_t start = row.find_first_not_of(" \t"), bar = row.rfind('|');
    return start != string_view::npos && row[start] == '|' && bar > start &&
           row.find_first_not_of(" \t", bar + 1) == string_view::npos;
}

/// What the word before says; `is_counted`: a plural stands behind.
NumberScanner::YearRole NumberScanner::role_beside(string_view before, bool is_counted,
                                                   std::size_t begin) const {
    constexpr string_view surely =
        "since during until till year years im seit jahr jahre depuis desde ano annee early late "
        "mid end fy";
    constexpr string_view rather = "in en by of from von bis de del hasta";
    if (in_list(surely, before)) return YearRole::year;
    if (is_count_asked(begin)) {
        const bool is_open = !is_counted && !in_list("there es y hay insgesamt gibt", before) &&
                             !(before == "are" || before == "were" || before == "a");
        return is_open ? YearRole::either : YearRole::amount;
    }
    if (in_list(rather, before)) return is_counted ? YearRole::either : YearRole::year;
    if (!is_counted) return YearRole::unsure;
    return in_list("the our all these those die unsere alle les las los nos between and to", before)
               ? YearRole::either
               : YearRole::amount;
}

NumberScanner::YearRole NumberScanner::role_of_year(const WrittenNumber& number) const {
    if (!number.is_whole || number.is_percent || number.is_currency ||
        number.measure != Measure::none || has_unit_behind(number.end))
        return YearRole::amount;
    const std::span<const Word> before = words_before(number.begin);
    bool is_direct = false;
    const bool is_counted = counts_something(number.end, is_direct);
    const YearRole role =
        role_beside(before.empty() ? string_view() : string_view(before.back().folded), is_counted,
                    number.begin);
    // An adjective may be none.
    if (role == YearRole::amount && !is_direct && !is_count_asked(number.begin))
        return YearRole::either;
    if (role != YearRole::unsure) return role;
    return is_labelled(number) || is_inner_cell(number.begin) ? YearRole::either : role;
}

/// Behind the date that begins at `i`, when it is one that counts nothing. Of a year alone
/// scan_number() tells.
std::size_t NumberScanner::skip_date(std::size_t i) {
    while (next_date_ < dates_.size() && dates_[next_date_].begin < i) ++next_date_;
    if (next_date_ >= dates_.size() || dates_[next_date_].begin != i) return i;
    return dates_[next_date_].month != 0 ? dates_[next_date_].end : i;
}

}
