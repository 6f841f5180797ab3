#include "libagent/database/odbc/generic_catalog.h"

#include "libagent/base/text.h"
#include "libagent/database/odbc/catalog_cells.h"
#include "libagent/database/odbc/odbc_columns.h"
#include "libagent/database/odbc/odbc_reader.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace askdb::database {
namespace {

// One call for each table and kind of key, up to a third of a second each.
constexpr std::size_t most_tables_with_keys = 100;

/// Runs one of ODBC's catalog functions on a statement and reads what it gives.
template <class Function>
Rows call_catalog(OdbcSession& session, Function function) {
    const Limits limits{.rows = std::numeric_limits<std::size_t>::max()};
    const OdbcStatementHandle statement = session.new_statement();
    if (const auto why = session.call(statement.get(), [&] { return function(statement.get()); })) {
        throw Failure(odbc_statement_error(*why));
    }
    OdbcReader reader(session, statement.get(), limits);
    if (const auto error = reader.read()) throw Failure(*error);
    return std::move(reader.rows);
}

/// Null for an empty text: the driver then does not look at it.
SQLCHAR* argument_or_null(const std::string& text) {
    return text.empty() ? nullptr : odbc_text(text);
}

SQLSMALLINT argument_length(const std::string& text) {
    return static_cast<SQLSMALLINT>(text.size());
}

bool is_system_schema(std::string_view schema) {
    static constexpr std::string_view system[] = {"information_schema", "sys", "pg_catalog",
                                                  "sysibm", "syscat"};
    return std::any_of(std::begin(system), std::end(system),
                       [&](std::string_view name) { return equal_ignoring_case(name, schema); });
}

std::vector<Table> generic_tables(OdbcSession& session) {
    enum { catalog, schema, name, type, remarks };
    const std::string types = "TABLE,VIEW";
    const Rows rows = call_catalog(session, [&](SQLHSTMT statement) {
        return odbc_api().tables(statement, nullptr, 0, nullptr, 0, nullptr, 0, odbc_text(types),
                                 argument_length(types));
    });
    std::vector<Table> tables;
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        if (is_system_schema(rows.cell(row, schema).text)) continue;
        tables.push_back({.schema = catalog_text(rows, row, schema),
                          .name = catalog_text(rows, row, name),
                          .is_view = equal_ignoring_case(rows.cell(row, type).text, "VIEW"),
                          .comment = catalog_text(rows, row, remarks)});
    }
    return tables;
}

void add_generic_columns(OdbcSession& session, const std::string& escape, Table& table) {
    enum { column = 3, sql_type = 4, type_name = 5, nullable = 10, remarks = 11 };
    const std::string schema = odbc_pattern(table.schema, escape);
    const std::string name = odbc_pattern(table.name, escape);
    const Rows rows = call_catalog(session, [&](SQLHSTMT statement) {
        return odbc_api().columns(statement, nullptr, 0, argument_or_null(schema),
                                  argument_length(schema), odbc_text(name), argument_length(name),
                                  nullptr, 0);
    });
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
        table.columns.push_back(
            {.name = catalog_text(rows, row, column),
             .type = catalog_text(rows, row, type_name),
             .kind = kind_of_sql_type(static_cast<SQLSMALLINT>(
                 catalog_number(rows, row, sql_type).value_or(SQL_UNKNOWN_TYPE))),
             .nullable = rows.cell(row, nullable).text != "0",
             .comment = catalog_text(rows, row, remarks)});
    }
}

/// From the rows of SQLForeignKeys.
void add_foreign_keys(const Rows& foreign, Table& table) {
    enum { target_schema = 1, target = 2, target_column = 3, column = 7, order = 8, key_name = 11 };
    // Rows of two keys to the same table come in turn: their names tell which is whose.
    std::vector<std::string> names;
    for (std::size_t row = 0; row < foreign.row_count(); ++row) {
        const std::string key =
            foreign.column_count() > key_name ? catalog_text(foreign, row, key_name) : "";
        if (foreign.cell(row, order).text == "1" || names.empty()) {
            const std::string_view schema = foreign.cell(row, target_schema).text;
            table.foreign_keys.push_back(
                {.table = catalog_qualified(schema == table.schema ? "" : schema,
                                            foreign.cell(row, target).text)});
            names.push_back(key);
        }
        const auto named = std::find(names.rbegin(), names.rend(), key);
        ForeignKey& into = named == names.rend()
                               ? table.foreign_keys.back()
                               : *(table.foreign_keys.rbegin() + (named - names.rbegin()));
        into.columns.push_back(catalog_text(foreign, row, column));
        into.referenced.push_back(catalog_text(foreign, row, target_column));
    }
}

void add_generic_keys(OdbcSession& session, Table& table) {
    constexpr std::size_t key_column = 3;
    const Rows primary = call_catalog(session, [&](SQLHSTMT statement) {
        return odbc_api().primary_keys(statement, nullptr, 0, argument_or_null(table.schema),
                                       argument_length(table.schema), odbc_text(table.name),
                                       argument_length(table.name));
    });
    for (std::size_t row = 0; row < primary.row_count(); ++row) {
        table.primary_key.push_back(catalog_text(primary, row, key_column));
    }
    const Rows foreign = call_catalog(session, [&](SQLHSTMT statement) {
        return odbc_api().foreign_keys(statement, nullptr, 0, nullptr, 0, nullptr, 0, nullptr, 0,
                                       argument_or_null(table.schema),
                                       argument_length(table.schema), odbc_text(table.name),
                                       argument_length(table.name));
    });
    add_foreign_keys(foreign, table);
}

}

std::string odbc_pattern(std::string_view name, std::string_view escape) {
    std::string out;
    for (const char c : name) {
        if (c == '_' || c == '%' || escape.find(c) != std::string_view::npos) out += escape;
        out += c;
    }
    return out;
}

Catalog generic_catalog(OdbcSession& session) {
    const std::string escape = session.info(SQL_SEARCH_PATTERN_ESCAPE);
    Catalog catalog{.tables = generic_tables(session)};
    const bool asks_for_keys = catalog.tables.size() <= most_tables_with_keys;
    for (Table& table : catalog.tables) {
        add_generic_columns(session, escape, table);
        if (!asks_for_keys || table.is_view) continue;
        try {
            add_generic_keys(session, table);
        } catch (const Failure& failure) {
            // Many drivers have no such function; keys are then inferred from names.
            if (session.is_lost()) throw;
        }
    }
    std::sort(catalog.tables.begin(), catalog.tables.end(), [](const Table& a, const Table& b) {
        return std::tie(a.schema, a.name) < std::tie(b.schema, b.name);
    });
    return catalog;
}

}
