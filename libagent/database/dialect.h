#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace askdb::database {

/// One SQL dialect. The record is the only truth: prompt, guard and planner read it.
struct Dialect {
    std::string_view name;   ///< "sqlite", "postgres", …
    std::string_view title;  ///< As people write it: "SQLite".
    char identifier_quote = '"';
    bool backslash_escapes = false;  ///< Inside '…' literals.
    bool e_strings = false;          ///< E'…' has backslash escapes though '…' has none.
    bool backtick_identifiers = false;
    bool bracket_identifiers = false;
    bool dollar_quotes = false;
    bool hash_comments = false;
    bool nested_comments = false;
    bool conditional_comments = false;   ///< `/*! … */` is executed.
    bool unterminated_comments = false;  ///< A block comment may end with the text.
    std::string_view card = {};          ///< What a model must know to write it: a few lines.

    /// SQL text for the year (and so on) of a date expression.
    std::string (*year_of)(std::string_view expression) = nullptr;
    std::string (*month_of)(std::string_view expression) = nullptr;  ///< "2024-05"
    std::string (*day_of)(std::string_view expression) = nullptr;    ///< "2024-05-31"
    /// Words that a name must not be without quotes, beside the standard ones.
    std::span<const std::string_view> reserved_words = {};
    /// Functions that a reading statement must not call, in lower case.
    std::span<const std::string_view> denied_functions = {};
    /// PRAGMAs that only read, in lower case: with or without an argument, and those that would set
    /// something if they had one.
    std::span<const std::string_view> reading_pragmas = {};
    std::span<const std::string_view> reading_pragmas_without_argument = {};
};

/// All dialects, in the order of dialects.def.
std::span<const Dialect* const> all_dialects();
const Dialect* find_dialect(std::string_view name);

/// `name` as this dialect wants it: as it is when that is safe, else quoted.
std::string quoted(const Dialect& dialect, std::string_view name);
/// `schema.name` or `name`, each part quoted where needed.
std::string quoted_table(const Dialect& dialect, std::string_view schema, std::string_view name);

}
