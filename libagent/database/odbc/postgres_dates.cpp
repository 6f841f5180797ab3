#include "libagent/database/odbc/postgres_dates.h"

#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/database/sql_tokens.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::database {
namespace {

bool is_parsed_by_driver(const OdbcColumn& column) {
    return column.decoding == OdbcDecoding::date || column.decoding == OdbcDecoding::timestamp ||
           column.decoding == OdbcDecoding::timestamp_utc;
}

/// Without the semicolons and comments at its end.
std::string_view bare_query(std::string_view sql) {
    std::vector<SqlToken> tokens = sql_tokens(sql, *find_dialect("postgres"));
    while (!tokens.empty()) {
        const SqlToken& last = tokens.back();
        const bool is_end = last.kind == TokenKind::symbol && last.text == ";";
        if (last.kind != TokenKind::comment && !is_end) {
            return sql.substr(
                0, static_cast<std::size_t>(last.text.data() + last.text.size() - sql.data()));
        }
        tokens.pop_back();
    }
    return sql;
}

}

std::string postgres_dates_as_text(std::string_view sql, const std::vector<OdbcColumn>& columns) {
    if (std::none_of(columns.begin(), columns.end(), is_parsed_by_driver)) return {};
    // New names for all: the query's own may be there twice, or be empty.
    std::vector<std::string> values, names;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        names.push_back(fmt::format("c{}", i + 1));
        values.push_back(names.back() + (is_parsed_by_driver(columns[i]) ? "::text" : ""));
    }
    return fmt::format("SELECT {} FROM ({}\n) AS askdb({})", join(values, ", "), bare_query(sql),
                       join(names, ", "));
}

}
