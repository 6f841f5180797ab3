#include "libagent/database/write_guard.h"

#include "libagent/base/text.h"
#include "libagent/database/guard_names.h"
#include "libagent/database/guard_words.h"
#include "libagent/database/postgres_guard.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace askdb::database {
namespace {

constexpr std::size_t longest_write = 1u << 20;

constexpr std::string_view row_changing_verbs[] = {"insert", "update", "delete", "merge",
                                                   "replace"};
constexpr std::string_view schema_changing_verbs[] = {"create", "alter", "drop", "refresh"};
constexpr std::string_view other_writing_verbs[] = {"truncate", "comment", "rename"};

constexpr std::string_view writable_object_modifiers[] = {
    "or",     "replace",  "temp",     "temporary", "global",      "local",
    "unique", "unlogged", "fulltext", "spatial",   "materialized"};
constexpr std::string_view writable_objects[] = {"table", "index",  "view",  "sequence",
                                                 "type",  "domain", "schema"};

constexpr std::string_view transaction_verbs[] = {"begin",   "start", "commit",    "rollback",
                                                  "end",     "abort", "savepoint", "release",
                                                  "prepare", "set"};
constexpr std::string_view lonely_verbs[] = {"vacuum",     "reindex",  "cluster",
                                             "checkpoint", "optimize", "repair"};

// MariaDB's tables that are something else behind their names: other servers, files, programs.
constexpr std::string_view foreign_engines[] = {"federated", "federatedx", "connect", "spider",
                                                "s3",        "oqgraph",    "sphinx"};

// Files, of the server's machine or of this one.
constexpr std::string_view file_words[] = {"outfile", "dumpfile", "infile"};

// Only what a sequence is for; it moves on even when the transaction does not.
constexpr std::string_view writing_functions[] = {"nextval"};

constexpr std::string_view postgres_statements[] = {"InsertStmt",         "UpdateStmt",
                                                    "DeleteStmt",         "MergeStmt",
                                                    "SelectStmt",         "CreateStmt",
                                                    "IndexStmt",          "ViewStmt",
                                                    "AlterTableStmt",     "RenameStmt",
                                                    "DropStmt",           "TruncateStmt",
                                                    "CommentStmt",        "CreateSchemaStmt",
                                                    "CreateSeqStmt",      "AlterSeqStmt",
                                                    "CreateEnumStmt",     "CreateDomainStmt",
                                                    "AlterEnumStmt",      "CompositeTypeStmt",
                                                    "RefreshMatViewStmt", "AlterObjectSchemaStmt",
                                                    "CreateTableAsStmt"};
constexpr std::string_view postgres_inner_statements[] = {
    "SelectStmt", "InsertStmt", "UpdateStmt", "DeleteStmt",
    "MergeStmt",  "CreateStmt", "IndexStmt",  "CreateSeqStmt"};

using WriteTokens = std::vector<SqlToken>;

std::string write_word(const WriteTokens& tokens, std::size_t i) {
    const bool is_word = i < tokens.size() && tokens[i].kind == TokenKind::word;
    return is_word ? lower_ascii(tokens[i].text) : std::string();
}

Error not_written(std::string_view what) {
    constexpr std::size_t longest_shown = 40;
    return {Errc::refused,
            fmt::format("{} is not among the statements that --write runs: INSERT, UPDATE, DELETE, "
                        "MERGE, REPLACE, TRUNCATE, and CREATE, ALTER or DROP of tables, indexes, "
                        "views, sequences and types",
                        clipped(visible(what), longest_shown))};
}

Error not_callable(std::string_view function) {
    constexpr std::size_t longest_shown = 40;
    return {Errc::refused,
            fmt::format("function '{}' is not allowed", clipped(visible(function), longest_shown))};
}

Error not_in_transaction(std::string_view what) {
    return {Errc::refused,
            fmt::format("{} cannot run inside a transaction, so that nothing of it could be taken "
                        "back: askdb does not run it",
                        what)};
}

/// `ENGINE = CONNECT`, the equals sign and quotes as one likes.
std::optional<Error> judge_engine(const WriteTokens& tokens) {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (!tokens[i].is("engine")) continue;
        const std::size_t at = tokens[i + 1].is_symbol("=") ? i + 2 : i + 1;
        if (at >= tokens.size()) break;
        std::string name = lower_ascii(tokens[at].text);
        std::erase_if(name, [](char c) { return c == '\'' || c == '"' || c == '`'; });
        if (among(foreign_engines, name)) return not_written("ENGINE = " + upper_ascii(name));
    }
    return std::nullopt;
}

