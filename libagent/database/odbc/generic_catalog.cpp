#include "libagent/database/odbc/generic_catalog.h"

#include "libagent/base/text.h"
#include "libagent/database/odbc/catalog_cells.h"
#include "libagent/database/odbc/odbc_columns.h"
#include "libagent/database/odbc/own_rows.h"
#include "libagent/database/table_filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

namespace askdb::database {
namespace {

using KeyClock = std::chrono::steady_clock;

// Every table's keys are a call of their own, up to a third of a second each.
constexpr std::chrono::seconds longest_keys{5};
constexpr std::chrono::seconds longest_columns{20};
constexpr std::size_t most_rows = std::numeric_limits<std::size_t>::max();

/// Runs one of ODBC's catalog functions on a statement and reads what it gives. Throws Failure.
template <class Function>
Rows call_catalog(OdbcSession& session, Function function) {
    const OdbcStatementHandle statement = session.new_statement();
    if (const auto why = session.call(statement.get(), [&] { return function(statement.get()); })) {
        throw Failure(odbc_statement_error(*why));
    }
    return rows_of_statement(session, statement.get(), most_rows).value_or_throw();
}

/// The same for what a driver may not have: none then.
template <class Function>
Rows call_if_there(OdbcSession& session, Function function) {
    try {
        return call_catalog(session, function);
    } catch (const Failure&) {
        if (session.is_lost()) throw;
        odbc_api().end_tran(SQL_HANDLE_DBC, session.raw(), SQL_ROLLBACK);
        return {};
    }
}

/// A driver may leave out the last ones.
std::string cell_text(const Rows& rows, std::size_t row, std::size_t column) {
    return column < rows.column_count() ? catalog_text(rows, row, column) : std::string();
}

std::optional<std::int64_t> cell_number(const Rows& rows, std::size_t row, std::size_t column) {
    return column < rows.column_count() ? catalog_number(rows, row, column) : std::nullopt;
}

/// Null for an empty text: the driver then does not look at it.
SQLCHAR* argument_or_null(const std::string& text) {
    return text.empty() ? nullptr : odbc_text(text);
}

SQLSMALLINT argument_length(const std::string& text) {
    return static_cast<SQLSMALLINT>(text.size());
}

/// "VIEW", "BASE TABLE", and not "SYSTEM TABLE", "INDEX".
bool is_table_type(std::string_view type) {
    const std::string upper = upper_ascii(type);
    const auto holds = [&](std::string_view word) { return upper.find(word) != std::string::npos; };
    return (holds("TABLE") || holds("VIEW")) && !holds("SYSTEM") && !holds("TEMPORARY");
}

/// How ODBC's functions name a table.
struct TablePlace {
    std::string catalog;
    std::string schema;
};

/// A catalog while it is read; the places are those of its tables, by index.
class GenericCatalog {
  public:
    GenericCatalog(OdbcSession& session, std::string_view default_schema)
        : session_(session),
          default_schema_(default_schema),
          escape_(session.info(SQL_SEARCH_PATTERN_ESCAPE)),
          database_(session.info(SQL_DATABASE_NAME)) {}

    Catalog read() {
        read_tables("TABLE,VIEW");
        // Some drivers have other words for them.
        if (catalog_.tables.empty()) read_tables({});
        for (std::size_t i = 0; i < catalog_.tables.size(); ++i) {
            by_name_[{places_[i].catalog, places_[i].schema, catalog_.tables[i].name}] = i;
        }
        read_columns();
        read_keys();
        std::sort(catalog_.tables.begin(), catalog_.tables.end(),
                  [](const Table& a, const Table& b) {
                      return std::tie(a.schema, a.name) < std::tie(b.schema, b.name);
                  });
        return std::move(catalog_);
    }

