#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace askdb::checks {

/// What words before a number say about how exact it is.
enum class Hedge : std::uint8_t {
    none,
    about,   ///< "about", "roughly", "~", "rund", "environ", …
    over,    ///< "more than", "over", "at least", "über", "plus de", …
    under,   ///< "less than", "up to", "moins de", …
    nearly,  ///< "almost", "nearly", "fast", "presque", …: less, but not by much.
};

/// What is counted, as far as it can stand in another unit in the data.
enum class Measure : std::uint8_t { none, milliseconds, seconds, minutes, hours, days, bytes };

/// One way to read a number: the values that look like this when they are rounded, or cut off, to
/// the digits that are written. Both bounds belong to it; 0 or more: the sign stands in
/// WrittenNumber.
struct NumberReading {
    double value = 0;
    double low = 0;
    double high = 0;
    /// 79.000 as 79 and no decimals, where it may be 79 thousand as well: only what is stored with
    /// such decimals is written so.
    bool is_padded = false;
};

/// A number that somebody wrote. Offsets are bytes of the text.
struct WrittenNumber {
    std::size_t begin = 0;  ///< With sign and currency before it: `€1,200`.
    std::size_t end = 0;    ///< With percent sign, scale and unit behind it: `12 %`, `3.4M`.
    /// One; two where 1.234 may be one thousand or one and a bit. Scale words are multiplied in.
    std::vector<NumberReading> readings;
    int digits =
        0;  ///< Significant digits: 4 of 1,234, 2 of 0.012; trailing zeros of 1,200 are not.
    Hedge hedge = Hedge::none;
    Measure measure = Measure::none;
    /// Bytes, when `measure` is bytes: how many the written unit is: 1e6 of MB (and 1048576 is
    /// meant as often: both are to be tried), else 1.
    double measure_size = 1;
    bool is_negative = false;
    bool is_percent = false;
    bool is_currency = false;
    bool is_whole = false;     ///< Written without decimals and without a scale.
    bool is_word = false;      ///< "three", "a dozen", "twenty-one".
    bool is_fraction = false;  ///< "½", "3/4", "two thirds", "one in five": a part of something.
    bool is_multiple = false;  ///< "3x", "3 times", "dreimal", "twice".
    /// Four digits that are a year as likely as not: "2024: 12 orders", "order 2024". Those that
    /// surely are one ("in 2024", "June 2024") are set apart.
    bool may_be_year = false;
    /// Such four digits that count by what stands around them, and may be a year all the same:
    /// "Orders: 1987", "the 2024 orders".
    bool or_year = false;
};

/// The numbers of a text that say how much or how many, in order. Set apart, and not among them:
/// dates, times, years (in 2024; 2023–2024), ordinals, identifiers (WO-1042, r1, v2.1, UUIDs, IP
/// addresses, phone numbers, `#7`, page 3), `.5`, "one" and "once". The separators of English,
/// German, French, Spanish, Swiss and Indian numbers are known; words and hedges are of the first
/// four languages. Code, addresses and list numbers are the affair of read_answer(), whose `plain`
/// is the text to give. Pure; linear in the text.
std::vector<WrittenNumber> find_numbers(std::string_view text);

/// A day, month or year that is written in a text: "2025-06-30", "June 2025", "24 Aug 2023",
/// "2024". What is not told is 0.
struct WrittenDate {
    std::size_t begin = 0;
    std::size_t end = 0;
    int year = 0;
    int month = 0;
    int day = 0;
    bool may_swap = false;  ///< 03/04/2025: day and month may stand the other way round.
};

/// The dates of a text, in order; names of months in the four languages. Bare years (1900 to 2100)
/// are among them, whether or not find_numbers() holds them for numbers. Pure; linear.
std::vector<WrittenDate> find_dates(std::string_view text);

}