std::optional<Error> judge_object(const WriteTokens& tokens, std::size_t verb,
                                  const Dialect& dialect) {
    const std::size_t at = object_word(tokens, verb);
    const std::string object = write_word(tokens, at);
    const std::string title = upper_ascii(write_word(tokens, verb) + " " + object);
    if (object == "database" || object == "tablespace" || object == "system") {
        return not_in_transaction(title);
    }
    // Where a schema is a whole database, it is left alone.
    const bool is_database = object == "schema" && dialect.identifier_quote == '`';
    if (is_database || !among(writable_objects, object)) return not_written(title);
    for (std::size_t i = at; i < tokens.size(); ++i) {
        if (tokens[i].is("concurrently") && write_word(tokens, verb) != "refresh") {
            return not_in_transaction(title + " CONCURRENTLY");
        }
    }
    return dialect.identifier_quote == '`' ? judge_engine(tokens) : std::nullopt;
}

std::optional<Error> judge_write_verb(const WriteTokens& tokens, const Dialect& dialect) {
    const std::size_t at = main_verb(tokens);
    const std::string verb = write_word(tokens, at);
    if (among(row_changing_verbs, verb) || verb == "select") return std::nullopt;
    if (among(transaction_verbs, verb)) {
        return Error{Errc::refused, fmt::format("{} is not allowed: askdb itself begins and ends "
                                                "the transaction, and its settings are its own",
                                                upper_ascii(verb))};
    }
    if (among(lonely_verbs, verb)) return not_in_transaction(upper_ascii(verb));
    const bool is_known = among(schema_changing_verbs, verb) || among(other_writing_verbs, verb);
    if (!is_known || at != 0) return not_written(upper_ascii(tokens[at].text));
    return among(schema_changing_verbs, verb) ? judge_object(tokens, at, dialect) : std::nullopt;
}

std::optional<Error> judge_written_calls(const WriteTokens& tokens, const Dialect& dialect) {
    constexpr std::size_t most_parts = 4;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind == TokenKind::word && among(file_words, write_word(tokens, i))) {
            return not_written(upper_ascii(tokens[i].text));
        }
        const bool is_call =
            i + 1 < tokens.size() && tokens[i].is_name() && tokens[i + 1].is_symbol("(");
        if (!is_call) continue;
        std::vector<std::string> parts{tokens[i].identifier()};
        for (std::size_t at = i; at >= 2 && parts.size() < most_parts; at -= 2) {
            if (!tokens[at - 1].is_symbol(".") || !tokens[at - 2].is_name()) break;
            parts.insert(parts.begin(), tokens[at - 2].identifier());
        }
        const bool is_denied =
            is_denied_function(parts, dialect) && !among(writing_functions, parts.back());
        if (is_denied) return not_callable(parts.back());
    }
    return std::nullopt;
}

/// Where no semicolon need stand between two statements, only the plainest ones are understood:
/// one verb, at most one SELECT that no UNION ties to another.
std::optional<Error> judge_lone_verb(const WriteTokens& tokens, const Dialect& dialect) {
    const std::size_t verb = main_verb(tokens);
    const bool is_plain =
        tokens[verb].is("insert") || tokens[verb].is("update") || tokens[verb].is("delete");
    if (!is_plain) return not_written(upper_ascii(tokens[verb].text));
    bool has_set = !tokens[verb].is("update");
    bool has_select = !tokens[verb].is("insert");
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string word = write_word(tokens, i);
        const bool is_name = i > 0 && (tokens[i - 1].is_symbol(".") || tokens[i - 1].is("as"));
        const bool is_into = word == "into" && i > 0 && tokens[i - 1].is("insert");
        if (i == verb || word.empty() || is_name || is_into) continue;
        if (word == "set" && !std::exchange(has_set, true)) continue;
        const bool is_nested = i > 0 && (tokens[i - 1].is_symbol("(") || tokens[i - 1].is("all") ||
                                         tokens[i - 1].is("union"));
        if (word == "select" && (is_nested || !std::exchange(has_select, true))) continue;
        if (word == "select" || is_statement_word(word) || among(dialect.statement_words, word)) {
            return Error{Errc::refused, fmt::format("{} in the middle of a statement may begin a "
                                                    "second one, which is not allowed",
                                                    upper_ascii(word))};
        }
    }
    return std::nullopt;
}

