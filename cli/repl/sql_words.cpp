#include "cli/repl/sql_words.h"

#include "libagent/base/text.h"

namespace askdb::cli::repl {
namespace {

constexpr std::string_view all_sql_keywords[] = {
    "select",       "from",         "where",
    "group",        "by",           "order",
    "having",       "limit",        "offset",
    "join",         "left",         "right",
    "full",         "inner",        "outer",
    "cross",        "natural",      "lateral",
    "on",           "using",        "as",
    "and",          "or",           "not",
    "in",           "is",           "null",
    "like",         "ilike",        "between",
    "exists",       "case",         "when",
    "then",         "else",         "end",
    "distinct",     "all",          "asc",
    "desc",         "nulls",        "first",
    "last",         "union",        "intersect",
    "except",       "with",         "recursive",
    "values",       "cast",         "over",
    "partition",    "rows",         "range",
    "unbounded",    "preceding",    "following",
    "current",      "row",          "filter",
    "within",       "window",       "fetch",
    "next",         "only",         "ties",
    "top",          "interval",     "extract",
    "date",         "time",         "timestamp",
    "zone",         "at",           "collate",
    "escape",       "similar",      "to",
    "glob",         "regexp",       "rlike",
    "any",          "some",         "true",
    "false",        "explain",      "analyze",
    "describe",     "show",         "tables",
    "table",        "pragma",       "insert",
    "into",         "update",       "set",
    "delete",       "returning",    "create",
    "view",         "index",        "drop",
    "alter",        "add",          "column",
    "rename",       "primary",      "key",
    "foreign",      "references",   "default",
    "check",        "unique",       "constraint",
    "if",           "temporary",    "temp",
    "replace",      "truncate",     "merge",
    "matched",      "materialized", "tablesample",
    "ordinality",   "grouping",     "sets",
    "rollup",       "cube",         "exclude",
    "qualify",      "pivot",        "unpivot",
    "for",          "div",          "xor",
    "begin",        "commit",       "rollback",
    "explain",      "schema",       "database",
    "except",       "minus",        "isnull",
    "notnull",      "current_date", "current_timestamp",
    "current_time",
};

constexpr std::string_view common_sql_functions[] = {
    "count",  "sum",        "avg",   "min",  "max",    "round",      "coalesce",
    "nullif", "lower",      "upper", "trim", "length", "substr",     "replace",
    "abs",    "row_number", "rank",  "lag",  "lead",   "dense_rank",
};

}

std::span<const std::string_view> sql_keywords() {
    return all_sql_keywords;
}

std::span<const std::string_view> sql_functions() {
    return common_sql_functions;
}

bool is_sql_word(std::string_view word) {
    return among(all_sql_keywords, word);
}

}
