#include "libagent/database/sqlite/sqlite_values.h"

#include "libagent/base/text.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <optional>

namespace askdb::database {
namespace {

/// The number in text[at, at + digits), if it is there and all digits.
std::optional<unsigned> digits_at(std::string_view text, std::size_t at, std::size_t digits) {
    if (text.size() < at + digits) return std::nullopt;
    unsigned value = 0;
    for (const char c : text.substr(at, digits)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
}

/// `YYYY-MM-DD`, a real day.
bool starts_with_date(std::string_view text) {
    const auto year = digits_at(text, 0, 4), month = digits_at(text, 5, 2),
               day = digits_at(text, 8, 2);
    if (!year || !month || !day || text[4] != '-' || text[7] != '-') return false;
    return std::chrono::year_month_day(std::chrono::year(static_cast<int>(*year)),
                                       std::chrono::month(*month), std::chrono::day(*day))
        .ok();
}

/// Z, +HH:MM or -HH:MM, or nothing.
bool is_zone(std::string_view text) {
    if (text.empty() || text == "Z") return true;
    return text.size() == 6 && (text[0] == '+' || text[0] == '-') && digits_at(text, 1, 2) &&
           text[3] == ':' && digits_at(text, 4, 2);
}

/// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff`, then perhaps a zone.
bool is_time(std::string_view text) {
    const auto hour = digits_at(text, 0, 2), minute = digits_at(text, 3, 2);
    if (!hour || !minute || text[2] != ':' || *hour > 23 || *minute > 59) return false;
    text.remove_prefix(5);
    if (!text.starts_with(':')) return is_zone(text);
    const auto second = digits_at(text, 1, 2);
    if (!second || *second > 60) return false;
    text.remove_prefix(3);
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        const std::size_t fraction = std::min(text.find_first_not_of("0123456789"), text.size());
        if (fraction == 0) return false;
        text.remove_prefix(fraction);
    }
    return is_zone(text);
}

Kind kind_of_text(std::string_view text, Kind declared) {
    constexpr std::size_t date_size = 10;
    switch (declared) {
        case Kind::boolean: return text == "true" || text == "false" ? declared : Kind::text;
        case Kind::time: return is_time(text) ? declared : Kind::text;
        case Kind::real:
        case Kind::decimal: return text == "NaN" ? Kind::real : Kind::text;
        case Kind::date:
        case Kind::timestamp: break;
        default: return Kind::text;
    }
    if (!starts_with_date(text)) return Kind::text;
    if (text.size() == date_size) return Kind::date;
    const bool separated = text[date_size] == ' ' || text[date_size] == 'T';
    return separated && is_time(text.substr(date_size + 1)) ? Kind::timestamp : Kind::text;
}

void append_sqlite_real(Rows& rows, double value) {
    if (std::isinf(value)) {
        rows.append(Kind::real, value > 0 ? "Infinity" : "-Infinity");
        return;
    }
    constexpr std::size_t longest_double = 32;
    std::array<char, longest_double> buffer;
    char* const begin = buffer.data();
    // Both are the shortest digits that read back; to_chars alone would write 100000 as 1e+05.
    constexpr double smallest_plain = 1e-5, largest_plain = 1e15;
    const double size = std::fabs(value);
    const bool is_plain = size == 0 || (size >= smallest_plain && size < largest_plain);
    const std::chars_format format =
        is_plain ? std::chars_format::fixed : std::chars_format::scientific;
    char* end = std::to_chars(begin, begin + buffer.size(), value, format).ptr;
    const std::string_view digits(begin, static_cast<std::size_t>(end - begin));
    if (digits.find_first_of(".e") == std::string_view::npos) {
        *end++ = '.';
        *end++ = '0';
    }
    rows.append(Kind::real, {begin, static_cast<std::size_t>(end - begin)});
}

void append_sqlite_integer(Rows& rows, std::int64_t value) {
    constexpr std::size_t longest_integer = 20;
    std::array<char, longest_integer> buffer;
    char* const begin = buffer.data();
    const char* const end = std::to_chars(begin, begin + buffer.size(), value).ptr;
    rows.append(Kind::integer, {begin, static_cast<std::size_t>(end - begin)});
}

}

Kind sqlite_declared_kind(std::string_view declared_type) {
    if (declared_type.empty()) return Kind::text;
    const std::string type = lower_ascii(declared_type);
    const auto has = [&type](std::string_view part) {
        return type.find(part) != std::string::npos;
    };
    if (has("datetime") || has("timestamp")) return Kind::timestamp;
    if (has("date")) return Kind::date;
    if (has("time")) return Kind::time;
    if (has("bool")) return Kind::boolean;
    if (has("int")) return Kind::integer;
    if (has("char") || has("clob") || has("text")) return Kind::text;
    if (has("blob") || has("binary")) return Kind::bytes;
    if (has("real") || has("floa") || has("doub")) return Kind::real;
    if (has("num") || has("dec") || has("money")) return Kind::decimal;
    return Kind::text;
}

bool append_sqlite_value(Rows& rows, sqlite3_stmt* statement, int column, Kind declared) {
    const int type = sqlite3_column_type(statement, column);
    if (type == SQLITE_INTEGER) {
        append_sqlite_integer(rows, sqlite3_column_int64(statement, column));
    } else if (type == SQLITE_FLOAT) {
        append_sqlite_real(rows, sqlite3_column_double(statement, column));
    } else if (type == SQLITE_NULL) {
        rows.append(Kind::null, {});
    } else {
        const bool is_blob = type == SQLITE_BLOB;
        const void* bytes = is_blob ? sqlite3_column_blob(statement, column)
                                    : sqlite3_column_text(statement, column);
        const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
        if (!bytes && (size > 0 || !is_blob)) return false;
        const std::string_view text(size > 0 ? static_cast<const char*>(bytes) : "", size);
        rows.append(is_blob ? Kind::bytes : kind_of_text(text, declared), text);
    }
    return true;
}

}
