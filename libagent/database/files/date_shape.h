#pragma once

#include <string>
#include <string_view>

namespace askdb::database {

/// How a date may be read. Sets of them are bits.
enum DateOrder : unsigned {
    iso_date = 1,        ///< 2024-05-31
    year_month_day = 2,  ///< 2024/5/31, 2024.05.31
    day_month_year = 4,  ///< 31/5/2024, 31.05.2024, 31-5-2024
    month_day_year = 8,  ///< 5/31/2024
};

/// What a text says by its form, were it a date.
struct DateShape {
    unsigned orders = 0;    ///< All readings that give a day of the calendar; 0: no date.
    bool has_time = false;  ///< `T` or a blank, HH:MM[:SS[.fraction]] and perhaps a zone follow.
    bool has_zone = false;  ///< Z, +HH, +HHMM or +HH:MM.
};

/// Pure, as are all of these.
DateShape date_shape(std::string_view text);

/// HH:MM[:SS[.fraction]] of a day, without a zone.
bool is_time_of_day(std::string_view text);

/// `2024-05-31` for a text without a time that date_shape() reads in this order; `scratch` keeps
/// what had to be written anew, here and below.
std::string_view iso_date_text(std::string_view text, DateOrder order, std::string& scratch);

/// `2024-05-31 17:00:00`, always with seconds, and a fraction without zeros at its end: each moment
/// has one spelling, so that equal ones are equal texts. UTC when the text has a zone; midnight
/// when it has no time.
std::string_view iso_timestamp_text(std::string_view text, DateOrder order, std::string& scratch);

/// `17:00:00` in the same way, for what is_time_of_day().
std::string_view iso_time_text(std::string_view text, std::string& scratch);

}
