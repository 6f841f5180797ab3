#pragma once

#include "libagent/database/files/date_shape.h"

#include <cstddef>
#include <string>

namespace askdb::database {

enum class FileType { text, integer, decimal, real, boolean, date, timestamp, time };

/// What must be told about a column, once: a reading that another might have made otherwise.
enum class ColumnNote {
    none,
    too_big,         ///< Numbers that no 64 bits or no double hold: kept as text.
    ambiguous_date,  ///< Both d/m/y and m/d/y: kept as text.
    day_first,       ///< d/m/y, converted.
    month_first,     ///< m/d/y, converted.
    year_first,      ///< y/m/d, converted.
    decimal_comma,
    codes,          ///< Like 1E5, which may be numbers or none: kept as text.
    thousands,      ///< Like 1.234 where decimal commas may be: kept as text.
    some_zones,     ///< Times of which only some have an offset: kept as text.
    both_marks,     ///< A decimal point where other columns have decimal commas: kept as text.
    other_numbers,  ///< Mostly numbers in another spelling, as `example` is: kept as text.
};

/// What the values of a column of a file are, all of them.
struct ColumnType {
    FileType type = FileType::text;
    std::size_t precision = 0;  ///< Of a decimal.
    std::size_t scale = 0;
    DateOrder order = iso_date;
    bool has_decimal_comma = false;
    bool has_zones = false;       ///< Times with offsets, converted to UTC.
    bool has_null_words = false;  ///< Values like `NA` stood among the others, and count as none.
    ColumnNote note = ColumnNote::none;
    std::string example = {};

    /// "DECIMAL(10,2)", as the table declares it.
    std::string declared() const;
};

}
