#include "libagent/database/dialect.h"

namespace askdb::database {
namespace {

// Of a server that says nothing of itself; see described_dialect.h.
constexpr std::string_view generic_card =
    "An SQL database reached by ODBC; write standard SQL. Names with other characters than "
    "letters, digits and _ go in \"double quotes\", texts in 'single quotes'.\n"
    "First rows: ORDER BY … FETCH FIRST 10 ROWS ONLY; if that is refused, LIMIT 10 at the end or "
    "SELECT TOP 10.\n"
    "Dates: DATE '2024-05-31', EXTRACT(YEAR FROM x), CURRENT_DATE, CAST(x AS DATE).\n"
    "A division of whole numbers may drop the rest: write x * 1.0 / y. COALESCE, CASE, CAST, "
    "joins, "
    "subqueries, GROUP BY and HAVING are everywhere.";

// Of all databases that one may meet here; each is harmless to miss where it does not exist.
constexpr std::string_view generic_denied_functions[] = {
    "openrowset",
    "opendatasource",
    "openquery",
    "load_file",
    "load_extension",
    "readfile",
    "writefile",
    "fsdir",
    "set_config",
    "nextval",
    "setval",
    "query_to_xml",
    "get_lock",
    "release_lock",
    "benchmark",
    "sleep",
    "sleepeachrow",
    "pg_notify",
    "pg_terminate_backend",
    "pg_cancel_backend",
    "pg_reload_conf",
    "pg_stat_file",
    "httpuritype",
    "shell",
    "glob",
    "query_table",
    "getenv",
    "sniff_csv",
    "which_secret",
    "url",
    "urlcluster",
    "file",
    "filecluster",
    "s3",
    "s3cluster",
    "gcs",
    "hdfs",
    "hdfscluster",
    "remote",
    "remotesecure",
    "clusterallreplicas",
    "executable",
    "jdbc",
    "odbc",
    "mysql",
    "postgresql",
    "mongodb",
    "redis",
    "sqlite",
    "azureblobstorage",
    "deltalake",
    "iceberg",
    "hudi",
    "external_query",
    "reflect",
    "reflect2",
    "java_method",
    "bfilename",
    "http_get",
    "http_post",
    "http",
    "ai_query",
    "delta_scan",
    "iceberg_scan",
    "sqlite_scan",
    "sqlite_attach",
    "postgres_scan",
    "postgres_scan_pushdown",
    "postgres_attach",
    "postgres_query",
    "postgres_execute",
    "mysql_scan",
    "mysql_query",
    "mysql_execute",
    "st_read",
    "shapefile_meta",
    "load_aws_credentials",
    "checkpoint",
    "force_checkpoint",
    "cluster",
    "query",
    "input",
    "system",
    "edit",
};

constexpr std::string_view generic_denied_prefixes[] = {
    "xp_",        "sp_",       "sys_",      "read_",        "parquet_",         "csv_",
    "pg_sleep",   "pg_read_",  "pg_ls_",    "pg_advisory_", "pg_try_advisory_", "pg_logical_",
    "pg_create_", "lo_import", "lo_export", "lo_create",    "dblink",
};

// Oracle's: files, networks, jobs, SQL made of texts.
constexpr std::string_view generic_denied_packages[] = {
    "utl_", "dbms_", "owa_", "apex_", "htp", "httpuritype",
};

constexpr std::string_view generic_reading_functions[] = {
    "insert", "truncate", "json_insert", "jsonb_insert", "json_array_insert",
};

constexpr std::string_view generic_reading_verbs[] = {
    "select",  "with", "values",   "table", "from",   "pivot",
    "unpivot", "show", "describe", "desc",  "exists",
};

// Some databases need no semicolon between statements.
constexpr std::string_view generic_statement_words[] = {
    "exec",       "execute",     "waitfor", "dbcc",     "raiserror",
    "deallocate", "reconfigure", "setuser", "shutdown",
};

}

extern const Dialect generic_dialect = {
    .name = "generic",
    .title = "SQL",
    .backtick_identifiers = true,
    .nested_comments = true,
    .conditional_comments = true,
    .quoting_unknown = true,
    .tables_may_be_files = true,
    .statements_without_semicolon = true,
    .schema_changes_commit = "the database may commit this at once: it cannot be undone then",
    .card = generic_card,
    .first_rows = {},
    .reading_verbs = generic_reading_verbs,
    .statement_words = generic_statement_words,
    .denied_functions = generic_denied_functions,
    .denied_function_prefixes = generic_denied_prefixes,
    .denied_packages = generic_denied_packages,
    .reading_functions = generic_reading_functions,
};

}
