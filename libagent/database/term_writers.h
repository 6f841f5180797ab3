#pragma once

#include <span>
#include <string>
#include <string_view>

namespace askdb::database {

/// Writes SQL text around an expression.
using WriteTerm = std::string (*)(std::string_view expression);
/// The same for an expression of a declared type.
using WriteTypedTerm = std::string (*)(std::string_view expression, std::string_view type);

/// The ways that databases have for one thing, those of the most databases first. Which of them a
/// server takes, and takes as it is meant, only shows when it is tried. Pure, static.
struct DateWriters {
    WriteTerm year;   ///< "2024", a text.
    WriteTerm month;  ///< "2024-05"; no value stays none.
    WriteTerm day;    ///< "2024-05-31"
};
std::span<const DateWriters> date_writers();
/// A text of the form `2024-05-31` as a date.
std::span<const WriteTerm> date_literal_writers();
/// The average of a number with at least ten decimals; a null pointer stands for AVG().
std::span<const WriteTerm> average_writers();
/// A text in the order of its bytes.
std::span<const WriteTypedTerm> byte_order_writers();
/// A value of any type as a text; a null pointer: it needs nothing.
std::span<const WriteTerm> text_writers();
/// Functions that count the characters of a text.
std::span<const std::string_view> length_functions();
/// The end of a statement for its first rows, `{}` being their number.
std::span<const std::string_view> first_rows_endings();

}
