#include "libagent/database/postgres_guard.h"

#include "libagent/base/result.h"
#include "libagent/base/text.h"
#include "libagent/database/guard_names.h"
#include "libagent/database/postgres_tree.h"
#include "libagent/database/sql_tokens.h"

#include <fmt/format.h>
#include <pg_query.h>

#include <memory>
#include <pthread.h>
#include <string>

namespace askdb::database {
namespace {

// The parser writes its tree by recursion, about 100 bytes of stack a level, and `1+1+1…` is a
// level for every two bytes: 256 KiB of text need 13 MiB of stack, ours ten times less.
constexpr std::size_t longest_judged = 256 * 1024;
constexpr std::size_t longest_on_own_stack = 4 * 1024;
constexpr std::size_t deep_stack_bytes = 64 * 1024 * 1024;

// The parser reads a run of these again from each place where an operator may begin in it: 250 KB
// of
// `/*/*/*…` took 40 s. PostgreSQL's own operators have at most 63.
constexpr std::string_view operator_characters = "~!@#^&|`?+-*/%<>=";
constexpr std::size_t longest_operator_run = 1024;

constexpr std::string_view writing_statements[] = {"InsertStmt", "UpdateStmt", "DeleteStmt",
                                                   "MergeStmt"};

bool has_endless_operator(std::string_view sql) {
    std::size_t run = 0;
    for (const char c : sql) {
        run = operator_characters.find(c) == std::string_view::npos ? 0 : run + 1;
        if (run > longest_operator_run) return true;
    }
    return false;
}

struct PostgresParse {
    std::string sql;
    PgQueryParseResult result = {};
};

void* parse_postgres(void* argument) {
    auto& parse = *static_cast<PostgresParse*>(argument);
    parse.result = pg_query_parse(parse.sql.c_str());
    return nullptr;
}

/// The same on a thread of its own, whose stack is only touched as far as it is needed.
bool parse_on_deep_stack(PostgresParse& parse) {
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return false;
    pthread_t thread;
    const bool started = pthread_attr_setstacksize(&attributes, deep_stack_bytes) == 0 &&
                         pthread_create(&thread, &attributes, parse_postgres, &parse) == 0;
    pthread_attr_destroy(&attributes);
    return started && pthread_join(thread, nullptr) == 0;
}

Error no_postgres(std::string_view why) {
    // Bison's stack, which the nesting of the text has outgrown.
    if (why.starts_with("memory exhausted")) {
        return {Errc::refused, "the statement is nested too deeply"};
    }
    return {Errc::bad_input, "the statement is not understood: " + visible(why)};
}

std::optional<Error> too_long_to_judge(std::string_view sql) {
    if (sql.size() > longest_judged) {
        return Error{Errc::refused,
                     fmt::format("the statement is too long to judge: {} bytes, and at most {} may "
                                 "be",
                                 sql.size(), longest_judged)};
    }
    if (has_endless_operator(sql)) {
        return Error{Errc::refused,
                     fmt::format("the statement is too costly to judge: more than {} operator "
                                 "characters stand together",
                                 longest_operator_run)};
    }
    return std::nullopt;
}

/// What `read` makes of the tree's JSON.
template <class Read>
auto parse_tree(std::string_view sql, Read read) -> Result<decltype(read(sql))> {
    if (auto error = too_long_to_judge(sql)) return std::move(*error);
    PostgresParse parse{.sql = std::string(sql)};
    if (sql.size() <= longest_on_own_stack) {
        parse_postgres(&parse);
    } else if (!parse_on_deep_stack(parse)) {
        return Error{Errc::refused, "the statement cannot be judged: no thread can be had"};
    }
    const auto free_result = [](PgQueryParseResult* result) {
        pg_query_free_parse_result(*result);
    };
    const std::unique_ptr<PgQueryParseResult, decltype(free_result)> freed(&parse.result);
    if (parse.result.error != nullptr) return no_postgres(parse.result.error->message);
    return read(parse.result.parse_tree);
}

/// "DELETE" of "DeleteStmt", "CREATE TABLE AS" of "CreateTableAsStmt".
std::string statement_title(std::string_view node) {
    node.remove_suffix(std::string_view("Stmt").size());
    std::string title;
    for (const char c : node) {
        const bool is_capital = c >= 'A' && c <= 'Z';
        if (is_capital && !title.empty()) title += ' ';
        title += is_capital ? c : static_cast<char>(c - 'a' + 'A');
    }
    return title;
}

/// The first word as it was written: nodes have names that no one knows ("VariableSetStmt").
std::string first_word(std::string_view sql, const Dialect& dialect) {
    for (const SqlToken& token : sql_tokens(sql, dialect)) {
        if (token.kind == TokenKind::word) return upper_ascii(token.text);
    }
    return "this statement";
}

std::optional<Error> judge_inner(const PostgresTree& tree) {
    const bool explains = tree.statements.front() == "ExplainStmt";
    for (const std::string& inner : tree.inner_statements) {
        if (inner == "SelectStmt") continue;
        const bool only_planned = explains && !tree.analyzes && among(writing_statements, inner);
        if (!only_planned) return not_allowed(statement_title(inner));
    }
    return std::nullopt;
}

std::optional<Error> judge_tree(const PostgresTree& tree, std::string_view sql,
                                const Dialect& dialect) {
    if (tree.statements.empty()) return Error{Errc::bad_input, "the statement is empty"};
    if (tree.statements.size() > 1) {
        return Error{Errc::refused, "more than one statement is not allowed"};
    }
    const std::string& statement = tree.statements.front();
    const bool reads =
        statement == "SelectStmt" || statement == "ExplainStmt" || statement == "VariableShowStmt";
    // WITH … DELETE begins with WITH.
    if (among(writing_statements, statement)) return not_allowed(statement_title(statement));
    if (!reads) return not_allowed(first_word(sql, dialect));
    if (auto error = judge_inner(tree)) return error;
    if (tree.has_into) return not_allowed("SELECT INTO");
    if (tree.has_locking) return not_allowed("locking rows");
    for (const std::vector<std::string>& function : tree.functions) {
        if (auto error = judge_function(function, dialect)) return error;
    }
    return std::nullopt;
}

}

Result<PostgresTree> parse_postgres_tree(std::string_view sql) {
    return parse_tree(sql, read_postgres_tree);
}

Result<PostgresTreeTables> parse_postgres_tables(std::string_view sql) {
    return parse_tree(sql, [](std::string_view json) {
        return PostgresTreeTables{read_postgres_tree(json), read_postgres_tables(json)};
    });
}

std::optional<Error> judge_postgres(std::string_view sql, const Dialect& dialect) {
    const Result<PostgresTree> tree = parse_postgres_tree(sql);
    if (!tree) return tree.error();
    return judge_tree(tree.value(), sql, dialect);
}

}
