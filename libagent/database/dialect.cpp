#include "libagent/database/dialect.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <array>

namespace askdb::database {

#define DIALECT(name) extern const Dialect name##_dialect;
#include "libagent/database/dialects.def"
#undef DIALECT

namespace {

constexpr std::array every_dialect = {
#define DIALECT(name) &name##_dialect,
#include "libagent/database/dialects.def"
#undef DIALECT
};

// Reserved in standard SQL and in most databases.
constexpr std::string_view standard_reserved[] = {
    "all",          "alter",        "and",          "any",          "as",
    "asc",          "between",      "both",         "by",           "case",
    "cast",         "check",        "collate",      "column",       "constraint",
    "create",       "cross",        "current_date", "current_time", "current_timestamp",
    "current_user", "default",      "deferrable",   "delete",       "desc",
    "distinct",     "do",           "drop",         "else",         "end",
    "escape",       "except",       "exists",       "false",        "fetch",
    "filter",       "following",    "for",          "foreign",      "from",
    "full",         "grant",        "group",        "groups",       "having",
    "in",           "inner",        "insert",       "intersect",    "into",
    "is",           "join",         "lateral",      "leading",      "left",
    "natural",      "no",           "not",          "null",         "of",
    "on",           "only",         "or",           "order",        "others",
    "outer",        "over",         "partition",    "preceding",    "primary",
    "range",        "references",   "right",        "row",          "rows",
    "select",       "session_user", "set",          "some",         "table",
    "then",         "ties",         "to",           "trailing",     "true",
    "unbounded",    "union",        "unique",       "update",       "user",
    "using",        "values",       "when",         "where",        "window",
    "with",
};

bool is_plain_name(std::string_view name) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (name.empty() || is_digit(name.front())) return false;
    return std::all_of(name.begin(), name.end(),
                       [&](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

bool is_reserved(const Dialect& dialect, std::string_view name) {
    const std::string word = lower_ascii(name);
    const auto in = [&word](std::span<const std::string_view> words) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    return in(standard_reserved) || in(dialect.reserved_words);
}

}

std::span<const Dialect* const> all_dialects() {
    return every_dialect;
}

const Dialect* find_dialect(std::string_view name) {
    for (const Dialect* dialect : every_dialect) {
        if (dialect->name == name) return dialect;
    }
    return nullptr;
}

std::string quoted(const Dialect& dialect, std::string_view name) {
    const bool is_folded = (dialect.lower_case_names && lower_ascii(name) != name) ||
                           (dialect.upper_case_names && upper_ascii(name) != name);
    if (is_plain_name(name) && !is_folded && !is_reserved(dialect, name)) return std::string(name);
    const char open = dialect.identifier_quote;
    const char close = open == '[' ? ']' : open;
    std::string out(1, open);
    for (const char c : name) {
        if (c == close) out += c;
        out += c;
    }
    return out + close;
}

std::string quoted_table(const Dialect& dialect, std::string_view schema, std::string_view name) {
    if (schema.empty()) return quoted(dialect, name);
    return quoted(dialect, schema) + "." + quoted(dialect, name);
}

}
