#include "libagent/database/dialect.h"

#include <string>

namespace askdb::database {
namespace {

std::string sqlserver_year_of(std::string_view expression) {
    return "YEAR(" + std::string(expression) + ")";
}

std::string sqlserver_month_of(std::string_view expression) {
    return "CONVERT(char(7), " + std::string(expression) + ", 126)";
}

std::string sqlserver_day_of(std::string_view expression) {
    return "CONVERT(char(10), " + std::string(expression) + ", 126)";
}

// The average of a whole number is a whole number there.
std::string sqlserver_average_of(std::string_view expression) {
    return "AVG(CAST(" + std::string(expression) + " AS decimal(38,12)))";
}

std::string sqlserver_byte_order_of(std::string_view expression, std::string_view) {
    return std::string(expression) + " COLLATE Latin1_General_100_BIN2";
}

std::string sqlserver_text_of(std::string_view expression) {
    return "CAST(" + std::string(expression) + " AS nvarchar(4000))";
}

constexpr std::string_view sqlserver_card =
    "Microsoft SQL Server (T-SQL). Names with other characters than letters, digits and _ go in "
    "[brackets], texts in 'single quotes' (N'…' for letters beyond the code page).\n"
    "First rows: SELECT TOP 10 … ORDER BY …, or ORDER BY … OFFSET 20 ROWS FETCH NEXT 10 ROWS ONLY. "
    "There is no LIMIT. NULLs sort first.\n"
    "Dates: '2024-05-31', GETDATE(), CAST(x AS date), DATEADD(day, 7, x), DATEDIFF(day, a, b), "
    "DATEPART(year, x), YEAR(x), MONTH(x), EOMONTH(x), CONVERT(char(7), x, 126) is '2024-05'. "
    "There "
    "is no EXTRACT, no INTERVAL; DATETRUNC only since 2022.\n"
    "7 / 2 is 3: write 7 * 1.0 / 2. ROUND(x, 2), CAST(x AS decimal(10,2)), TRY_CAST. Text is "
    "joined "
    "with + (NULL makes all NULL) or CONCAT(a, b); LEN, SUBSTRING, LEFT, RIGHT, CHARINDEX, "
    "STRING_AGG(x, ', '). LIKE and = mostly ignore case (the collation decides).\n"
    "A condition is no value: SUM(CASE WHEN x > 5 THEN 1 ELSE 0 END), IIF(c, a, b), ISNULL, "
    "COALESCE. Every selected column stands in GROUP BY or in an aggregate. CROSS APPLY, PIVOT, "
    "window functions, WITH (without RECURSIVE), JSON_VALUE, OPENJSON. There is no USING, NATURAL "
    "JOIN, FILTER, DISTINCT ON, ILIKE or boolean literal: bit columns are 1 and 0.";

constexpr std::string_view sqlserver_reserved[] = {
    "add",
    "authorization",
    "backup",
    "break",
    "browse",
    "bulk",
    "cascade",
    "checkpoint",
    "close",
    "clustered",
    "compute",
    "contains",
    "containstable",
    "continue",
    "convert",
    "current",
    "cursor",
    "database",
    "dbcc",
    "deallocate",
    "declare",
    "deny",
    "disk",
    "distributed",
    "double",
    "dump",
    "errlvl",
    "exec",
    "execute",
    "exit",
    "external",
    "file",
    "fillfactor",
    "freetext",
    "freetexttable",
    "function",
    "goto",
    "holdlock",
    "identity",
    "identity_insert",
    "identitycol",
    "if",
    "index",
    "key",
    "kill",
    "like",
    "lineno",
    "load",
    "merge",
    "national",
    "nocheck",
    "nonclustered",
    "nullif",
    "off",
    "offsets",
    "open",
    "opendatasource",
    "openquery",
    "openrowset",
    "openxml",
    "option",
    "percent",
    "pivot",
    "plan",
    "precision",
    "print",
    "proc",
    "procedure",
    "public",
    "raiserror",
    "read",
    "readtext",
    "reconfigure",
    "replication",
    "restore",
    "restrict",
    "return",
    "revert",
    "revoke",
    "rowcount",
    "rowguidcol",
    "rule",
    "save",
    "schema",
    "securityaudit",
    "semantickeyphrasetable",
    "semanticsimilaritydetailstable",
    "semanticsimilaritytable",
    "setuser",
    "shutdown",
    "statistics",
    "system_user",
    "tablesample",
    "textsize",
    "top",
    "tran",
    "transaction",
    "trigger",
    "truncate",
    "try_convert",
    "tsequal",
    "unpivot",
    "updatetext",
    "use",
    "varying",
    "view",
    "waitfor",
    "while",
    "within",
    "writetext",
    "begin",
    "commit",
    "rollback",
};

// T-SQL needs no semicolon between statements, and reserves the words that begin one.
constexpr std::string_view sqlserver_statement_words[] = {
    "add",     "backup",     "begin",    "break",      "bulk",     "checkpoint",  "close",
    "commit",  "continue",   "dbcc",     "deallocate", "declare",  "deny",        "disk",
    "dump",    "exec",       "execute",  "fetch",      "goto",     "if",          "kill",
    "load",    "open",       "print",    "raiserror",  "readtext", "reconfigure", "restore",
    "return",  "revert",     "rollback", "save",       "set",      "setuser",     "shutdown",
    "trigger", "updatetext", "use",      "waitfor",    "while",    "writetext",
};

// Files, other servers, logs; extended procedures cannot be called in a query, but cost nothing.
constexpr std::string_view sqlserver_denied_functions[] = {
    "openrowset",
    "opendatasource",
    "openquery",
    "fn_trace_gettable",
    "fn_xe_file_target_read_file",
    "fn_get_audit_file",
    "fn_dump_dblog",
    "fn_dblog",
    "fn_get_sql_batch",
    "dm_os_file_exists",
    "dm_os_enumerate_filesystem",
    "dm_os_enumerate_fixed_drives",
};

constexpr std::string_view sqlserver_denied_prefixes[] = {
    "xp_",
    "sp_",
};

constexpr std::string_view sqlserver_locking_hints[] = {
    "updlock",
    "xlock",
    "tablockx",
    "holdlock",
};

constexpr std::string_view sqlserver_reading_verbs[] = {
    "select",
    "with",
};

}

extern const Dialect sqlserver_dialect = {
    .name = "sqlserver",
    .title = "SQL Server",
    .identifier_quote = '[',
    .bracket_identifiers = true,
    .nested_comments = true,
    .statements_without_semicolon = true,
    .card = sqlserver_card,
    .year_of = sqlserver_year_of,
    .month_of = sqlserver_month_of,
    .day_of = sqlserver_day_of,
    .average_of = sqlserver_average_of,
    .byte_order_of = sqlserver_byte_order_of,
    .text_of = sqlserver_text_of,
    .length_function = "len",
    .first_rows = " OFFSET 0 ROWS FETCH NEXT {} ROWS ONLY",
    .reserved_words = sqlserver_reserved,
    .reading_verbs = sqlserver_reading_verbs,
    .statement_words = sqlserver_statement_words,
    .locking_hints = sqlserver_locking_hints,
    .denied_functions = sqlserver_denied_functions,
    .denied_function_prefixes = sqlserver_denied_prefixes,
};

}
