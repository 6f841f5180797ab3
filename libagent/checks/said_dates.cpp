#include "libagent/checks/said_dates.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/answer_words.h"
#include "libagent/checks/written_time.h"

#include <algorithm>
#include <string>

namespace askdb::checks {
namespace {

using std::string_view;

constexpr string_view span_words =
    "from between since until till through to bis von seit ab du au jusqu depuis desde hasta al "
    "del "
    "end beginning start ende anfang fin";
constexpr string_view bound_words =
    "before after than by ago vor nach avant apres antes despues earlier later prior beyond";
constexpr string_view hedge_words =
    "about around roughly approximately circa ca gegen etwa rund vers environ alrededor sobre like";
/// What stands before four digits that are a year.
constexpr string_view year_leads =
    "in since by of from until till during year years im seit von bis jahr jahre jahres en depuis "
    "desde hasta de del ano annee annees anos early late mid end fy and und et y or oder ou to "
    "than "
    "compared with vs versus for fur pour para between zwischen entre through throughout "
    "financial fiscal calendar whole entire all only vor nach before after gegenuber ab au le los "
    "around about for across";
constexpr string_view month_leads =
    "in im en since seit depuis desde from to until till bis und and et y von de of for fur "
    "between "
    "last this";
/// Anywhere in the sentence: it speaks of what is not there, may come, or is not of the data.
constexpr string_view loose_words =
    "no none not nothing never without neither nor missing absent lacks lack lacking unavailable "
    "outside isn don doesn didn aren wasn weren hasn haven cannot can kein keine keinen keiner "
    "keinem nicht nichts ohne fehlt fehlen aucun aucune pas rien sans ni manque ningun ninguna "
    "ninguno nada sin falta faltan tampoco forecast forecasts expect expects expected will would "
    "plan plans planned projected projection estimate estimated upcoming future predict predicted "
    "prognose erwartet erwarten voraussichtlich geplant prevu prevoit prevision prevista previsto "
    "espera esperamos if wenn falls si example beispiel exemple ejemplo quarter quarters quartal "
    "trimestre half halbjahr semestre semester week weeks woche semaine semana weekend season";

/// The word that ends right before `i`, folded; empty where a sign stands between.
std::string word_before(string_view text, std::size_t i, std::size_t* begin = nullptr) {
    while (i > 0 && (text[i - 1] == ' ' || text[i - 1] == '\'')) --i;
    std::size_t first = i;
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               static_cast<unsigned char>(c) >= 0x80;
    };
    while (first > 0 && is_letter(text[first - 1])) --first;
    if (begin != nullptr) *begin = first;
    return folded_word(text.substr(first, i - first));
}

/// Whether one of the two words before is in the list; only little ones may stand between.
bool is_led_by(string_view text, std::size_t begin, string_view list) {
    for (int most = 0; most < 3; ++most) {
        const std::string word = word_before(text, begin, &begin);
        if (in_list(list, word)) return true;
        if (!in_list("the le la el en im am on of de du den dem end beginning day days month year",
                     word))
            return false;
    }
    return false;
}

/// "January to March", "January–March": a span begins behind the date.
bool opens_span(string_view text, std::size_t end) {
    const string_view rest = text.substr(end);
    for (const string_view joint : {" to ", " – ", "–", " - ", "-", " until ", " through ", " bis ",
                                    " au ", " à ", " al ", " a ", " hasta "}) {
        if (rest.starts_with(joint)) return true;
    }
    return false;
}

bool closes_span(string_view text, std::size_t begin) {
    const string_view front = text.substr(0, begin);
    return front.ends_with("–") || front.ends_with("– ") || front.ends_with(" - ") ||
           front.ends_with('-') || front.ends_with(" à ") || front.ends_with(" a ");
}

/// "report-2024.csv", "2024/25": letters or digits are joined to it.
bool is_part_of_name(string_view text, const WrittenDate& date) {
    const auto is_word = [&](std::size_t i) {
        return i < text.size() && (is_ascii_digit(text[i]) || letter_length(text, i) > 0);
    };
    if (date.begin > 0 &&
        string_view("-_/#@\\.&").find(text[date.begin - 1]) != string_view::npos) {
        const bool is_span = text[date.begin - 1] == '-' && date.begin > 1 &&
                             (is_ascii_digit(text[date.begin - 2]) || date.month != 0);
        const bool is_mid = text.substr(0, date.begin).ends_with("mid-") ||
                            text.substr(0, date.begin).ends_with("Mid-");
        if (!is_span && !is_mid) return true;
    }
    if (date.end >= text.size()) return false;
    const char next = text[date.end];
    if (next == '-') {
        // "2023-2025", "June-August", "12 May-3 June" are spans.
        const bool is_year =
            date.month == 0 && date.end + 4 < text.size() && is_ascii_digit(text[date.end + 4]);
        return is_word(date.end + 1) && !is_year && date.month == 0;
    }
    return (string_view("_/@\\.&").find(next) != string_view::npos && is_word(date.end + 1)) ||
           letter_length(text, date.end) > 0;
}

bool is_capital_at(string_view text, std::size_t i) {
    return i < text.size() && text[i] >= 'A' && text[i] <= 'Z';
}

/// "2019" of "Office 2019" is none; nor is who is called April or Jan.
bool is_date_by_words(string_view text, const WrittenDate& date) {
    const std::size_t behind = date.end + space_length(text, date.end);
    constexpr string_view eras = "bc bce ad ce ah";
    std::size_t end = behind;
    while (const std::size_t length = letter_length(text, end)) end += length;
    if (in_list(eras, folded_word(text.substr(behind, end - behind)))) return false;
    if (date.year != 0 && date.month != 0) return true;
    const std::string before = word_before(text, date.begin);
    if (date.month == 0) {
        std::size_t i = date.begin;
        while (i > 0 && text[i - 1] == ' ') --i;
        return before.empty() || in_list(year_leads, before);
    }
    if (date.day != 0) return true;
    constexpr std::size_t short_name = 3;
    const bool is_short = date.end - date.begin <= short_name;
    return (!is_short || in_list(month_leads, before)) &&
           !(behind > date.end && is_capital_at(text, behind));
}

class SaidDates {
  public:
    SaidDates(const AnswerText& text, std::span<const WrittenNumber> numbers)
        : text_(text), plain_(text.plain), numbers_(numbers), times_(find_times(text.plain)) {}

