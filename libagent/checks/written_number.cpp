#include "libagent/checks/written_number.h"

#include "libagent/base/ascii.h"
#include "libagent/checks/number_digits.h"
#include "libagent/checks/number_words.h"

#include <algorithm>
#include <cmath>

namespace askdb::checks {
namespace {

using std::string_view;

/// Numbers of this size and more are not told apart by a double's last bits.
constexpr double relative_slack = 1e-9;
/// "Over 2,950" may be anything up to so much more; less, where more digits are told.
double hedge_width(int digits) {
    constexpr double few_digits = 0.05, four_digits = 0.01;
    if (digits <= 3) return few_digits;
    return digits == 4 ? four_digits : 0;
}

constexpr string_view currency_signs[] = {"€",   "$",   "£",   "¥",  "₹",  "EUR",
                                          "USD", "GBP", "CHF", "Rs", "Rs."};

NumberReading reading_of(const NumberDigits::Reading& digits, const WrittenNumber& number,
                         double scale) {
    const Hedge hedge = number.hedge;
    const double value = digits.value * scale, step = digits.step * scale;
    const double round = digits.round_step * scale;
    const double wide = std::max(round, value * hedge_width(number.digits));
    double low = value - step / 2, high = value + step;
    if (value == 0) low = high = 0;
    if (hedge == Hedge::about) {
        low = value - round / 2;
        high = std::max(high, value + round / 2);
    } else if (hedge == Hedge::over) {
        low = value;
        high = value + wide;
    } else if (hedge == Hedge::under) {
        low = value - wide;
        high = value;
    }
    if (value == 0 && digits.step < 1) high = step / 2;
    const double slack = std::abs(value) * relative_slack;
    // What is cut off at the end never reaches the next number.
    const double top =
        high == value + step && hedge == Hedge::none ? high - slack * 2 : high + slack;
    return {value, std::max(0.0, low - slack), std::max(top, low)};
}

class NumberScanner {
  public:
    explicit NumberScanner(string_view text)
        : text_(text), words_(words_of(text)), dates_(find_dates(text)) {}

    std::vector<WrittenNumber> scan();

  private:
    std::size_t word_at(std::size_t i) const;
    std::span<const Word> words_before(std::size_t i) const;
    std::size_t skip_date(std::size_t i);
    bool is_apart(const WrittenDate& date) const;
    bool is_amount(const WrittenNumber& number) const;
    std::size_t scan_word(std::size_t i);
    std::size_t scan_number(std::size_t i);
    std::size_t scan_fraction_sign(std::size_t i);
    std::size_t end_of_identifier(std::size_t i) const;
    bool is_time_or_phone(std::size_t i, std::size_t& end) const;
    bool is_named_number(std::size_t i) const;
    void read_front(WrittenNumber& number);
    Hedge read_hedge(std::size_t begin) const;
    bool read_back(WrittenNumber& number, double& scale);
    void read_measure(WrittenNumber& number);
    bool read_spoken_fraction(WrittenNumber& number);
    void scale_range(const WrittenNumber& number, double scale);

