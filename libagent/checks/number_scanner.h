#pragma once

#include "libagent/checks/answer_words.h"
#include "libagent/checks/decimal_mark.h"
#include "libagent/checks/number_digits.h"
#include "libagent/checks/written_number.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// What may stand before the digits of an amount.
inline constexpr std::string_view currency_signs[] = {"€",   "$",   "£",   "¥",  "₹",  "EUR",
                                                      "USD", "GBP", "CHF", "Rs", "Rs."};

/// The values that look like these digits when they are rounded, cut off or hedged as `number`
/// says.
NumberReading reading_of(const NumberDigits::Reading& digits, const WrittenNumber& number,
                         double scale);

/// Goes through a text once: find_numbers().
class NumberScanner {
  public:
    explicit NumberScanner(std::string_view text)
        : text_(text),
          words_(words_of(text)),
          dates_(find_dates(text)),
          mark_(decimal_mark_of(text, words_)) {}

    std::vector<WrittenNumber> scan();

  private:
    std::size_t word_at(std::size_t i) const;
    std::span<const Word> words_before(std::size_t i) const;
    std::size_t skip_date(std::size_t i);
    /// What four digits are, of 1900 to 2100.
    enum class YearRole : std::uint8_t {
        year,    ///< "in 2024".
        unsure,  ///< "order 2024", "2024: 12".
        either,  ///< WrittenNumber::or_year.
        amount,  ///< "2024 orders", "a total of 2024 units".
    };
    YearRole role_of_year(const WrittenNumber& number) const;
    YearRole role_beside(std::string_view before, bool is_counted, std::size_t begin) const;
    bool counts_something(std::size_t end, bool& is_direct) const;
    bool has_unit_behind(std::size_t end) const;
    bool is_count_asked(std::size_t begin) const;
    bool is_labelled(const WrittenNumber& number) const;
    bool is_inner_cell(std::size_t begin) const;
    std::size_t scan_word(std::size_t i);
    std::size_t scan_number(std::size_t i);
    std::size_t scan_fraction_sign(std::size_t i);
    std::size_t end_of_identifier(std::size_t i) const;
    bool is_time_or_phone(std::size_t i, std::size_t& end) const;
    bool is_named_number(std::size_t i) const;
    void add_readings(WrittenNumber& number, const NumberDigits& digits, double scale) const;
    void read_front(WrittenNumber& number);
    Hedge read_hedge(std::size_t begin) const;
    void read_hedge_behind(WrittenNumber& number) const;
    bool read_back(WrittenNumber& number, double& scale);
    void read_measure(WrittenNumber& number);
    bool read_spoken_fraction(WrittenNumber& number);
    void scale_range(const WrittenNumber& number, double scale);

    std::string_view text_;
    std::vector<Word> words_;
    std::vector<WrittenDate> dates_;
    DecimalMark mark_;
    std::size_t next_date_ = 0;
    std::vector<WrittenNumber> found_;
};

}
