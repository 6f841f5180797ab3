#include "libagent/database/harmless_functions.h"

#include "libagent/base/text.h"

namespace askdb::database {
namespace {

// Packed by hand: it would give each word a line.
// clang-format off

// Of groups.
constexpr std::string_view harmless_aggregates[] = {
    "count", "sum", "avg", "min", "max", "stddev", "stddev_pop", "stddev_samp", "std", "stdev",
    "stdevp", "var_pop", "var_samp", "variance", "var", "varp", "median", "mode", "percentile_cont",
    "percentile_disc", "corr", "covar_pop", "covar_samp", "group_concat", "string_agg", "listagg",
    "array_agg", "bool_and", "bool_or", "every", "any_value", "approx_count_distinct",
    "approx_distinct", "count_if", "countif", "sumif", "avgif", "uniq", "bit_and", "bit_or",
    "bit_xor", "grouping", "grouping_id", "total", "first", "last", "arg_max", "arg_min", "argmax",
    "argmin", "max_by", "min_by",
};

// Of windows.
constexpr std::string_view harmless_window_functions[] = {
    "row_number", "rank", "dense_rank",  "percent_rank", "cume_dist", "ntile",
    "lag",        "lead", "first_value", "last_value",   "nth_value",
};

// Of texts.
constexpr std::string_view harmless_text_functions[] = {
    "ascii", "char", "chr", "nchar", "unicode", "char_length", "character_length", "bit_length",
    "octet_length", "length", "len", "lengthb", "datalength", "lower", "lcase", "upper", "ucase",
    "initcap", "concat", "concat_ws", "substring", "substr", "substring_index", "mid", "left",
    "right", "trim", "ltrim", "rtrim", "btrim", "lpad", "rpad", "repeat", "replicate", "replace",
    "translate", "overlay", "stuff", "insert", "space", "reverse", "position", "locate", "instr",
    "charindex", "patindex", "strpos", "split_part", "soundex", "difference", "format",
    "starts_with", "ends_with", "startswith", "endswith", "contains", "regexp_like",
    "regexp_replace", "regexp_substr", "regexp_instr", "regexp_count", "regexp_match",
    "levenshtein", "md5", "sha1", "sha2", "hex", "unhex", "to_hex", "to_base64", "from_base64",
    "encode", "crc32", "field", "find_in_set", "elt", "string_to_array", "array_to_string",
    "array_length", "cardinality", "match", "against",
};

// Of dates.
constexpr std::string_view harmless_date_functions[] = {
    "year", "month", "day", "dayofmonth", "dayofweek", "dayofyear", "dayname", "monthname",
    "quarter", "week", "weekofyear", "weekday", "yearweek", "hour", "minute", "second",
    "microsecond", "date", "time", "datetime", "timestamp", "date_trunc", "datetrunc", "date_part",
    "datepart", "datename", "date_bin", "extract", "date_add", "date_sub", "dateadd", "datesub",
    "adddate", "subdate", "addtime", "subtime", "add_months", "months_between", "datediff",
    "date_diff", "timediff", "timestampadd", "timestampdiff", "julianday", "strftime", "unixepoch",
    "unix_timestamp", "from_unixtime", "to_timestamp", "to_date", "to_char", "to_number",
    "str_to_date", "date_format", "time_format", "formatdatetime", "parse_date", "format_date",
    "last_day", "eomonth", "next_day", "makedate", "maketime", "make_date", "make_time",
    "make_timestamp", "make_interval", "datefromparts", "age", "now", "curdate", "curtime",
    "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp", "getdate",
    "getutcdate", "sysdatetime", "sysutcdatetime", "sysdate", "utc_date", "utc_time",
    "utc_timestamp", "statement_timestamp", "transaction_timestamp", "clock_timestamp", "today",
    "yesterday", "isdate", "to_days", "from_days", "time_to_sec", "sec_to_time", "numtodsinterval",
    "numtoyminterval", "toyear", "tomonth", "todate",
};

// Of numbers, conditions, documents, and the session's own user and database.
constexpr std::string_view harmless_value_functions[] = {
    "abs", "ceil", "ceiling", "floor", "round", "truncate", "trunc", "sign", "mod", "power", "pow",
    "sqrt", "cbrt", "square", "exp", "ln", "log", "log10", "log2", "sin", "cos", "tan", "asin",
    "acos", "atan", "atan2", "atn2", "cot", "degrees", "radians", "pi", "rand", "random",
    "greatest", "least", "width_bucket", "div", "isnumeric", "bitand", "coalesce", "nullif",
    "ifnull", "isnull", "nvl", "nvl2", "if", "iif", "multiif", "choose", "decode", "zeroifnull",
    "nullifzero", "cast", "try_cast", "safe_cast", "convert", "try_convert", "safe_divide", "row",
    "array", "unnest", "generate_series", "json_table", "json_each", "json_tree", "openjson",
    "string_split", "flatten", "json_value", "json_query", "json_extract", "json_unquote",
    "json_length", "json_array", "json_object", "json_type", "json_valid", "json_agg", "jsonb_agg",
    "json_arrayagg", "json_objectagg", "json_object_agg", "json_array_length", "jsonb_array_length",
    "json_build_object", "jsonb_build_object", "json_extract_path_text", "jsonb_extract_path_text",
    "isjson", "to_json", "to_jsonb", "row_to_json", "typeof", "user", "current_user",
    "session_user", "database", "version", "uuid", "newid", "gen_random_uuid", "pg_typeof",
    "pg_backend_pid",
};

// What a parenthesis follows in the grammar.
constexpr std::string_view words_of_grammar[] = {
    "select", "distinct", "from", "join", "lateral", "only", "apply", "straight_join", "where",
    "and", "or", "not", "xor", "in", "any", "all", "some", "exists", "between", "like", "ilike",
    "rlike", "regexp", "is", "case", "when", "then", "else", "having", "by", "sets", "rollup",
    "cube", "group", "union", "except", "intersect", "minus", "limit", "offset", "top", "over",
    "filter", "within", "partition", "pivot", "unpivot", "for", "on", "using", "values", "into",
    "as", "materialized", "with", "set", "escape", "qualify", "exclude", "interval", "table",
};

// Types, with a size behind them.
constexpr std::string_view types_with_size[] = {
    "char", "varchar", "character", "varying", "nchar", "nvarchar", "varchar2", "nvarchar2",
    "decimal", "numeric", "number", "dec", "float", "double", "real", "int", "integer", "bigint",
    "smallint", "tinyint", "bit", "binary", "varbinary", "time", "timestamp", "datetime2",
    "datetimeoffset", "text",
};

// clang-format on

}

bool is_harmless_function(std::string_view name) {
    return among(harmless_aggregates, name) || among(harmless_window_functions, name) ||
           among(harmless_text_functions, name) || among(harmless_date_functions, name) ||
           among(harmless_value_functions, name);
}

bool is_word_before_parenthesis(std::string_view word) {
    return among(words_of_grammar, word) || among(types_with_size, word);
}

}