std::optional<Error> judge_written_tree(const PostgresTree& tree) {
    if (tree.statements.empty()) return Error{Errc::bad_input, "the statement is empty"};
    if (tree.statements.size() > 1) {
        return Error{Errc::refused, "more than one statement is not allowed"};
    }
    return std::nullopt;
}

/// After the words have been judged, which say it better.
std::optional<Error> judge_written_kind(const PostgresTree& tree, const Dialect& dialect) {
    for (const std::vector<std::string>& function : tree.functions) {
        if (is_denied_function(function, dialect) && !among(writing_functions, function.back())) {
            return not_callable(function.back());
        }
    }
    if (!among(postgres_statements, tree.statements.front())) return not_written("this statement");
    for (const std::string& inner : tree.inner_statements) {
        if (!among(postgres_inner_statements, inner)) return not_written("a statement inside it");
    }
    return std::nullopt;
}

std::optional<Error> judge_written_text(std::string_view sql) {
    if (sql.size() > longest_write) {
        return Error{Errc::refused, fmt::format("the statement is too long: {} bytes, and at most "
                                                "{} may be",
                                                sql.size(), longest_write)};
    }
    if (sql.find('\0') != std::string_view::npos) {
        return Error{Errc::refused, "the statement holds a NUL byte"};
    }
    if (!is_valid_utf8(sql)) return Error{Errc::refused, "the statement is not valid UTF-8"};
    return std::nullopt;
}

}

std::size_t main_verb(const std::vector<SqlToken>& tokens) {
    if (tokens.empty() || !tokens.front().is("with")) return 0;
    std::size_t depth = 0;
    for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
        if (tokens[i].is_symbol("(")) ++depth;
        if (tokens[i].is_symbol(")") && depth > 0) --depth;
        if (depth > 0 || !tokens[i].is_symbol(")")) continue;
        const std::string word = write_word(tokens, i + 1);
        if (among(row_changing_verbs, word) || word == "select") return i + 1;
    }
    return 0;
}

std::size_t object_word(const std::vector<SqlToken>& tokens, std::size_t verb) {
    std::size_t at = verb + 1;
    while (at < tokens.size() && among(writable_object_modifiers, write_word(tokens, at))) ++at;
    return at;
}

Result<std::vector<SqlToken>> judge_write(std::string_view sql, const Dialect& dialect) {
    if (auto error = judge_written_text(sql)) return std::move(*error);
    std::optional<PostgresTree> tree;
    if (dialect.judge == judge_postgres) {
        Result<PostgresTree> parsed = parse_postgres_tree(sql);
        if (!parsed) return parsed.error();
        tree = std::move(parsed).value();
        if (auto error = judge_written_tree(*tree)) return std::move(*error);
    }
    WriteTokens tokens = sql_tokens_without_comments(sql, dialect);
    while (!tokens.empty() && tokens.back().is_symbol(";")) tokens.pop_back();
    if (tokens.empty()) return Error{Errc::bad_input, "the statement is empty"};
    // PostgreSQL's own grammar has cut its text better than we do.
    if (!tree) {
        if (auto error = judge_token_kinds(tokens)) return std::move(*error);
        if (auto error = judge_braces(tokens)) return std::move(*error);
        if (auto error = judge_written_calls(tokens, dialect)) return std::move(*error);
    }
    if (auto error = judge_write_verb(tokens, dialect)) return std::move(*error);
    if (tree) {
        if (auto error = judge_written_kind(*tree, dialect)) return std::move(*error);
    }
    if (dialect.statements_without_semicolon) {
        if (auto error = judge_lone_verb(tokens, dialect)) return std::move(*error);
    }
    return tokens;
}

}
