#pragma once

#include "libagent/database/rows.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace askdb::results {

/// What one cell of a spreadsheet holds at most, in UTF-16 units.
constexpr std::size_t most_xlsx_characters = 32'767;

struct XlsxText {
    std::string text;
    bool is_cut = false;  ///< It was longer than a cell holds.
};

/// A text for a cell: valid UTF-8 without what XML cannot hold (NUL, U+FFFE and U+FFFF become
/// U+FFFD), and with `_x0041_` written so that a spreadsheet does not read it as `A`. Other control
/// characters stay: libxlsxwriter escapes them.
XlsxText xlsx_text(std::string_view text);

struct XlsxNumber {
    double value = 0;
    std::string format = {};  ///< "0.00"; empty: the spreadsheet's own choice.
};

/// The number, where a spreadsheet shows it as the database gave it: a real (to 16 digits, as the
/// file writes it), or an exact number of at most 15 significant digits. Nothing for any other:
/// its text is to be kept.
std::optional<XlsxNumber> xlsx_number(const database::Cell& cell);

/// A point in time as a spreadsheet knows it: years 1900 to 9999; a time of day has year 0.
struct XlsxTime {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0;
    double second = 0;
    std::string format = {};  ///< "yyyy-mm-dd hh:mm:ss"
};

/// The date, time or timestamp (in UTC, or without a zone); nothing where a spreadsheet has none
/// like it (other years, infinity, other zones, `24:00:00`, or what it would round to that).
std::optional<XlsxTime> xlsx_time(const database::Cell& cell);

}