  private:
    void read_tables(const std::string& types) {
        enum { catalog, schema, name, type, remarks };
        const Rows rows = call_catalog(session_, [&](SQLHSTMT statement) {
            return odbc_api().tables(statement, nullptr, 0, nullptr, 0, nullptr, 0,
                                     argument_or_null(types), argument_length(types));
        });
        for (std::size_t row = 0; row < rows.row_count(); ++row) {
            const std::string kind = cell_text(rows, row, type);
            TablePlace place{cell_text(rows, row, catalog), cell_text(rows, row, schema)};
            const std::string& home = place.schema.empty() ? place.catalog : place.schema;
            const bool is_elsewhere = !database_.empty() && !place.catalog.empty() &&
                                      !equal_ignoring_case(place.catalog, database_);
            if (is_elsewhere || is_system_schema_name(lower_ascii(home))) continue;
            if (types.empty() && !is_table_type(kind)) continue;
            const bool is_default = place.schema.empty() ? equal_ignoring_case(home, database_)
                                                         : home == default_schema_;
            const std::string comment = cell_text(rows, row, remarks);
            catalog_.tables.push_back({.schema = is_default ? std::string() : home,
                                       .name = cell_text(rows, row, name),
                                       .is_view = upper_ascii(kind).ends_with("VIEW"),
                                       .comment = comment == kind ? std::string() : comment,
                                       .home = home});
            places_.push_back(std::move(place));
        }
    }

    /// All at once, and those that a driver left out one by one.
    void read_columns() {
        add_columns({}, "%");
        const auto end = KeyClock::now() + longest_columns;
        for (std::size_t i = 0; i < catalog_.tables.size() && KeyClock::now() < end; ++i) {
            if (!catalog_.tables[i].columns.empty()) continue;
            add_columns(odbc_pattern(places_[i].schema, escape_),
                        odbc_pattern(catalog_.tables[i].name, escape_));
        }
    }

    void add_columns(const std::string& schema_pattern, const std::string& table_pattern) {
        enum { catalog, schema, table, column, sql_type, type_name, nullable = 10, remarks };
        const Rows rows = call_if_there(session_, [&](SQLHSTMT statement) {
            return odbc_api().columns(statement, nullptr, 0, argument_or_null(schema_pattern),
                                      argument_length(schema_pattern), odbc_text(table_pattern),
                                      argument_length(table_pattern), nullptr, 0);
        });
        for (std::size_t row = 0; row < rows.row_count(); ++row) {
            const auto found =
                by_name_.find({cell_text(rows, row, catalog), cell_text(rows, row, schema),
                               cell_text(rows, row, table)});
            if (found == by_name_.end()) continue;
            Table& into = catalog_.tables[found->second];
            const std::string name = cell_text(rows, row, column);
            if (name.empty() || into.find_column(name) != nullptr) continue;
            const auto type = cell_number(rows, row, sql_type).value_or(SQL_UNKNOWN_TYPE);
            // A view declares nothing: whether a value may be missing is a guess there.
            const bool may_be_null = into.is_view || cell_text(rows, row, nullable) != "0";
            into.columns.push_back({.name = name,
                                    .type = type_text(rows, row, cell_text(rows, row, type_name)),
                                    .kind = kind_of_sql_type(static_cast<SQLSMALLINT>(type)),
                                    .nullable = may_be_null,
                                    .comment = cell_text(rows, row, remarks)});
        }
    }

    /// With its digits, where it is a number that has them.
    static std::string type_text(const Rows& rows, std::size_t row, const std::string& name) {
        enum { size = 6, decimals = 8 };
        const std::string lower = lower_ascii(name);
        const auto digits = cell_number(rows, row, size);
        const auto scale = cell_number(rows, row, decimals);
        const bool is_exact =
            (lower == "decimal" || lower == "numeric" || lower == "number") && digits && scale;
        // What PostgreSQL's driver says of a number that was declared without.
        constexpr std::int64_t made_up_digits = 28, made_up_scale = 6;
        const bool is_made_up = is_exact && *digits == made_up_digits && *scale == made_up_scale;
        constexpr std::int64_t most_digits = 100;
        if (!is_exact || is_made_up || *scale < 0 || *digits < *scale || *digits > most_digits) {
            return name;
        }
        return fmt::format("{}({},{})", name, *digits, *scale);
    }

    void read_keys() {
        const auto end = KeyClock::now() + longest_keys;
        const auto each = [&](auto&& add) {
            for (std::size_t i = 0; i < catalog_.tables.size() && KeyClock::now() < end; ++i) {
                if (!catalog_.tables[i].is_view && !add(i)) return;
            }
        };
        // What is quick first; what is left over is inferred from names.
        each([this](std::size_t i) { return add_primary_key(i); });
        each([this](std::size_t i) { return add_foreign_keys(i); });
        constexpr std::size_t tries = 3;
        each([this, tried = std::size_t{0}](std::size_t i) mutable {
            return add_row_count(i) || ++tried < tries;
        });
    }

