#pragma once

#include <cstdint>
#include <string_view>

namespace askdb::results {

/// A number's text taken apart without rounding anything: `[+-]digits[.digits][e[+-]digits]`,
/// or Infinity or NaN in any case. Views into the text it was made of.
class ExactNumber {
  public:
    /// Any text; what is no number at all sorts after everything else, by its bytes.
    explicit ExactNumber(std::string_view text);

    /// -1, 0 or 1. -Infinity < finite < Infinity < NaN < no number; 1, 1.0 and 1e0 are equal, and
    /// so are 0 and -0. Exponents beyond ±10^17 count as ±10^17.
    int compare(const ExactNumber& other) const;

    /// Equal numbers have equal hashes.
    std::uint64_t hash() const;

  private:
    enum class Rank : std::uint8_t { minus_infinity, finite, infinity, nan, no_number };

    bool read_finite(std::string_view text);
    void read_word(std::string_view text);
    std::int64_t digit_count() const;
    char digit(std::int64_t i) const;
    int compare_magnitude(const ExactNumber& other) const;

    std::string_view text_;
    Rank rank_ = Rank::no_number;
    bool negative_ = false;
    // The significant digits, first and last not 0: `whole_` then `fraction_`; none for zero.
    std::string_view whole_, fraction_;
    std::int64_t magnitude_ = 0;  ///< The value is 0.DIGITS × 10^magnitude_.
};

}
