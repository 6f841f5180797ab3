#pragma once

#include <cstddef>
#include <string_view>

namespace askdb::database {

/// What a text looks like as a number, without rounding anything.
struct NumberShape {
    bool is_number = false;  ///< `-?digits[mark digits][e[+-]digits]`, no leading zeros, no +.
    bool is_whole = false;   ///< Neither mark nor exponent.
    bool has_exponent = false;
    bool is_no_code = false;  ///< A mark, or a sign in the exponent: more than `1E5` shows.
    bool fits = false;        ///< A whole number: 64 bits. Another: a double gives its digits back.
    bool needs_double = false;  ///< Fits, but with 16 or 17 digits, not by any 15.
    bool above_double = false;  ///< A whole number beyond 2^53, that no double holds for certain.
    std::size_t whole_digits = 0;
    std::size_t scale = 0;  ///< Digits behind the mark.
};

/// Whether the points of `text` may separate thousands: up to three digits, then perhaps groups of
/// three; `has_group` becomes true when there is one. `0.500` is no such. Pure.
bool may_have_thousands(std::string_view text, bool& has_group);

/// `mark` is the decimal one. Pure.
NumberShape number_shape(std::string_view text, char mark = '.');

}