    std::vector<SaidDate> find() {
        for (const WrittenDate& date : find_dates(plain_)) {
            if (!is_number(date.begin, date.end) && !is_part_of_name(plain_, date) &&
                is_date_by_words(plain_, date))
                add(date);
        }
        for (const WrittenTime& time : times_) {
            const bool is_taken = std::any_of(found_.begin(), found_.end(), [&](const auto& date) {
                return date.begin <= time.begin && time.end <= date.end;
            });
            if (!time.is_sure || is_taken || is_zoned(time)) continue;
            add(time.begin, time.end, {.time = time.seconds, .time_step = step_of(time)});
        }
        std::sort(found_.begin(), found_.end(),
                  [](const SaidDate& a, const SaidDate& b) { return a.begin < b.begin; });
        return std::move(found_);
    }

  private:
    static int step_of(const WrittenTime& time) { return time.has_seconds ? 1 : 60; }

    bool is_number(std::size_t begin, std::size_t end) const {
        return std::any_of(numbers_.begin(), numbers_.end(), [&](const WrittenNumber& number) {
            return number.begin < end && begin < number.end;
        });
    }

    /// "14:35 CEST" is another time elsewhere.
    bool is_zoned(const WrittenTime& time) const {
        const std::size_t i = time.end + space_length(plain_, time.end);
        return is_capital_at(plain_, i) && is_capital_at(plain_, i + 1);
    }

    void add(const WrittenDate& date) {
        DateParts parts{.year = date.year, .month = date.month, .day = date.day};
        for (const WrittenTime& time : times_) {
            if (time.begin < date.begin || time.end > date.end) continue;
            parts.time = time.seconds;
            parts.time_step = step_of(time);
        }
        add(date.begin, date.end, parts);
        if (!found_.empty() && found_.back().begin == date.begin)
            found_.back().may_swap = date.may_swap;
    }

    void add(std::size_t begin, std::size_t end, const DateParts& parts) {
        const std::size_t unit = text_.unit_at(begin);
        if (unit == std::string::npos) return;
        found_.push_back({.begin = begin,
                          .end = end,
                          .parts = parts,
                          .is_end = opens_span(plain_, end) || closes_span(plain_, begin) ||
                                    is_led_by(plain_, begin, span_words),
                          .is_loose = is_led_by(plain_, begin, bound_words) ||
                                      is_led_by(plain_, begin, hedge_words) ||
                                      plain_.substr(0, begin).ends_with('~') ||
                                      is_loose(text_.units[unit])});
    }

    static bool has_loose_word(string_view sentence) {
        const std::vector<Word> words = words_of(sentence);
        return sentence.find('?') != string_view::npos ||
               std::any_of(words.begin(), words.end(), [&](const Word& word) {
                   const bool is_number_sign = word.folded == "no" &&
                                               sentence.substr(word.end).starts_with('.') &&
                                               word.end + 1 < sentence.size();
                   return in_list(loose_words, word.folded) && !is_number_sign;
               });
    }

    /// Looked at once for each sentence; the dates come in order.
    bool is_loose(const AnswerUnit& unit) {
        if (unit.begin != unit_begin_ || !is_unit_known_) {
            unit_is_loose_ = has_loose_word(plain_.substr(unit.begin, unit.end - unit.begin));
            unit_begin_ = unit.begin;
            is_unit_known_ = true;
        }
        return unit_is_loose_;
    }

    const AnswerText& text_;
    string_view plain_;
    std::span<const WrittenNumber> numbers_;
    std::vector<WrittenTime> times_;
    std::vector<SaidDate> found_;
    std::size_t unit_begin_ = 0;
    bool is_unit_known_ = false, unit_is_loose_ = false;
};

}

std::vector<SaidDate> find_said_dates(const AnswerText& text,
                                      std::span<const WrittenNumber> numbers) {
    return SaidDates(text, numbers).find();
}

}
