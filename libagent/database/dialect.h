#pragma once

#include "libagent/base/error.h"

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
    bool conditional_comments = false;      ///< `/*! … */` is executed.
    bool unterminated_comments = false;     ///< A block comment may end with the text.
    bool dash_comments_need_blank = false;  ///< `5--1` is 6, `5 -- 1` is 5.
    /// Nobody knows how it reads quotes and comments: a text that databases would cut differently
    /// is refused.
    bool quoting_unknown = false;
    bool tables_may_be_files = false;           ///< FROM 'x.csv' reads a file or an address.
    bool statements_without_semicolon = false;  ///< `SELECT 1 SELECT 2` are two statements.
    /// Said before a change of the schema that no rollback takes back; empty where one does.
    std::string_view schema_changes_commit = {};
    std::string_view card = {};  ///< What a model must know to write it: a few lines.

    /// SQL text for the year (and so on) of a date expression; nullptr: none is known to work.
    std::string (*year_of)(std::string_view expression) = nullptr;
    std::string (*month_of)(std::string_view expression) = nullptr;  ///< "2024-05"
    std::string (*day_of)(std::string_view expression) = nullptr;    ///< "2024-05-31"
    /// SQL text for the average of a number, with at least ten decimals; nullptr: AVG() has them.
    std::string (*average_of)(std::string_view expression) = nullptr;
    /// SQL text that orders a text column of this declared type by its bytes, whatever the locale
    /// and collation of the database; nullptr: the column itself does.
    std::string (*byte_order_of)(std::string_view expression, std::string_view type) = nullptr;
    /// SQL text for a value of any type as text; nullptr: text functions take any type.
    std::string (*text_of)(std::string_view expression) = nullptr;
    /// SQL text for a day, or a moment, as a value that dates are compared with; nullptr: the text
    /// in quotes.
    std::string (*date_literal)(std::string_view iso) = nullptr;
    bool inexact_decimals = false;  ///< Its DECIMAL is floating point: a sum needs rounding.
    std::string_view length_function = "length";  ///< Counts the characters of a text.
    /// The end of a statement with ORDER BY; empty: there is none that is known to work.
    std::string_view first_rows = " LIMIT {}";
    /// What stands before a statement to get its plan, as one text that `plan_rows` reads, without
    /// running it.
    std::string_view plan_prefix = {};
    /// The most rows that the engine expects one step of such a plan to have; nothing when it is no
    /// plan. nullptr: the engine gives no such numbers.
    std::optional<double> (*plan_rows)(std::string_view plan) = nullptr;
    /// A name without quotes is read in lower case, so that any other needs them.
    bool lower_case_names = false;
    bool upper_case_names = false;  ///< The same in upper case.
    bool nulls_come_last = false;   ///< In ascending order, where ORDER BY knows NULLS FIRST.
    /// Words that a name must not be without quotes, beside the standard ones.
    std::span<const std::string_view> reserved_words = {};
    /// First words of the statements that only read, beside EXPLAIN and PRAGMA.
    std::span<const std::string_view> reading_verbs = {};
    /// Reserved words that begin a statement and mean nothing else without quotes.
    std::span<const std::string_view> statement_words = {};
    std::span<const std::string_view> locking_hints = {};  ///< Words that lock more than reading.

    /// Functions that a reading statement must not call, in lower case; the beginnings of such
    /// names; and schemas or packages (their beginnings) that hold nothing else.
    std::span<const std::string_view> denied_functions = {};
    std::span<const std::string_view> denied_function_prefixes = {};
    std::span<const std::string_view> denied_packages = {};
    /// Functions that only read, though a word of their name says that they write.
    std::span<const std::string_view> reading_functions = {};
    /// PRAGMAs that only read, in lower case: with or without an argument, and those that would set
    /// something if they had one.
    std::span<const std::string_view> reading_pragmas = {};
    std::span<const std::string_view> reading_pragmas_without_argument = {};
    /// The dialect's own grammar, which judges in place of our tokenizer. See judge_read_only().
    std::optional<Error> (*judge)(std::string_view sql, const Dialect& dialect) = nullptr;
};

/// All dialects, in the order of dialects.def.
std::span<const Dialect* const> all_dialects();
const Dialect* find_dialect(std::string_view name);

/// `name` as this dialect wants it: as it is when that is safe, else quoted.
std::string quoted(const Dialect& dialect, std::string_view name);
/// `schema.name` or `name`, each part quoted where needed.
std::string quoted_table(const Dialect& dialect, std::string_view schema, std::string_view name);

}
