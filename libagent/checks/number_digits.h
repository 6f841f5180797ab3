#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// A number in digits, before anybody looks at what stands around it.
struct NumberDigits {
    std::size_t end = 0;  ///< Behind its last digit (or exponent); 0: no number begins there.
    bool is_identifier = false;  ///< 1.2.3, 192.168.0.1, 0042: looks like one, and is none.
    bool is_whole = false;
    /// The most of all readings: digits without leading zeros, and without the trailing ones of a
    /// whole number.
    int significant = 0;
    struct Reading {
        double value = 0;
        double step = 1;  ///< What one more in the last digit is worth.
        double round_step =
            1;  ///< Likewise of the last digit that is not a trailing zero of a whole number.
        int significant = 0;
        bool is_decimal = false;
        bool is_padded = false;  ///< Its decimals are all zeros.
    };
    std::vector<Reading> readings;  ///< Two for 1.234 and 1,234.
};

/// Reads `1,234.5`, `1.234,5`, `1 234`, `1'234`, `12,34,567`, `1.2e6` from the digit at `i` on.
/// Pure.
NumberDigits scan_digits(std::string_view text, std::size_t i);

}
