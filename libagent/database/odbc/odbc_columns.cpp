#include "libagent/database/odbc/odbc_columns.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string>

namespace askdb::database {
namespace {

constexpr std::size_t integer_width = 24;
constexpr std::size_t number_width = 80;
constexpr std::size_t time_width = 48;
constexpr std::size_t shortest_text_width = 32;
// Longer declared texts are mostly far shorter than declared; those that are not, are read in
// pieces.
constexpr std::size_t usual_text_width = 512;

struct OdbcTypeRule {
    SQLSMALLINT sql_type;
    Kind kind;
    OdbcDecoding decoding;
    std::size_t width;
    SQLSMALLINT c_type = SQL_C_CHAR;
};

constexpr OdbcTypeRule odbc_type_rules[] = {
    {SQL_BIT, Kind::boolean, OdbcDecoding::bit, 1, SQL_C_BIT},
    {SQL_TINYINT, Kind::integer, OdbcDecoding::number, integer_width},
    {SQL_SMALLINT, Kind::integer, OdbcDecoding::number, integer_width},
    {SQL_INTEGER, Kind::integer, OdbcDecoding::number, integer_width},
    {SQL_BIGINT, Kind::integer, OdbcDecoding::number, integer_width},
    {SQL_DECIMAL, Kind::decimal, OdbcDecoding::number, number_width},
    {SQL_NUMERIC, Kind::decimal, OdbcDecoding::number, number_width},
    {SQL_REAL, Kind::real, OdbcDecoding::number, number_width},
    {SQL_FLOAT, Kind::real, OdbcDecoding::number, number_width},
    {SQL_DOUBLE, Kind::real, OdbcDecoding::number, number_width},
    {SQL_TYPE_DATE, Kind::date, OdbcDecoding::date, time_width},
    {SQL_TYPE_TIME, Kind::time, OdbcDecoding::time, time_width},
    {SQL_TYPE_TIMESTAMP, Kind::timestamp, OdbcDecoding::timestamp, time_width},
    {SQL_BINARY, Kind::bytes, OdbcDecoding::bytes, 0, SQL_C_BINARY},
    {SQL_VARBINARY, Kind::bytes, OdbcDecoding::bytes, 0, SQL_C_BINARY},
    {SQL_LONGVARBINARY, Kind::bytes, OdbcDecoding::bytes, 0, SQL_C_BINARY},
};

OdbcTypeRule odbc_rule(SQLSMALLINT sql_type, const std::string& type, const DriverQuirks& quirks) {
    const ServerKind values = quirks.server == ServerKind::generic ? quirks.values : quirks.server;
    if (values == ServerKind::postgres) {
        if (type == "bool") return {sql_type, Kind::boolean, OdbcDecoding::boolean, integer_width};
        if (type == "uuid") return {sql_type, Kind::text, OdbcDecoding::uuid, time_width};
        // Only a session that was asked as PostgreSQL's is set to UTC.
        if (quirks.server == ServerKind::postgres &&
            (type == "timestamptz" || type == "timestamp with time zone")) {
            return {sql_type, Kind::timestamp, OdbcDecoding::timestamp_utc, time_width};
        }
        // Money is written as the locale has it, and others have more in them than the type says.
        if (type == "money" || type == "unknown")
            return {sql_type, Kind::text, OdbcDecoding::text, 0};
    }
    if (values == ServerKind::mysql) {
        if (sql_type == SQL_REAL) {
            return {sql_type, Kind::real, OdbcDecoding::single, sizeof(double), SQL_C_DOUBLE};
        }
        if (sql_type == SQL_BIT) {
            return {sql_type, Kind::boolean, OdbcDecoding::bit, shortest_text_width, SQL_C_BINARY};
        }
        if (type == "bit") {
            return {sql_type, Kind::integer, OdbcDecoding::bit_field, integer_width, SQL_C_BINARY};
        }
    }
    for (const OdbcTypeRule& rule : odbc_type_rules) {
        if (rule.sql_type == sql_type) return rule;
    }
    return {sql_type, Kind::text, OdbcDecoding::text, 0};
}

std::string odbc_column_name(SQLHSTMT statement, SQLUSMALLINT number) {
    constexpr std::size_t usual_name_bytes = 512;
    std::string name(usual_name_bytes, '\0');
    for (int attempt = 0; attempt < 2; ++attempt) {
        SQLSMALLINT length = 0;
        const SQLRETURN result =
            odbc_api().col_attribute(statement, number, SQL_DESC_LABEL, name.data(),
                                     static_cast<SQLSMALLINT>(name.size()), &length, nullptr);
        if (!SQL_SUCCEEDED(result)) return {};
        if (length >= 0 && static_cast<std::size_t>(length) < name.size()) break;
        name.resize(static_cast<std::size_t>(length) + 1);
    }
    name.resize(std::strlen(name.c_str()));
    return name;
}

std::string odbc_type_name(SQLHSTMT statement, SQLUSMALLINT number) {
    constexpr std::size_t type_name_bytes = 256;
    std::array<char, type_name_bytes> name{};
    SQLSMALLINT length = 0;
    odbc_api().col_attribute(statement, number, SQL_DESC_TYPE_NAME, name.data(),
                             static_cast<SQLSMALLINT>(name.size() - 1), &length, nullptr);
    return lower_ascii(name.data());
}

std::size_t text_width(SQLHSTMT statement, SQLUSMALLINT number) {
    SQLLEN bytes = 0;
    odbc_api().col_attribute(statement, number, SQL_DESC_OCTET_LENGTH, nullptr, 0, nullptr, &bytes);
    if (bytes <= 0) return usual_text_width;
    return std::clamp(static_cast<std::size_t>(bytes) + 1, shortest_text_width, usual_text_width);
}

OdbcColumn odbc_column(SQLHSTMT statement, SQLUSMALLINT number, const DriverQuirks& quirks) {
    SQLSMALLINT sql_type = SQL_UNKNOWN_TYPE;
    SQLULEN size = 0;
    SQLSMALLINT digits = 0;
    SQLSMALLINT nullable = 0;
    odbc_api().describe_col(statement, number, nullptr, 0, nullptr, &sql_type, &size, &digits,
                            &nullable);
    const std::string type = odbc_type_name(statement, number);
    const OdbcTypeRule rule = odbc_rule(sql_type, type, quirks);
    OdbcColumn column{.result = {.name = odbc_column_name(statement, number),
                                 .declared_type = type == "unknown" ? "" : type,
                                 .kind = rule.kind},
                      .decoding = rule.decoding,
                      .c_type = rule.c_type,
                      .width = rule.width};
    if (column.width == 0) column.width = text_width(statement, number);
    return column;
}

bool is_number_text(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    if (text.empty()) return false;
    bool digits = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool is_digit = c >= '0' && c <= '9';
        digits = digits || is_digit;
        const bool follows_e = i > 0 && (text[i - 1] == 'e' || text[i - 1] == 'E');
        const bool is_sign = (c == '+' || c == '-') && follows_e;
        if (!is_digit && c != '.' && c != 'e' && c != 'E' && !is_sign) return false;
    }
    return digits;
}

/// The shortest text that reads back to the same number; plain digits where PostgreSQL writes them.
template <class Number>
void append_real(Rows& rows, Number number) {
    if (std::isnan(number)) return rows.append(Kind::real, "NaN");
    if (std::isinf(number)) return rows.append(Kind::real, number > 0 ? "Infinity" : "-Infinity");
    constexpr double smallest_plain = 1e-4;
    constexpr double largest_plain = 1e15;
    const double size = std::fabs(static_cast<double>(number));
    const bool is_plain = size == 0 || (size >= smallest_plain && size < largest_plain);
    const std::chars_format format =
        is_plain ? std::chars_format::fixed : std::chars_format::scientific;
    constexpr std::size_t longest_real = 64;
    std::array<char, longest_real> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number, format);
    rows.append(Kind::real, {text.data(), static_cast<std::size_t>(end - text.data())});
}