    bool add_primary_key(std::size_t at) {
        constexpr std::size_t key_column = 3;
        Table& table = catalog_.tables[at];
        const auto& [catalog, schema] = places_[at];
        const Rows rows = call_if_there(session_, [&](SQLHSTMT statement) {
            return odbc_api().primary_keys(statement, argument_or_null(catalog),
                                           argument_length(catalog), argument_or_null(schema),
                                           argument_length(schema), odbc_text(table.name),
                                           argument_length(table.name));
        });
        for (std::size_t row = 0; row < rows.row_count(); ++row) {
            std::string name = cell_text(rows, row, key_column);
            if (table.find_column(name) != nullptr) table.primary_key.push_back(std::move(name));
        }
        return true;
    }

    bool add_foreign_keys(std::size_t at) {
        enum {
            target_catalog,
            target_schema,
            target,
            target_column,
            column = 7,
            order = 8,
            key_name = 11
        };
        Table& table = catalog_.tables[at];
        const auto& [catalog, schema] = places_[at];
        const Rows rows = call_if_there(session_, [&](SQLHSTMT statement) {
            return odbc_api().foreign_keys(statement, nullptr, 0, nullptr, 0, nullptr, 0,
                                           argument_or_null(catalog), argument_length(catalog),
                                           argument_or_null(schema), argument_length(schema),
                                           odbc_text(table.name), argument_length(table.name));
        });
        // Rows of two keys to the same table come in turn: their names tell which is whose.
        std::vector<std::string> names;
        for (std::size_t row = 0; row < rows.row_count(); ++row) {
            const auto found =
                by_name_.find({cell_text(rows, row, target_catalog),
                               cell_text(rows, row, target_schema), cell_text(rows, row, target)});
            if (found == by_name_.end()) continue;
            const std::string key = cell_text(rows, row, key_name);
            if (cell_text(rows, row, order) == "1" || names.empty()) {
                table.foreign_keys.push_back(
                    {.table = catalog_.tables[found->second].qualified_name()});
                names.push_back(key);
            }
            const auto named = std::find(names.rbegin(), names.rend(), key);
            ForeignKey& into = named == names.rend()
                                   ? table.foreign_keys.back()
                                   : *(table.foreign_keys.rbegin() + (named - names.rbegin()));
            into.columns.push_back(cell_text(rows, row, column));
            into.referenced.push_back(cell_text(rows, row, target_column));
        }
        return true;
    }

    /// False when the driver does not say.
    bool add_row_count(std::size_t at) {
        enum { type = 6, cardinality = 10 };
        Table& table = catalog_.tables[at];
        const auto& [catalog, schema] = places_[at];
        const Rows rows = call_if_there(session_, [&](SQLHSTMT statement) {
            return odbc_api().statistics(statement, argument_or_null(catalog),
                                         argument_length(catalog), argument_or_null(schema),
                                         argument_length(schema), odbc_text(table.name),
                                         argument_length(table.name), SQL_INDEX_ALL, SQL_QUICK);
        });
        for (std::size_t row = 0; row < rows.row_count(); ++row) {
            if (cell_number(rows, row, type) != SQL_TABLE_STAT) continue;
            const auto count = cell_number(rows, row, cardinality);
            if (count && *count >= 0) table.row_estimate = count;
        }
        return table.row_estimate.has_value();
    }

    OdbcSession& session_;
    std::string default_schema_;
    std::string escape_;
    std::string database_;
    Catalog catalog_;
    std::vector<TablePlace> places_;
    std::map<std::tuple<std::string, std::string, std::string>, std::size_t> by_name_;
};

}

std::string odbc_pattern(std::string_view name, std::string_view escape) {
    std::string out;
    for (const char c : name) {
        if (c == '_' || c == '%' || escape.find(c) != std::string_view::npos) out += escape;
        out += c;
    }
    return out;
}

Catalog generic_catalog(OdbcSession& session, std::string_view default_schema) {
    return GenericCatalog(session, default_schema).read();
}

}
