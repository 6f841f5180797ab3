#include "libagent/database/dialect.h"
#include "libagent/database/dialects/postgres_plan_json.h"
#include "libagent/database/postgres_guard.h"

#include <string>

namespace askdb::database {
namespace {

std::string postgres_year_of(std::string_view expression) {
    return "to_char(" + std::string(expression) + ", 'YYYY')";
}

std::string postgres_month_of(std::string_view expression) {
    return "to_char(" + std::string(expression) + ", 'YYYY-MM')";
}

std::string postgres_day_of(std::string_view expression) {
    return "to_char(" + std::string(expression) + ", 'YYYY-MM-DD')";
}

// Other types (enum, uuid, inet) have an order of their own and take no collation.
std::string postgres_byte_order_of(std::string_view expression, std::string_view type) {
    const bool is_text = type.starts_with("character") || type == "text" || type == "citext";
    return std::string(expression) + (is_text ? " COLLATE \"C\"" : "");
}

std::string postgres_text_of(std::string_view expression) {
    return "CAST(" + std::string(expression) + " AS text)";
}

constexpr std::string_view postgres_card =
    "PostgreSQL. Names with capitals or other characters than letters, digits and _ go in \"double "
    "quotes\"; without quotes they become lower case. Texts go in 'single quotes'.\n"
    "First rows: ORDER BY … LIMIT 10 [OFFSET 20]. There is no TOP. NULLs sort last; NULLS FIRST.\n"
    "Dates: DATE '2024-05-31', TIMESTAMP '2024-05-31 17:00', CURRENT_DATE, now(), INTERVAL '7 "
    "days', date_trunc('month', x), EXTRACT(YEAR FROM x), to_char(x, 'YYYY-MM'); date - date is "
    "days. The session's time zone is UTC. Cast infinite dates, dates before Christ and after 9999 "
    "to text.\n"
    "7 / 2 is 3: write 7 / 2.0. round(x::numeric, 2). Text is joined with || or concat(); LIKE is "
    "case-sensitive, ILIKE is not; substring, left, right, split_part, regexp_replace.\n"
    "Every selected column stands in GROUP BY or in an aggregate. DISTINCT ON, FILTER (WHERE …), "
    "window functions, WITH RECURSIVE, LATERAL, string_agg(x, ', '), array_agg, "
    "percentile_cont(0.5) "
    "WITHIN GROUP (ORDER BY x), generate_series, jsonb (->, ->>, @>, jsonb_array_elements). "
    "Booleans "
    "are true and false: count(*) FILTER (WHERE b). = is case-sensitive. Amazon Redshift, if "
    "version() "
    "says so, has DATEADD, DATEDIFF and LISTAGG instead of LATERAL, DISTINCT ON, arrays and jsonb.";

constexpr std::string_view postgres_reserved[] = {
    "analyse",        "analyze",     "array",        "asymmetric",     "authorization",
    "binary",         "collation",   "concurrently", "current_role",   "current_catalog",
    "current_schema", "freeze",      "ilike",        "initially",      "isnull",
    "like",           "limit",       "localtime",    "localtimestamp", "notnull",
    "offset",         "overlaps",    "placing",      "returning",      "similar",
    "symmetric",      "tablesample", "variadic",     "verbose",        "system_user",
};

// What a read-only transaction does not stop: files, other servers, other sessions, settings, locks
// that outlive a rollback, waiting, and functions that run a text as SQL, which the guard cannot
// look into.
constexpr std::string_view postgres_denied_functions[] = {
    "set_config",
    "nextval",
    "setval",
    "pg_notify",
    "query_to_xml",
    "query_to_xmlschema",
    "query_to_xml_and_xmlschema",
    "cursor_to_xml",
    "cursor_to_xmlschema",
    "table_to_xml",
    "table_to_xmlschema",
    "table_to_xml_and_xmlschema",
    "schema_to_xml",
    "schema_to_xmlschema",
    "schema_to_xml_and_xmlschema",
    "database_to_xml",
    "database_to_xmlschema",
    "database_to_xml_and_xmlschema",
    "ts_stat",
    "ts_rewrite",
    "connectby",
    "xpath_table",
    "lowrite",
    "loread",
    "pg_stat_file",
    "pg_logdir_ls",
    "pg_logfile_rotate",
    "pg_rotate_logfile",
    "pg_hba_file_rules",
    "pg_show_all_file_settings",
    "pg_terminate_backend",
    "pg_cancel_backend",
    "pg_reload_conf",
    "pg_promote",
    "pg_log_backend_memory_contexts",
    "pg_export_snapshot",
    "pg_start_backup",
    "pg_stop_backup",
    "pg_switch_wal",
    "pg_stat_clear_snapshot",
    "pg_stat_statements_reset",
    "pg_import_system_collations",
    "brin_summarize_new_values",
    "brin_summarize_range",
    "brin_desummarize_range",
    "gin_clean_pending_list",
    "pg_extension_config_dump",
    "pg_event_trigger_dropped_objects",
    "currtid2",
    "txid_current",
    "pg_current_xact_id",
    "pg_prewarm",
    "autoprewarm_start_worker",
    "postgres_fdw_disconnect",
    "postgres_fdw_disconnect_all",
    "run_command_on_workers",
    "exec_sql",
    "http",
    "pg_log_standby_snapshot",
    "pg_stat_force_next_flush",
    "pg_sync_replication_slots",
    "set_limit",
    "xslt_process",
    "plpgsql_check_function",
    "pg_nextoid",
    "pg_stop_making_pinned_objects",
    "table_log_restore_table",
    "pg_clear_relation_stats",
    "pg_clear_attribute_stats",
    "pg_restore_relation_stats",
    "pg_restore_attribute_stats",
};

constexpr std::string_view postgres_denied_prefixes[] = {
    "dblink",
    "lo_",
    "pg_sleep",
    "pg_read_",
    "pg_ls_",
    "pg_file_",
    "pg_advisory_",
    "pg_try_advisory_",
    "pg_logical_",
    "pg_create_",
    "pg_drop_",
    "pg_copy_",
    "pg_replication_origin_",
    "pg_replication_slot_",
    "pg_stat_reset",
    "pg_backup_",
    "pg_wal_replay_",
    "binary_upgrade_",
    "crosstab",
    "http_",
};

// Schemas of extensions that run jobs, or reach other machines.
constexpr std::string_view postgres_denied_packages[] = {
    "cron", "net", "aws_s3", "aws_lambda", "azure_storage",
};

// Hypothetical indexes (hypopg) live in the session's memory only.
constexpr std::string_view postgres_reading_functions[] = {
    "jsonb_insert",      "ts_delete",    "hypopg_create_index",
    "hypopg_drop_index", "hypopg_reset", "hypopg_reset_index",
};

}

extern const Dialect postgres_dialect = {
    .name = "postgres",
    .title = "PostgreSQL",
    .e_strings = true,
    .dollar_quotes = true,
    .nested_comments = true,
    .card = postgres_card,
    .year_of = postgres_year_of,
    .month_of = postgres_month_of,
    .day_of = postgres_day_of,
    .byte_order_of = postgres_byte_order_of,
    .text_of = postgres_text_of,
    .plan_prefix = "EXPLAIN (FORMAT JSON) ",
    .plan_rows = postgres_plan_rows,
    .lower_case_names = true,
    .nulls_come_last = true,
    .reserved_words = postgres_reserved,
    .denied_functions = postgres_denied_functions,
    .denied_function_prefixes = postgres_denied_prefixes,
    .denied_packages = postgres_denied_packages,
    .reading_functions = postgres_reading_functions,
    .judge = judge_postgres,
};

}