/// Without the zeros that ZEROFILL and YEAR put before it: the same number, and one that JSON
/// takes.
void append_exact(Rows& rows, Kind kind, std::string_view text) {
    std::string_view digits = text;
    const bool is_negative = digits.starts_with('-');
    if (is_negative) digits.remove_prefix(1);
    const auto is_filled = [&] {
        return digits.size() > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9';
    };
    if (!is_filled()) return rows.append(kind, text);
    while (is_filled()) digits.remove_prefix(1);
    rows.append(kind, (is_negative ? "-" : "") + std::string(digits));
}

void append_number(Rows& rows, Kind kind, std::string_view text) {
    if (text == "NaN" || text == "Infinity" || text == "-Infinity") {
        return rows.append(Kind::real, text);
    }
    if (!is_number_text(text)) return rows.append(Kind::text, text);
    if (kind != Kind::real) return append_exact(rows, kind, text);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return rows.append(Kind::real, text);
    append_real(rows, number);
}

void append_bit_field(Rows& rows, std::string_view bytes) {
    std::uint64_t number = 0;
    if (bytes.size() > sizeof number) return rows.append(Kind::bytes, bytes);
    constexpr int bits_a_byte = 8;
    for (const char c : bytes) number = number << bits_a_byte | static_cast<unsigned char>(c);
    rows.append(Kind::integer, std::to_string(number));
}

