#include "libagent/database/odbc/odbc_values.h"

#include <algorithm>
#include <type_traits>

namespace askdb::database {
namespace {

/// Most values fit; of a longer one the driver tells the rest's length.
constexpr std::size_t usual_value_bytes = 4096;

/// One value of the row in hand, in pieces where it is long.
std::optional<OdbcDiagnosis> read_text(OdbcSession& session, SQLHSTMT statement, SQLUSMALLINT place,
                                       std::string& buffer, Rows& rows) {
    std::string text;
    for (;;) {
        SQLLEN left = 0;
        SQLRETURN result = SQL_SUCCESS;
        const auto why = session.call(statement, [&] {
            result = odbc_api().get_data(statement, place, SQL_C_CHAR, buffer.data(),
                                         static_cast<SQLLEN>(buffer.size()), &left);
            return result;
        });
        if (why) return why;
        if (left == SQL_NULL_DATA) {
            rows.append(Kind::null, {});
            return std::nullopt;
        }
        const std::size_t room = buffer.size() - 1;
        const bool is_cut =
            result == SQL_SUCCESS_WITH_INFO &&
            (left == SQL_NO_TOTAL || (left > 0 && static_cast<std::size_t>(left) > room));
        if (result == SQL_NO_DATA) left = 0;
        text.append(buffer, 0, is_cut ? room : static_cast<std::size_t>(left));
        if (!is_cut) break;
        if (left > 0) buffer.resize(static_cast<std::size_t>(left) + 1);
    }
    rows.append(Kind::text, text);
    return std::nullopt;
}

}

OdbcValues::OdbcValues(std::span<const OwnValue> values) {
    values_.reserve(values.size());
    for (const OwnValue& value : values) {
        Value owned;
        std::visit(
            [&owned](const auto& held) {
                using Held = std::decay_t<decltype(held)>;
                if constexpr (std::is_same_v<Held, std::string_view>) {
                    owned.held = std::string(held);
                } else {
                    owned.held = held;
                }
            },
            value);
        values_.push_back(std::move(owned));
    }
}

void OdbcValues::bind_one(SQLHSTMT statement, SQLUSMALLINT place, Value& value) {
    struct Binding {
        SQLSMALLINT c_type = SQL_C_CHAR, sql_type = SQL_LONGVARCHAR;
        SQLPOINTER bytes = nullptr;
        SQLULEN size = 1;
    } binding;
    if (auto* const number = std::get_if<std::int64_t>(&value.held)) {
        binding = {SQL_C_SBIGINT, SQL_BIGINT, number, sizeof(*number)};
        value.length = sizeof(*number);
    } else if (auto* const real = std::get_if<double>(&value.held)) {
        binding = {SQL_C_DOUBLE, SQL_DOUBLE, real, sizeof(*real)};
        value.length = sizeof(*real);
    } else if (auto* const text = std::get_if<std::string>(&value.held)) {
        binding.bytes = text->data();
        binding.size = std::max<SQLULEN>(1, text->size());
        value.length = static_cast<SQLLEN>(text->size());
    } else {
        value.length = SQL_NULL_DATA;
    }
    odbc_api().bind_parameter(statement, place, SQL_PARAM_INPUT, binding.c_type, binding.sql_type,
                              binding.size, 0, binding.bytes, static_cast<SQLLEN>(binding.size),
                              &value.length);
}

void OdbcValues::bind(SQLHSTMT statement) {
    SQLUSMALLINT place = 0;
    for (Value& value : values_) bind_one(statement, ++place, value);
}

std::optional<OdbcDiagnosis> read_as_texts(OdbcSession& session, SQLHSTMT statement, Rows& rows) {
    SQLSMALLINT columns = 0;
    odbc_api().num_result_cols(statement, &columns);
    rows.columns.resize(static_cast<std::size_t>(columns));
    std::string buffer(usual_value_bytes, '\0');
    while (columns > 0) {
        SQLRETURN fetched = SQL_SUCCESS;
        const auto fetch = [&] { return fetched = odbc_api().fetch(statement); };
        if (const auto why = session.call(statement, fetch)) return why;
        if (fetched == SQL_NO_DATA) break;
        for (SQLSMALLINT column = 1; column <= columns; ++column) {
            const auto place = static_cast<SQLUSMALLINT>(column);
            if (const auto why = read_text(session, statement, place, buffer, rows)) return why;
        }
    }
    return std::nullopt;
}

}
