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
