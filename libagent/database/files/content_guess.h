#pragma once

#include "libagent/database/files/data_format.h"

#include <optional>
#include <string_view>

namespace askdb::database {

/// The separator of CSV text, from the records at its beginning: of comma, semicolon, tab and bar
/// the one by which most of them have the same number of fields, then the most fields. Pure, as
/// are all of these.
struct SeparatorGuess {
    char separator = ',';
    std::size_t records = 0;  ///< That were looked at.
    std::size_t fields = 1;   ///< Of most of them.
    double agreeing = 0;      ///< The part of the records that have so many.
};
SeparatorGuess guess_separator(std::string_view beginning, bool is_whole);

/// The separator that a first line like `sep=;` names, as Excel writes and reads it: a tab, a
/// blank or any ASCII punctuation but the quote.
std::optional<char> declared_separator(std::string_view beginning);

/// How input that has no name is to be read, from its beginning (UTF-8); `is_whole`: there is no
/// more. Nothing when it is no table: words, not rows.
std::optional<DataFormat> guess_format(std::string_view beginning, bool is_whole);

}
