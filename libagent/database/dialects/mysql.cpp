#include "libagent/database/dialect.h"
#include "libagent/database/dialects/mysql_plan_json.h"

#include <string>

namespace askdb::database {
namespace {

std::string mysql_year_of(std::string_view expression) {
    return "DATE_FORMAT(" + std::string(expression) + ", '%Y')";
}

std::string mysql_month_of(std::string_view expression) {
    return "DATE_FORMAT(" + std::string(expression) + ", '%Y-%m')";
}

std::string mysql_day_of(std::string_view expression) {
    return "DATE_FORMAT(" + std::string(expression) + ", '%Y-%m-%d')";
}

// AVG() of a whole number or decimal has only four decimals more than it.
std::string mysql_average_of(std::string_view expression) {
    return "AVG(CAST(" + std::string(expression) + " AS DECIMAL(40,12)))";
}

std::string mysql_byte_order_of(std::string_view expression, std::string_view) {
    return "CAST(" + std::string(expression) + " AS BINARY)";
}

constexpr std::string_view mysql_card =
    "MariaDB or MySQL. Names with other characters than letters, digits and _ go in `backticks`; "
    "texts in 'single quotes', where a backslash escapes. \"x\" is a text, not a name.\n"
    "First rows: ORDER BY … LIMIT 10 [OFFSET 20]. There is no TOP. NULLs sort first; there is no "
    "NULLS LAST: ORDER BY x IS NULL, x.\n"
    "Dates: '2024-05-31', CURRENT_DATE, NOW(), x + INTERVAL 7 DAY, DATEDIFF(b, a) in days, "
    "TIMESTAMPDIFF(HOUR, a, b), YEAR(x), MONTH(x), DATE_FORMAT(x, '%Y-%m'), LAST_DAY(x). There is "
    "no date_trunc, no ::type.\n"
    "7 / 2 is 3.5, 7 DIV 2 is 3. ROUND(x, 2), CAST(x AS DECIMAL(10,2)), CAST(x AS CHAR). Text is "
    "joined with CONCAT(a, b); || means OR. LIKE and = mostly ignore case (the column's collation "
    "decides). SUBSTRING, LEFT, RIGHT, SUBSTRING_INDEX, REGEXP.\n"
    "Booleans are 1 and 0: SUM(x > 5) counts. IF(c, a, b), IFNULL, GROUP_CONCAT(x SEPARATOR ', '), "
    "window functions, WITH [RECURSIVE], JSON_EXTRACT, JSON_VALUE. There is no FULL JOIN, FILTER, "
    "DISTINCT ON, ILIKE or QUALIFY.";

constexpr std::string_view mysql_reserved[] = {
    "accessible",
    "add",
    "analyze",
    "asensitive",
    "before",
    "bigint",
    "binary",
    "blob",
    "call",
    "cascade",
    "change",
    "char",
    "character",
    "condition",
    "continue",
    "convert",
    "cube",
    "cume_dist",
    "cursor",
    "database",
    "databases",
    "day_hour",
    "day_minute",
    "day_second",
    "dec",
    "decimal",
    "declare",
    "delayed",
    "dense_rank",
    "describe",
    "deterministic",
    "distinctrow",
    "div",
    "double",
    "dual",
    "each",
    "elseif",
    "empty",
    "enclosed",
    "escaped",
    "exit",
    "explain",
    "first_value",
    "float",
    "force",
    "fulltext",
    "function",
    "generated",
    "get",
    "high_priority",
    "hour_minute",
    "hour_second",
    "if",
    "ignore",
    "index",
    "infile",
    "inout",
    "insensitive",
    "int",
    "integer",
    "interval",
    "iterate",
    "json_table",
    "key",
    "keys",
    "kill",
    "lag",
    "last_value",
    "lead",
    "leave",
    "like",
    "limit",
    "linear",
    "lines",
    "load",
    "localtime",
    "localtimestamp",
    "lock",
    "long",
    "longblob",
    "longtext",
    "loop",
    "low_priority",
    "match",
    "maxvalue",
    "mediumblob",
    "mediumint",
    "mediumtext",
    "middleint",
    "minute_second",
    "mod",
    "modifies",
    "nth_value",
    "ntile",
    "numeric",
    "offset",
    "optimize",
    "option",
    "optionally",
    "out",
    "outfile",
    "percent_rank",
    "precision",
    "procedure",
    "purge",
    "rank",
    "read",
    "reads",
    "real",
    "recursive",
    "regexp",
    "release",
    "rename",
    "repeat",
    "replace",
    "require",
    "resignal",
    "restrict",
    "return",
    "returning",
    "revoke",
    "rlike",
    "row_number",
    "schema",
    "schemas",
    "second_microsecond",
    "sensitive",
    "separator",
    "show",
    "signal",
    "smallint",
    "spatial",
    "specific",
    "sql",
    "sqlexception",
    "sqlstate",
    "sqlwarning",
    "ssl",
    "starting",
    "straight_join",
    "system",
    "terminated",
    "text",
    "tinyblob",
    "tinyint",
    "tinytext",
    "trigger",
    "undo",
    "unlock",
    "unsigned",
    "usage",
    "use",
    "utc_date",
    "utc_time",
    "utc_timestamp",
    "varbinary",
    "varchar",
    "varying",
    "virtual",
    "while",
    "write",
    "xor",
    "year_month",
    "zerofill",
};

// What a read-only transaction does not stop: files, locks, waiting, sequences, the server's
// plug-ins, and what common extensions add to run programs.
constexpr std::string_view mysql_denied_functions[] = {
    "sleep",
    "benchmark",
    "load_file",
    "get_lock",
    "release_lock",
    "release_all_locks",
    "is_free_lock",
    "is_used_lock",
    "master_pos_wait",
    "source_pos_wait",
    "master_gtid_wait",
    "binlog_gtid_pos",
    "nextval",
    "setval",
    "lastval",
    "xp_cmdshell",
    "shell",
    "reload_keyring",
    "ps_thread_account",
    "ps_kill",
    "wsrep_sync_wait_upto_gtid",
    "load_rewrite_rules",
    "flush_rewrite_cache",
    "mysql_firewall_flush_status",
    "version_tokens_set",
    "version_tokens_edit",
    "version_tokens_delete",
    "version_tokens_lock_exclusive",
    "version_tokens_lock_shared",
    "service_get_read_locks",
    "service_get_write_locks",
    "service_release_locks",
    "set_firewall_mode",
    "read_firewall_users",
    "read_firewall_groups",
    "audit_log_filter_set_filter",
    "audit_log_rotate",
    "audit_log_encryption_password_set",
};

constexpr std::string_view mysql_denied_prefixes[] = {
    "sys_",
    "keyring_",
    "spider_",
    "asynchronous_connection_failover_",
    "group_replication_",
    "lib_mysqludf_",
    "http_",
    "wait_",
};

// Of texts, numbers and documents.
constexpr std::string_view mysql_reading_functions[] = {
    "insert",
    "truncate",
    "json_insert",
    "json_array_insert",
};

constexpr std::string_view mysql_reading_verbs[] = {
    "select", "with", "values", "table", "show", "describe", "desc", "explain", "analyze",
};

}

extern const Dialect mysql_dialect = {
    .name = "mysql",
    .title = "MySQL",
    .identifier_quote = '`',
    .backslash_escapes = true,
    .backtick_identifiers = true,
    .hash_comments = true,
    .conditional_comments = true,
    .dash_comments_need_blank = true,
    .schema_changes_commit = "MariaDB commits this at once: it cannot be undone",
    .card = mysql_card,
    .year_of = mysql_year_of,
    .month_of = mysql_month_of,
    .day_of = mysql_day_of,
    .average_of = mysql_average_of,
    .byte_order_of = mysql_byte_order_of,
    .length_function = "char_length",
    .plan_prefix = "EXPLAIN FORMAT=JSON ",
    .plan_rows = mysql_plan_rows,
    .reserved_words = mysql_reserved,
    .reading_verbs = mysql_reading_verbs,
    .denied_functions = mysql_denied_functions,
    .denied_function_prefixes = mysql_denied_prefixes,
    .reading_functions = mysql_reading_functions,
};

}
