#pragma once

#include "libagent/database/odbc/drivers.h"
#include "libagent/database/odbc/odbc_api.h"
#include "libagent/database/rows.h"

#include <string_view>
#include <vector>

namespace askdb::database {

/// How the bytes that a driver gives for a column become a value.
enum class OdbcDecoding {
    text,
    number,     ///< Exact text, checked to be a number; else a text.
    single,     ///< A C double that holds a float, because the driver's text has 6 digits only.
    boolean,    ///< "1" or "0".
    bit,        ///< One byte, 1 or 0.
    bit_field,  ///< Big-endian bytes of an unsigned number.
    bytes,
    date,  ///< ISO 8601; a text where that has no word for it: infinity, BC, the year 12345.
    time,
    timestamp,      ///< Like `date`.
    timestamp_utc,  ///< Likewise. The session's zone is UTC, whether the text says so or not.
    uuid,           ///< Upper case from the driver, lower case everywhere else.
};

struct OdbcColumn {
    ResultColumn result;  ///< Name, type and likely kind.
    OdbcDecoding decoding = OdbcDecoding::text;
    SQLSMALLINT c_type = SQL_C_CHAR;
    std::size_t width = 0;  ///< Bytes to bind for a value, a final NUL included; most fit.

    /// Of a value that fits whole into `size` bytes.
    std::size_t capacity(std::size_t size) const { return c_type == SQL_C_CHAR ? size - 1 : size; }
};

/// What values of one of ODBC's own types are; text for types of a driver's own.
Kind kind_of_sql_type(SQLSMALLINT sql_type);

/// The columns of an executed (or prepared) statement; none when it gives no rows.
std::vector<OdbcColumn> odbc_columns(SQLHSTMT statement, const DriverQuirks& quirks);

/// Appends the value whose bytes the driver gave.
void append_odbc_value(Rows& rows, const OdbcColumn& column, std::string_view bytes);

}