    string_view text_;
    std::vector<Word> words_;
    std::vector<WrittenDate> dates_;
    std::size_t next_date_ = 0;
    std::vector<WrittenNumber> found_;
};

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

/// A word: part of an identifier, a currency before digits, or a number.
std::size_t NumberScanner::scan_word(std::size_t i) {
    std::size_t end = i;
    while (const std::size_t length = letter_length(text_, end)) end += length;
    for (const string_view sign : currency_signs) {
        if (text_.substr(i, end - i) == sign && end < text_.size() && is_ascii_digit(text_[end]))
            return end;
    }
    const bool joins_digit =
        end + 1 < text_.size() && text_[end] == '-' && is_ascii_digit(text_[end + 1]);
    if (end < text_.size() && (is_ascii_digit(text_[end]) || text_[end] == '_' || joins_digit))
        return end_of_identifier(i);
    const std::size_t first = word_at(i);
    const SpokenNumber spoken = spoken_number(text_, words_, first);
    if (spoken.words == 0) return end;
    WrittenNumber number{.begin = i, .end = words_[first + spoken.words - 1].end, .readings = {}};
    number.is_word = true;
    number.is_fraction = spoken.is_fraction;
    number.is_multiple = spoken.is_multiple;
    number.is_whole = !spoken.is_fraction && !spoken.is_multiple;
    number.hedge = read_hedge(i);
    number.digits = 1;
    NumberDigits::Reading digits{.value = spoken.value, .step = 1, .round_step = 1};
    if (spoken.is_fraction) digits.step = digits.round_step = 0.05;
    if (spoken.is_multiple) digits.step = digits.round_step = 0.5;
    if (number.is_whole && spoken.value >= 100)
        digits.round_step = std::pow(10.0, std::floor(std::log10(spoken.value)));
    double scale = 1;
    if (number.is_whole) read_back(number, scale);
    number.readings.push_back(reading_of(digits, number, scale));
    found_.push_back(number);
    return number.end;
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
               "week kw no nr id number seite schritt abschnitt frage etape question pagina paso",
               before.back().folded) &&
           !(before.back().folded == "no" && text_[before.back().end] != '.');
}

Hedge NumberScanner::read_hedge(std::size_t begin) const {
    std::size_t i = begin;
    while (i > 0 && (text_[i - 1] == ' ' || text_[i - 1] == '(')) --i;
    const string_view front = text_.substr(0, i);
    if (front.ends_with('~') || front.ends_with("≈") || front.ends_with("±")) return Hedge::about;
    if (front.ends_with('>') || front.ends_with("≥")) return Hedge::over;
    if (front.ends_with('<') || front.ends_with("≤")) return Hedge::under;
    return hedge_of(words_before(begin));
}

/// Currency and sign before the digits.
void NumberScanner::read_front(WrittenNumber& number) {
    bool again = true;
    while (again) {
        again = false;
        const string_view front = text_.substr(0, number.begin);
        for (const string_view sign : currency_signs) {
            const bool spaced =
                front.ends_with(' ') && front.substr(0, front.size() - 1).ends_with(sign);
            if (!front.ends_with(sign) && !spaced) continue;
            const std::size_t begin = number.begin - sign.size() - (spaced ? 1 : 0);
            if (letter_length(sign, 0) > 0 && is_inside_word(text_, begin)) continue;
            number.begin = begin;
            number.is_currency = again = true;
            break;
        }
        if (again) continue;
        for (const string_view minus : {string_view("-"), string_view("−")}) {
            const std::size_t begin = number.begin - minus.size();
            if (!front.ends_with(minus) || is_inside_word(text_, begin)) continue;
            number.begin = begin;
            number.is_negative = again = true;
        }
    }
    number.hedge = read_hedge(number.begin);
}

/// The measure, behind the number or its scale.
void NumberScanner::read_measure(WrittenNumber& number) {
    std::size_t i = number.end;
    if (i < text_.size() && text_[i] == '-') ++i;
    while (const std::size_t space = space_length(text_, i)) i += space;
    const std::size_t at = word_at(i);
    if (at >= words_.size() || words_[at].begin != i) return;
    const Word& word = words_[at];
    const MeasureWord measure =
        measure_of(text_.substr(word.begin, word.end - word.begin), i == number.end);
    if (measure.measure != Measure::none) {
        number.measure = measure.measure;
        number.measure_size = measure.size;
        number.end = word.end;
    } else if (in_list("times x mal fois veces fold fach", word.folded)) {
        number.is_multiple = true;
        number.end = word.end;
    }
}

/// Percent, scale, measure behind the digits. False: letters touch it that make it something else.
bool NumberScanner::read_back(WrittenNumber& number, double& scale) {
    std::size_t i = number.end;
    while (const std::size_t space = space_length(text_, i)) i += space;
    if (i < text_.size() && (text_[i] == '%' || text_.substr(i).starts_with("‰"))) {
        number.is_percent = true;
        if (text_[i] != '%') scale = 0.1;
        number.end = text_[i] == '%' ? i + 1 : i + string_view("‰").size();
        return true;
    }
    if (text_.substr(number.end).starts_with("×") || text_.substr(i).starts_with("× ")) {
        number.is_multiple = true;
        number.end = i + string_view("×").size();
        return true;
    }
    const std::size_t at = word_at(i);
    if (at < words_.size() && words_[at].begin == i) {
        const bool touches = i == number.end;
        const Word& word = words_[at];
        const string_view written = text_.substr(word.begin, word.end - word.begin);
        const string_view next = at + 1 < words_.size() ? string_view(words_[at + 1].folded) : "";
        scale = scale_of(written, touches);
        if (touches && written == "m" && number.is_currency) scale = 1e6;
        if (scale > 0) {
            number.end = word.end;
            number.is_whole = false;
        } else if (is_percent_word(word.folded, next)) {
            number.is_percent = true;
            number.end = next == "cent" || next == "ciento" ? words_[at + 1].end : word.end;
        } else if (touches && measure_of(written, true).measure == Measure::none &&
                   !in_list("x kg g t m km cm mm l kwh mwh kw w", word.folded)) {
            return false;
        }
    }
    if (scale == 0) scale = 1;
    if (!number.is_percent) read_measure(number);
    return true;
}

/// "3/4 of", "1 in 5": the second half of a fraction in digits.
bool NumberScanner::read_spoken_fraction(WrittenNumber& number) {
    const double above = number.readings.front().value;
    const bool is_slash = number.end < text_.size() && text_[number.end] == '/';
    const bool is_in = text_.substr(number.end).starts_with(" in ") && above == 1;
    const std::size_t next = number.end + (is_slash ? 1 : 4);
    if ((!is_slash && !is_in) || next >= text_.size() || !is_ascii_digit(text_[next])) return false;
    const NumberDigits below = scan_digits(text_, next);
    constexpr double largest_part = 10;
    if (below.readings.empty() || below.readings[0].value > largest_part ||
        above >= below.readings[0].value)
        return false;
    constexpr double fraction_step = 0.05;
    number.is_fraction = true;
    number.is_whole = false;
    number.end = below.end;
    number.readings = {
        reading_of({above / below.readings[0].value, fraction_step, fraction_step}, number, 1)};
    return true;
}

/// "30 to 35 thousand": the scale may be meant for the number before, too.
void NumberScanner::scale_range(const WrittenNumber& number, double scale) {
    if (found_.empty() || !found_.back().is_whole || found_.back().end > number.begin) return;
    const string_view between = text_.substr(found_.back().end, number.begin - found_.back().end);
    constexpr string_view joints[] = {"-",     "–",     " - ", " – ",  " to ", " and ", " or ",
                                      " bis ", " und ", " à ", " et ", " a ",  " y "};
    if (std::find(std::begin(joints), std::end(joints), between) == std::end(joints)) return;
    const double value = found_.back().readings.front().value;
    found_.back().readings.push_back(reading_of({value, 1, 1}, found_.back(), scale));
    found_.back().is_whole = false;
}

std::size_t NumberScanner::scan_number(std::size_t i) {
    std::size_t end = i;
    if (is_time_or_phone(i, end)) return end;
    const NumberDigits digits = scan_digits(text_, i);
    WrittenNumber number{.begin = i, .end = digits.end, .readings = {}};
    read_front(number);
    number.digits = digits.significant;
    number.is_whole = digits.is_whole;
    double scale = 1;
    if (digits.is_identifier || !read_back(number, scale)) return end_of_identifier(digits.end);
    if (is_named_number(i)) return number.end;
    const bool joins = digits.end + 1 < text_.size() && text_[digits.end] == '-';
    if (joins && is_ascii_digit(text_[digits.end + 1])) {
        // 3-5 is a range; 12-34-56 and 10-7 are names.
        const NumberDigits second = scan_digits(text_, digits.end + 1);
        const bool is_range = !second.readings.empty() && !second.is_identifier &&
                              second.readings[0].value > digits.readings[0].value &&
                              !text_.substr(second.end).starts_with("-");
        if (!is_range) return end_of_identifier(i);
    }
    for (const NumberDigits::Reading& reading : digits.readings)
        number.readings.push_back(reading_of(reading, number, scale));
    if (!number.is_percent) read_spoken_fraction(number);
    if (scale != 1) scale_range(number, scale);
    const bool is_year = next_date_ < dates_.size() && dates_[next_date_].begin == i;
    number.may_be_year = is_year && !is_amount(number);
    if (text_.substr(i, number.end - i) == "24" && text_.substr(number.end).starts_with("/7"))
        return number.end + 2;
    found_.push_back(number);
    return number.end;
}

std::size_t NumberScanner::scan_fraction_sign(std::size_t i) {
    struct Sign {
        string_view sign;
        double value;
    };
    constexpr Sign signs[] = {{"½", 0.5}, {"¼", 0.25}, {"¾", 0.75}, {"⅓", 1.0 / 3}, {"⅔", 2.0 / 3}};
    for (const Sign& sign : signs) {
        if (!text_.substr(i).starts_with(sign.sign)) continue;
        WrittenNumber number{.begin = i, .end = i + sign.sign.size(), .readings = {}};
        number.digits = 1;
        number.is_fraction = true;
        double value = sign.value;
        // 2½ is one number; its whole part has just been found.
        if (!found_.empty() && found_.back().end == i && found_.back().is_whole) {
            value += found_.back().readings.front().value;
            number.begin = found_.back().begin;
            number.is_fraction = false;
            found_.pop_back();
        }
        constexpr double fraction_step = 0.05;
        number.hedge = read_hedge(number.begin);
        number.readings.push_back(reading_of({value, fraction_step, fraction_step}, number, 1));
        found_.push_back(number);
        return number.end;
    }
    return i;
}

std::vector<WrittenNumber> NumberScanner::scan() {
    for (std::size_t i = 0; i < text_.size();) {
        const std::size_t before = i;
        if (const std::size_t behind = skip_date(i); behind != i)
            i = behind;
        else if (is_ascii_digit(text_[i]))
            i = scan_number(i);
        else if (letter_length(text_, i) > 0)
            i = scan_word(i);
        else
            i = scan_fraction_sign(i);
        if (i <= before) i = before + 1;
    }
    return std::move(found_);
}

}

std::vector<WrittenNumber> find_numbers(string_view text) {
    return NumberScanner(text).scan();
}

}
