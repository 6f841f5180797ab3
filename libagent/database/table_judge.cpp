#include "libagent/database/table_judge.h"

#include "libagent/base/text.h"
#include "libagent/database/guard_words.h"
#include "libagent/database/name_judge.h"
#include "libagent/database/postgres_guard.h"
#include "libagent/database/sql_tokens.h"
#include "libagent/database/table_places.h"
#include "libagent/database/unknown_server_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace askdb::database {
namespace {

constexpr std::string_view judged_postgres_statements[] = {
    "SelectStmt", "InsertStmt",   "UpdateStmt", "DeleteStmt",
    "MergeStmt",  "TruncateStmt", "ExplainStmt"};
constexpr std::string_view changes_of_tables[] = {"create", "alter",   "drop",
                                                  "rename", "comment", "refresh"};

// They are told a table, or a whole statement, by a text, or tell what tables there are.
constexpr std::string_view telling_functions[] = {"object_id",         "object_name",
                                                  "object_definition", "object_schema_name",
                                                  "format_type",       "col_name",
                                                  "col_length",        "columnproperty",
                                                  "objectproperty",    "index_col",
                                                  "indexproperty",     "ident_current",
                                                  "has_perms_by_name", "xmlquery",
                                                  "xmltable",          "xmlexists",
                                                  "dburitype",         "xdburitype",
                                                  "uritype",           "sys_dburigen",
                                                  "joinget",           "dictget",
                                                  "get_ddl",           "identifier",
                                                  "obj_description",   "col_description",
                                                  "shobj_description", "currval",
                                                  "lastval",           "row_security_active",
                                                  "textsearch_query",  "hascolumnintable"};
constexpr std::string_view telling_prefixes[] = {"pg_", "has_", "to_reg", "dictget", "joinget"};
constexpr std::string_view harmless_functions[] = {"pg_typeof", "pg_backend_pid"};

bool tells_of_tables(std::string_view function) {
    if (among(harmless_functions, function)) return false;
    return among(telling_functions, function) ||
           std::any_of(std::begin(telling_prefixes), std::end(telling_prefixes),
                       [&](std::string_view prefix) { return function.starts_with(prefix); });
}

/// What JSON writes with a backslash is no name that could be looked up as it stands there.
bool is_plain(const PostgresName& name) {
    return name.name.find('\\') == std::string::npos && name.schema.find('\\') == std::string::npos;
}

std::optional<Error> judge_postgres_names(std::string_view sql, const NameJudge& judge) {
    const Result<PostgresTreeTables> parsed = parse_postgres_tables(sql);
    if (!parsed) return parsed.error();
    const auto& [tree, names] = parsed.value();
    if (names.too_many) return not_with_lists("a statement with that many names");
    for (const std::string& statement : tree.statements) {
        if (statement == "VariableShowStmt") return not_with_lists("SHOW");
        if (!among(judged_postgres_statements, statement)) {
            return not_with_lists("a statement that changes tables");
        }
    }
    for (const PostgresName& table : names.tables) {
        if (is_plain(table) && judge.allows(table.database, table.schema, table.name)) continue;
        return not_listed(table.schema.empty() ? table.name : table.schema + "." + table.name);
    }
    for (const PostgresName& type : names.types) {
        if (!is_plain(type) || !judge.allows_type(type)) {
            const bool is_lookup = NameJudge::is_lookup_type(type.name);
            return is_lookup ? not_with_lists(fmt::format("type '{}'", type.name))
                             : not_listed(type.name);
        }
    }
    for (const std::vector<std::string>& function : tree.functions) {
        if (tells_of_tables(function.back())) {
            return not_with_lists(fmt::format("function '{}'", function.back()));
        }
    }
    return std::nullopt;
}

std::optional<Error> judge_named_functions(SqlTokens tokens) {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (!tokens[i].is_name() || !tokens[i + 1].is_symbol("(")) continue;
        const std::string name = tokens[i].identifier();
        const bool is_of_system = i >= 2 && tokens[i - 1].is_symbol(".") &&
                                  tokens[i - 2].is_name() &&
                                  is_system_schema_name(tokens[i - 2].identifier());
        if (tells_of_tables(name) || is_of_system) {
            return not_with_lists(fmt::format("function '{}'", name));
        }
    }
    return std::nullopt;
}

/// `SELECT … PROCEDURE ANALYSE()` tells names, and values that no column of the answer has.
bool is_analysed(SqlTokens tokens) {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const bool is_call = tokens[i].is("procedure") && tokens[i + 1].is_name();
        if (is_call && tokens[i + 1].identifier() == "analyse") return true;
    }
    return false;
}

std::optional<Error> judge_places(std::string_view sql, const Dialect& dialect,
                                  const NameJudge& judge) {
    std::vector<SqlToken> tokens = sql_tokens_without_comments(sql, dialect);
    while (!tokens.empty() && tokens.back().is_symbol(";")) tokens.pop_back();
    if (tokens.empty()) return Error{Errc::bad_input, "the statement is empty"};
    if (auto error = judge_token_kinds(tokens)) return error;
    const std::string verb = lower_ascii(tokens.front().text);
    if (among(changes_of_tables, verb)) return not_with_lists(upper_ascii(verb));
    if (is_analysed(tokens)) return not_with_lists("PROCEDURE");
    if (auto error = judge_named_functions(tokens)) return error;
    if (dialect.quoting_unknown) {
        if (auto error = judge_unknown_server_names(tokens, judge)) return error;
    }
    const Result<std::vector<TablePlace>> places = table_places(tokens);
    if (!places) return places.error();
    for (const TablePlace& place : places.value()) {
        if (!judge.allows(place)) return not_listed(place.text);
    }
    return std::nullopt;
}

}

bool judges_table_names(const Dialect& dialect) {
    return &dialect != find_dialect("sqlite");
}

std::optional<Error> judge_table_names(std::string_view sql, const Dialect& dialect,
                                       const TableFilter& filter, const Catalog& all) {
    const NameJudge judge(filter, all);
    if (dialect.judge == judge_postgres) return judge_postgres_names(sql, judge);
    return judge_places(sql, dialect, judge);
}

}