void append_boolean(Rows& rows, std::string_view text) {
    if (text.empty()) return rows.append(Kind::text, text);
    const bool is_true = text.front() == '1' || text.front() == 't' || text.front() == '\1';
    rows.append(Kind::boolean, is_true ? "true" : "false");
}

/// Whether it begins with digits and dashes as `0000-00-00` has them, and no era follows.
bool has_iso_date(std::string_view text) {
    constexpr std::string_view shape = "0000-00-00";
    if (text.size() < shape.size() || text.ends_with("BC")) return false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const bool is_digit = text[i] >= '0' && text[i] <= '9';
        if (shape[i] == '-' ? text[i] != '-' : !is_digit) return false;
    }
    return text.size() == shape.size() || text[shape.size()] == ' ' || text[shape.size()] == 'T';
}

void append_date(Rows& rows, Kind kind, std::string_view text) {
    rows.append(has_iso_date(text) ? kind : Kind::text, text);
}

/// The offset is spelled alike in all years, also beyond 9999 and before Christ.
void append_timestamp_utc(Rows& rows, std::string_view text) {
    constexpr std::string_view short_offset = "+00", era = " BC";
    const Kind kind = has_iso_date(text) ? Kind::timestamp : Kind::text;
    const bool is_before_christ = text.ends_with(era);
    std::string_view moment = text;
    if (is_before_christ) moment.remove_suffix(era.size());
    if (moment.ends_with(short_offset)) {
        moment.remove_suffix(short_offset.size());
    } else if (kind == Kind::text) {
        return rows.append(kind, text);  // infinity
    }
    const std::string_view end = is_before_christ ? era : std::string_view();
    rows.append(kind, std::string(moment) + "+00:00" + std::string(end));
}

}

Kind kind_of_sql_type(SQLSMALLINT sql_type) {
    return odbc_rule(sql_type, {}, {}).kind;
}

std::vector<OdbcColumn> odbc_columns(SQLHSTMT statement, const DriverQuirks& quirks) {
    SQLSMALLINT count = 0;
    if (!SQL_SUCCEEDED(odbc_api().num_result_cols(statement, &count))) count = 0;
    std::vector<OdbcColumn> columns;
    columns.reserve(static_cast<std::size_t>(count));
    for (SQLSMALLINT i = 1; i <= count; ++i) {
        columns.push_back(odbc_column(statement, static_cast<SQLUSMALLINT>(i), quirks));
    }
    return columns;
}

void append_odbc_value(Rows& rows, const OdbcColumn& column, std::string_view bytes) {
    switch (column.decoding) {
        case OdbcDecoding::text: return rows.append(Kind::text, bytes);
        case OdbcDecoding::number: return append_number(rows, column.result.kind, bytes);
        case OdbcDecoding::single: {
            double number = 0;
            if (bytes.size() != sizeof number) return rows.append(Kind::text, bytes);
            std::memcpy(&number, bytes.data(), sizeof number);
            return append_real(rows, static_cast<float>(number));
        }
        case OdbcDecoding::boolean:
        case OdbcDecoding::bit: return append_boolean(rows, bytes);
        case OdbcDecoding::bit_field: return append_bit_field(rows, bytes);
        case OdbcDecoding::bytes: return rows.append(Kind::bytes, bytes);
        case OdbcDecoding::date: return append_date(rows, Kind::date, bytes);
        case OdbcDecoding::time: return rows.append(Kind::time, bytes);
        case OdbcDecoding::timestamp: return append_date(rows, Kind::timestamp, bytes);
        case OdbcDecoding::timestamp_utc: return append_timestamp_utc(rows, bytes);
        case OdbcDecoding::uuid: return rows.append(Kind::text, lower_ascii(bytes));
    }
}

}
