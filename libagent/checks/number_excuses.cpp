#include "libagent/checks/number_excuses.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/answer_words.h"

#include <algorithm>
#include <set>

namespace askdb::checks {
namespace {

using std::string_view;

string_view line_at(string_view text, std::size_t begin) {
    return text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

/// Lines of a list or rows of a table (without its first) that follow the line of `offset`.
std::size_t items_below(string_view answer, std::size_t offset) {
    std::size_t items = 0, rows = 0;
    for (std::size_t at = answer.find('\n', offset); at < answer.size();
         at = answer.find('\n', at + 1)) {
        string_view line = line_at(answer, at + 1);
        const std::size_t indent = std::min(line.find_first_not_of(" \t"), line.size());
        line.remove_prefix(indent);
        if (line.empty()) {
            if (items + rows > 0) break;
            continue;
        }
        const bool is_bullet = line.size() > 1 &&
                               string_view("-*+").find(line[0]) != string_view::npos &&
                               line[1] == ' ';
        const std::size_t digits = line.find_first_not_of("0123456789");
        const bool is_numbered = digits != string_view::npos && digits > 0 &&
                                 (line[digits] == '.' || line[digits] == ')');
        if (line[0] == '|')
            ++rows;
        else if (!is_bullet && !is_numbered)
            break;
        else if (indent < 2)
            ++items;
    }
    constexpr std::size_t head = 2;
    return rows > head ? rows - head : items;
}

/// How many values of one column the unit names, the most of all columns.
std::size_t named_values(std::span<const Mention> mentions) {
    std::size_t most = 0;
    for (const Mention& first : mentions) {
        std::set<SharedRows> values;
        for (const Mention& mention : mentions) {
            const bool is_same = mention.result == first.result && mention.column == first.column;
            if (is_same && mention.how != Mention::How::shared) values.insert(mention.rows);
        }
        most = std::max(most, values.size());
    }
    return most;
}

/// The word behind the number, folded; empty when a sign stands between.
std::string next_word(const ExcuseSearch& search) {
    const string_view plain = search.text.plain;
    std::size_t i = search.number.end;
    while (const std::size_t space = space_length(plain, i)) i += space;
    std::size_t end = i;
    while (const std::size_t length = letter_length(plain, end)) end += length;
    return folded_word(plain.substr(i, end - i));
}

/// The column of a table that only numbers its rows.
bool is_rank(const ExcuseSearch& search) {
    const AnswerUnit& unit = search.text.units[search.unit];
    if (!unit.is_table_row || unit.header == std::string::npos) return false;
    const std::vector<TableCell> cells = table_cells(search.text, unit);
    const std::vector<TableCell> heads = table_cells(search.text, search.text.units[unit.header]);
    for (std::size_t i = 0; i < std::min(cells.size(), heads.size()); ++i) {
        if (search.number.begin < cells[i].begin || search.number.begin >= cells[i].end) continue;
        string_view head =
            string_view(search.answer).substr(heads[i].begin, heads[i].end - heads[i].begin);
        std::string name = folded_word(head);
        std::erase_if(name, [](char c) { return c == ' ' || c == '.' || c == '*'; });
        return in_list("# no nr rank rang pos position platz place puesto", name) || name.empty();
    }
    return false;
}

/// "The top three", "the two oldest": how many of the rows the sentence looks at.
bool is_selection(const ExcuseSearch& search) {
    constexpr string_view words =
        "top first largest biggest highest most leading best worst oldest newest latest last "
        "bottom "
        "smallest lowest remaining other others next cheapest dearest slowest fastest ersten "
        "letzten "
        "grossten kleinsten ubrigen premiers premieres derniers dernieres autres primeros ultimos";
    if (in_list(words, next_word(search))) return true;
    constexpr std::size_t reach = 16;
    const std::size_t begin = search.number.begin > reach ? search.number.begin - reach : 0;
    const string_view before =
        string_view(search.text.plain).substr(begin, search.number.begin - begin);
    const std::vector<Word> front = words_of(before);
    return !front.empty() && front.back().end + 1 == before.size() &&
           in_list(words, front.back().folded);
}

bool is_manner_of_speaking(const ExcuseSearch& search) {
    const WrittenNumber& number = search.number;
    if (number.is_word && (number.is_fraction || number.is_multiple)) return true;
    return number.is_word && in_list(
                                 "things thing ways points reasons steps kinds types groups parts "
                                 "options notes caveats "
                                 "questions remarks aspects sides digits decimals categories "
                                 "findings observations items "
                                 "grunde dinge punkte raisons choses razones cosas single",
                                 next_word(search));
}

/// "Only five exceed 150,000": a round bound of what another number counts.
bool is_bound(const ExcuseSearch& search) {
    constexpr int round_digits = 2;
    const WrittenNumber& number = search.number;
    const bool may_be = (number.hedge == Hedge::over || number.hedge == Hedge::under) &&
                        number.digits <= round_digits && !search.is_of_rows;
    return may_be && std::any_of(search.numbers.begin(), search.numbers.end(),
                                 [&](const WrittenNumber& other) {
                                     return other.begin < number.begin && other.is_whole &&
                                            other.hedge == Hedge::none;
                                 });
}

/// What the answer offers to do: a question at its end, "let me know if you want the top 10".
bool is_offer(const ExcuseSearch& search) {
    const AnswerUnit& unit = search.text.units[search.unit];
    const std::string words =
        folded_word(string_view(search.text.plain).substr(unit.begin, unit.end - unit.begin));
    constexpr string_view offers[] = {"let me know",     "would you like", "do you want",
                                      "shall i",         "should i",       "i can ",
                                      "if you want",     "if you like",    "if you'd like",
                                      "if needed",       "mochten sie",    "soll ich",
                                      "wenn sie wollen", "souhaitez-vous", "voulez-vous",
                                      "si vous voulez",  "quieres",        "desea"};
    const bool offers_it =
        std::any_of(std::begin(offers), std::end(offers),
                    [&](string_view offer) { return words.find(offer) != std::string::npos; });
    constexpr string_view things =
        "parts steps ways months weeks days years quarters sites rows charts tables columns "
        "decimals "
        "teile schritte monate wochen tage jahre mois semaines jours meses semanas dias";
    const WrittenNumber& number = search.number;
    constexpr double largest = 100;
    const bool is_size = number.readings.front().value <= largest &&
                         (number.measure == Measure::days || in_list(things, next_word(search)));
    return offers_it && number.hedge == Hedge::none && (is_selection(search) || is_size);
}

/// The statement without those of its numbers that limit nothing: GROUP BY 1, ROUND(x, 2).
std::string limits_of(string_view sql) {
    std::string kept(sql);
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (!is_ascii_digit(kept[i]) || is_inside_word(sql, i)) continue;
        std::size_t before = i;
        while (before > 0 && string_view(" '-+").find(sql[before - 1]) != string_view::npos)
            --before;
        const bool is_compared =
            before > 0 && string_view("<>=").find(sql[before - 1]) != string_view::npos;
        const bool is_text =
            i > 0 && before < i && sql.substr(before, i - before).find('\'') != string_view::npos;
        std::size_t begin = before;
        while (begin > 0 && letter_length(sql, begin - 1) == 1) --begin;
        const std::string word = folded_word(sql.substr(begin, before - begin));
        if (is_compared || is_text || in_list("limit between and top first fetch interval", word))
            continue;
        for (std::size_t at = i; at < kept.size() && is_ascii_digit(kept[at]); ++at) kept[at] = ' ';
    }
    return kept;
}

}

KnownNumbers::KnownNumbers(const NumberCheck& check) {
    for (const string_view question : check.questions) add(question, "question");
    for (const CheckedResult& result : check.results) {
        add(limits_of(result.sql), "statement of " + std::string(result.handle));
        for (const database::ResultColumn& column : result.rows.columns) {
            std::string digits;
            for (const char c : column.name) digits += is_ascii_digit(c) ? c : ' ';
            add(digits, "name of a column");
        }
    }
}

void KnownNumbers::add(string_view text, const std::string& source) {
    for (const WrittenNumber& number : find_numbers(text)) {
        for (const NumberReading& reading : number.readings)
            known_.push_back({reading.value, source});
    }
}

std::string KnownNumbers::source_of(const WrittenNumber& number) const {
    for (const Known& known : known_) {
        const bool is_same =
            std::any_of(number.readings.begin(), number.readings.end(),
                        [&](const NumberReading& reading) { return reading.value == known.value; });
        if (is_same) return known.source;
    }
    return {};
}

std::string excuse_of(const ExcuseSearch& search) {
    const WrittenNumber& number = search.number;
    if (is_rank(search)) return "rank";
    const double value = number.readings.front().value;
    const bool may_count = number.is_whole && !number.is_currency && !number.is_percent &&
                           number.measure == Measure::none;
    constexpr double fewest = 2;
    if (may_count && value >= fewest) {
        const bool counts = value == static_cast<double>(items_below(search.answer, number.end)) ||
                            value == static_cast<double>(named_values(search.mentions));
        if (counts) return "counts what the answer lists";
        if (value < search.most_rows && is_selection(search)) return "a choice of rows";
    }
    if (is_bound(search)) return "a bound";
    if (is_offer(search)) return "an offer";
    return is_manner_of_speaking(search) ? "a manner of speaking" : "";
}

}
