#include "libagent/database/dialect.h"

#include <string>

namespace askdb::database {
namespace {

std::string sqlite_year_of(std::string_view expression) {
    return "strftime('%Y', " + std::string(expression) + ")";
}

std::string sqlite_month_of(std::string_view expression) {
    return "strftime('%Y-%m', " + std::string(expression) + ")";
}

std::string sqlite_day_of(std::string_view expression) {
    return "date(" + std::string(expression) + ")";
}

constexpr std::string_view sqlite_card =
    "SQLite 3. Names with other characters than letters, digits and _ go in \"double quotes\", "
    "texts in 'single quotes'; \"x\" is never a text.\n"
    "First rows: ORDER BY … LIMIT 10 [OFFSET 20]. There is no TOP and no FETCH FIRST.\n"
    "Dates are mostly ISO texts ('2024-05-31', '2024-05-31 17:00:00') and compare as texts. "
    "date(x), datetime(x), strftime('%Y-%m', x), date(x, '+7 days', 'start of month'); days "
    "between "
    "two: julianday(b) - julianday(a). There is no EXTRACT, DATE_TRUNC, YEAR() or INTERVAL.\n"
    "7 / 2 is 3: write 7 * 1.0 / 2. CAST(x AS REAL), round(x, 2). DECIMAL(p,s) is kept as a "
    "floating point number: write round(sum(x), s), also of differences and averages of money. "
    "Text "
    "is joined with ||, not with CONCAT or +. There is no LEFT, RIGHT or ILIKE: substr(x, 1, 3), "
    "substr(x, -3); LIKE ignores "
    "the case of ASCII letters, = does not. NULLs sort first; NULLS LAST.\n"
    "Booleans are 1 and 0. Window functions, FILTER, WITH RECURSIVE, UNION, INTERSECT, EXCEPT, "
    "RIGHT and FULL JOIN, group_concat(), iif(), json_extract() and the mathematical functions "
    "are there; there is no ANY, ALL, PIVOT, QUALIFY, LATERAL, stddev() or median().";

constexpr std::string_view sqlite_reserved[] = {
    "abort",     "action",    "add",       "after",     "analyze",   "attach",  "autoincrement",
    "before",    "cascade",   "conflict",  "database",  "deferred",  "detach",  "each",
    "exclude",   "exclusive", "explain",   "fail",      "generated", "glob",    "ignore",
    "immediate", "indexed",   "initially", "instead",   "isnull",    "match",   "materialized",
    "nothing",   "notnull",   "nulls",     "plan",      "pragma",    "query",   "raise",
    "recursive", "regexp",    "reindex",   "release",   "rename",    "replace", "returning",
    "rollback",  "savepoint", "temp",      "temporary", "trigger",   "vacuum",  "view",
    "virtual",   "without",   "key",       "like",      "if",        "index",   "restrict",
    "limit",     "offset",    "begin",     "commit",    "current",   "rowid",   "transaction",
};

// Functions of the SQLite shell, of common extensions and of the ODBC driver are listed too: a
// library that is linked in our place may have them.
constexpr std::string_view sqlite_denied_functions[] = {
    "load_extension", "fts3_tokenizer", "readfile",       "writefile",   "edit",
    "fsdir",          "lsdir",          "zipfile",        "blob_import", "blob_export",
    "import_sql",     "export_sql",     "import_csv",     "export_csv",  "import_xml",
    "export_xml",     "sqlite_log",     "sqlar_compress",
};

constexpr std::string_view sqlite_reading_verbs[] = {
    "select",
    "with",
    "values",
};

constexpr std::string_view sqlite_reading_functions[] = {
    "json_insert",
    "jsonb_insert",
};

constexpr std::string_view sqlite_reading_pragmas[] = {
    "table_info",    "table_xinfo",      "table_list",        "index_list",      "index_info",
    "index_xinfo",   "foreign_key_list", "foreign_key_check", "database_list",   "collation_list",
    "function_list", "module_list",      "pragma_list",       "compile_options",
};

// integrity_check and quick_check are missing: they are one long step, which nothing ends in time.
constexpr std::string_view sqlite_reading_pragmas_without_argument[] = {
    "user_version", "schema_version", "application_id", "data_version", "encoding",
    "page_count",   "page_size",      "freelist_count", "auto_vacuum",  "foreign_keys",
};

}

extern const Dialect sqlite_dialect = {
    .name = "sqlite",
    .title = "SQLite",
    .backtick_identifiers = true,
    .bracket_identifiers = true,
    .unterminated_comments = true,
    .card = sqlite_card,
    .year_of = sqlite_year_of,
    .month_of = sqlite_month_of,
    .day_of = sqlite_day_of,
    .inexact_decimals = true,
    .reserved_words = sqlite_reserved,
    .reading_verbs = sqlite_reading_verbs,
    .denied_functions = sqlite_denied_functions,
    .reading_functions = sqlite_reading_functions,
    .reading_pragmas = sqlite_reading_pragmas,
    .reading_pragmas_without_argument = sqlite_reading_pragmas_without_argument,
};

}
