#include "libagent/base/ascii.h"
#include "libagent/checks/number_scanner.h"

#include <algorithm>

namespace askdb::checks {

using std::string_view;

/// The number of the first word that begins at `i` or later.
std::size_t NumberScanner::word_at(std::size_t i) const {
    const auto at =
        std::lower_bound(words_.begin(), words_.end(), i,
                         [](const Word& word, std::size_t b) { return word.begin < b; });
    return static_cast<std::size_t>(at - words_.begin());
}

/// Up to three words that stand right before `i`, with nothing but blanks and hedging signs
/// between.
std::span<const Word> NumberScanner::words_before(std::size_t i) const {
    constexpr std::size_t most = 3;
    const std::size_t end = word_at(i);
    std::size_t count = 0, reach = i;
    while (count < most && count < end) {
        const Word& word = words_[end - 1 - count];
        const string_view between = text_.substr(word.end, reach - word.end);
        if (between.find_first_not_of(" \t~(\"'") != string_view::npos && between != "." &&
            between != ". ")
            break;
        reach = word.begin;
        ++count;
    }
    return std::span(words_).subspan(end - count, count);
}

/// Whether it is a date and not a number: of a year alone the words before it tell.
bool NumberScanner::is_apart(const WrittenDate& date) const {
    if (date.month != 0) return true;
    const std::span<const Word> before = words_before(date.begin);
    return !before.empty() &&
           in_list(
               "in since by of from until till during year years im seit von bis jahr en depuis "
               "desde hasta de del ano annee early late mid end fy",
               before.back().folded);
}

/// Whether four digits are no year after all: "2024 orders", "2024 %".
bool NumberScanner::is_amount(const WrittenNumber& number) const {
    if (number.is_percent || number.is_currency || number.measure != Measure::none) return true;
    const std::size_t next = word_at(number.end);
    if (next >= words_.size() || words_[next].begin != number.end + 1 || text_[number.end] != ' ')
        return false;
    const std::string& word = words_[next].folded;
    const bool is_lower = text_[words_[next].begin] >= 'a' && text_[words_[next].begin] <= 'z';
    return is_lower && (word.ends_with('s') || word.ends_with("en")) &&
           !in_list("was has is saw this costs shows brings sees as waren", word);
}

/// Behind the date that begins at `i`, when it is one that counts nothing.
std::size_t NumberScanner::skip_date(std::size_t i) {
    while (next_date_ < dates_.size() && dates_[next_date_].begin < i) ++next_date_;
    if (next_date_ >= dates_.size() || dates_[next_date_].begin != i) return i;
    return is_apart(dates_[next_date_]) ? dates_[next_date_].end : i;
}

/// Letters, digits and what joins them, as in WO-1042, v2.1.0 and UUIDs.
std::size_t NumberScanner::end_of_identifier(std::size_t i) const {
    const auto goes_on = [&](std::size_t at) {
        return at < text_.size() && (is_ascii_digit(text_[at]) || text_[at] == '_')
                   ? std::size_t{1}
                   : letter_length(text_, at);
    };
    while (i < text_.size()) {
        if (const std::size_t length = goes_on(i))
            i += length;
        else if (string_view("-./:@#").find(text_[i]) != string_view::npos && goes_on(i + 1) > 0)
            ++i;
        else
            break;
    }
    return i;
}

/// 12:30, 07:30:15, +49 30 1234567.
bool NumberScanner::is_time_or_phone(std::size_t i, std::size_t& end) const {
    const auto digit_at = [&](std::size_t at) {
        return at < text_.size() && is_ascii_digit(text_[at]);
    };
    end = i;
    while (digit_at(end)) ++end;
    if (end - i <= 2 && end < text_.size() && text_[end] == ':' && digit_at(end + 1) &&
        digit_at(end + 2)) {
        while (digit_at(end) || (end < text_.size() && (text_[end] == ':' || text_[end] == '.') &&
                                 digit_at(end + 1)))
            ++end;
        return true;
    }
    if (i == 0 || text_[i - 1] != '+') return false;
    std::size_t digits = 0;
    for (end = i; digit_at(end) ||
                  (end < text_.size() &&
                   string_view(" -/()").find(text_[end]) != string_view::npos && digit_at(end + 1));
         ++end)
        digits += is_ascii_digit(text_[end]) ? 1 : 0;
    constexpr std::size_t least_of_a_phone = 8;
    return digits >= least_of_a_phone;
}

/// "page 3", "#7", "No. 12": numbers that name.
bool NumberScanner::is_named_number(std::size_t i) const {
    if (i > 0 && text_[i - 1] == '#') return true;
    const std::span<const Word> before = words_before(i);
    return !before.empty() &&
           in_list(
               "page step version section chapter figure table appendix option question port phase "
               "level quarter "
               "week kw no nr id number iso din iec ieee rfc norm article seite schritt abschnitt "
               "frage etape question pagina paso",
               before.back().folded) &&
           !(before.back().folded == "no" && text_[before.back().end] != '.');
}

}
