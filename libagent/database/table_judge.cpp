#include "libagent/database/table_judge.h"

#include "libagent/base/text.h"
#include "libagent/database/guard_names.h"
#include "libagent/database/harmless_functions.h"
#include "libagent/database/postgres_guard.h"
#include "libagent/database/sql_tokens.h"
#include "libagent/database/table_places.h"

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
constexpr std::string_view telling_functions[] = {"object_id",
                                                  "object_name",
                                                  "object_definition",
                                                  "object_schema_name",
                                                  "col_name",
                                                  "col_length",
                                                  "columnproperty",
                                                  "objectproperty",
                                                  "index_col",
                                                  "indexproperty",
                                                  "ident_current",
                                                  "has_perms_by_name",
                                                  "xmlquery",
                                                  "xmltable",
                                                  "xmlexists",
                                                  "dburitype",
                                                  "xdburitype",
                                                  "uritype",
                                                  "sys_dburigen",
                                                  "joinget",
                                                  "dictget",
                                                  "get_ddl",
                                                  "identifier",
                                                  "obj_description",
                                                  "col_description",
                                                  "shobj_description",
                                                  "currval",
                                                  "lastval",
                                                  "row_security_active",
                                                  "textsearch_query",
                                                  "hascolumnintable"};
constexpr std::string_view telling_prefixes[] = {"pg_", "has_", "to_reg", "dictget", "joinget"};
constexpr std::string_view harmless_functions[] = {"pg_typeof", "pg_backend_pid"};

bool tells_of_tables(std::string_view function) {
    if (among(harmless_functions, function)) return false;
    return among(telling_functions, function) ||
           std::any_of(std::begin(telling_prefixes), std::end(telling_prefixes),
                       [&](std::string_view prefix) { return function.starts_with(prefix); });
}

Error not_listed(std::string_view table) {
    constexpr std::size_t longest_shown = 80;
    return {Errc::refused,
            fmt::format("table '{}' is not among those that the configuration allows",
                        clipped(visible(table), longest_shown)),
            "askdb tables"};
}

Error not_with_lists(std::string_view what) {
    constexpr std::size_t longest_shown = 60;
    return {Errc::refused, fmt::format("{} is not allowed where the configuration lists tables",
                                       clipped(visible(what), longest_shown))};
}

/// Names of one statement against one database.
class TableJudge {
  public:
    TableJudge(const TableFilter& filter, const Catalog& all) : filter_(filter), all_(all) {}

    bool allows(std::string_view database, std::string_view schema, std::string_view name) const {
        if (!database.empty() && !filter_.calls_database(database)) return false;
        if (schema.empty()) return allows_bare(name);
        return !is_system_schema_name(lower_ascii(schema)) && filter_.allows(schema, name);
    }

    bool allows(const TablePlace& place) const {
        constexpr std::size_t most_parts = 3;
        const std::size_t count = place.parts.size();
        if (count > most_parts) return false;
        return allows(count == most_parts ? place.parts[0] : std::string(),
                      count > 1 ? place.parts[count - 2] : std::string(), place.parts.back());
    }

    /// A type that has the name of a table which is not allowed is the table's; PostgreSQL calls
    /// the list of a type `_type`.
    bool allows_type(const PostgresName& type) const {
        if (!allows_type_name(type.schema, type.name)) return false;
        return !type.name.starts_with('_') || allows_type_name(type.schema, type.name.substr(1));
    }

  private:
    bool allows_type_name(std::string_view schema, std::string_view name) const {
        constexpr std::string_view lookups[] = {"regclass", "regnamespace"};
        if (among(lookups, name)) return false;
        return std::none_of(all_.tables.begin(), all_.tables.end(), [&](const Table& table) {
            const bool is_here = schema.empty() || equal_ignoring_case(schema, table.home);
            return is_here && schema != "pg_catalog" && equal_ignoring_case(table.name, name) &&
                   !filter_.allows(table.home, table.name);
        });
    }

    /// Whatever it leads to must be allowed; what nobody knows, in every schema.
    bool allows_bare(std::string_view name) const {
        const std::string lower = lower_ascii(name);
        if (lower == "dual") return true;
        if (lower.starts_with("pg_") || lower.starts_with("sqlite_")) return false;
        bool is_known = false;
        for (const Table& table : all_.tables) {
            if (!table.schema.empty() || !equal_ignoring_case(table.name, name)) continue;
            is_known = true;
            if (!filter_.allows(table.home, table.name)) return false;
        }
        return is_known || filter_.allows({}, name);
    }

    const TableFilter& filter_;
    const Catalog& all_;
};

std::optional<Error> judge_postgres_names(std::string_view sql, const TableJudge& judge) {
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
        const bool is_plain = table.name.find('\\') == std::string::npos &&
                              table.schema.find('\\') == std::string::npos;
        if (is_plain && judge.allows(table.database, table.schema, table.name)) continue;
        return not_listed(table.schema.empty() ? table.name : table.schema + "." + table.name);
    }
    for (const PostgresName& type : names.types) {
        if (!judge.allows_type(type)) return not_listed(type.name);
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

/// The names of a statement for a server that nobody knows: unknown means no.
class UnknownServerJudge {
  public:
    UnknownServerJudge(SqlTokens tokens, const TableJudge& judge)
        : tokens_(tokens), judge_(judge) {}

    std::optional<Error> judge() {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (auto error = judge_call(i)) return error;
            if (auto error = judge_membership(i)) return error;
            if (auto error = judge_type(i)) return error;
            if (is_symbol(i, "("))
                callers_.push_back(i > 0 ? lower_ascii(tokens_[i - 1].text) : "");
            if (is_symbol(i, ")") && !callers_.empty()) callers_.pop_back();
        }
        return std::nullopt;
    }

  private:
    // An index before the first token wraps round, and is out of range like one past the last.
    bool is(std::size_t i, std::string_view word) const {
        return i < tokens_.size() && tokens_[i].is(word);
    }
    bool is_symbol(std::size_t i, std::string_view symbol) const {
        return i < tokens_.size() && tokens_[i].is_symbol(symbol);
    }
    bool is_name(std::size_t i) const { return i < tokens_.size() && tokens_[i].is_name(); }

    std::optional<Error> judge_call(std::size_t i) const {
        if (!is_name(i) || !is_symbol(i + 1, "(") || has_columns(i)) return std::nullopt;
        const std::string name = tokens_[i].identifier();
        const bool is_bare = !is_symbol(i - 1, ".");
        if (is_bare && is_harmless_function(name)) return std::nullopt;
        const bool is_grammar =
            tokens_[i].kind == TokenKind::word && is_word_before_parenthesis(name);
        if (is_bare && is_grammar) return std::nullopt;
        return not_with_lists(fmt::format("function '{}'", name));
    }

    /// `INSERT INTO s.t (a, b)`, `WITH x (a, b) AS (`, `AS x (a, b)`.
    bool has_columns(std::size_t i) const {
        std::size_t first = i, end = i + 2;
        while (is_symbol(first - 1, ".") && is_name(first - 2)) first -= 2;
        while (is_name(end) || is_symbol(end, ",")) ++end;
        if (!is_symbol(end, ")")) return false;
        const bool is_definition = is(i - 1, "with") || is(i - 1, "recursive") ||
                                   (is_symbol(i - 1, ",") && is_symbol(end + 2, "("));
        return is(first - 1, "into") || is(first - 1, "insert") || is(i - 1, "as") ||
               (is_definition && is(end + 1, "as"));
    }

    /// Some databases read a table behind IN: `x IN t`, `x IN (t)`, `in(x, t)`.
    std::optional<Error> judge_membership(std::size_t i) const {
        if (!is(i, "in") || is_symbol(i - 1, ".") || is(i - 1, "as")) return std::nullopt;
        const bool is_position = !callers_.empty() && callers_.back() == "position";
        const bool is_call = !is_operand(i - 1) && is_symbol(i + 1, "(");
        const bool is_name_alone = is_name(i + 1) && !is_position;
        std::size_t at = i + 1;
        while (is_symbol(at, "(")) ++at;
        while (is_name(at) && is_symbol(at + 1, ".")) at += 2;
        const bool is_name_inside = is_symbol(i + 1, "(") && is_name(at) && is_symbol(at + 1, ")");
        if (is_call || is_name_alone || is_name_inside) {
            return not_with_lists("IN with a name in place of values");
        }
        return std::nullopt;
    }

    bool is_operand(std::size_t i) const {
        constexpr std::string_view openers[] = {"select", "distinct", "where", "and", "or",
                                                "when",   "then",     "else",  "on",  "having",
                                                "by",     "all",      "case"};
        if (i >= tokens_.size()) return false;
        const SqlToken& token = tokens_[i];
        if (token.kind == TokenKind::word) return !among(openers, lower_ascii(token.text));
        return token.kind != TokenKind::symbol || token.is_symbol(")") || token.is_symbol("]") ||
               token.is_symbol("}");
    }

    /// `'t'::regclass`, `regclass 't'`, `CAST(NULL AS t)`: the last two name types, too.
    std::optional<Error> judge_type(std::size_t i) const {
        if (!is_name(i) || is_symbol(i + 1, ".")) return std::nullopt;
        const PostgresName type{
            .schema = is_symbol(i - 1, ".") && is_name(i - 2) ? tokens_[i - 2].identifier() : "",
            .name = tokens_[i].identifier()};
        const std::size_t before = type.schema.empty() ? i - 1 : i - 3;
        const bool is_cast = !callers_.empty() && callers_.back().ends_with("cast");
        const bool is_type = (is(before, "as") && is_cast) || is_symbol(before, ":") ||
                             is_symbol(before, "::") ||
                             (i + 1 < tokens_.size() && tokens_[i + 1].kind == TokenKind::string);
        if (type.name.starts_with("reg") && is_type && !judge_.allows_type(type)) {
            return not_with_lists(fmt::format("type '{}'", type.name));
        }
        if (is_type && !judge_.allows_type(type)) return not_listed(type.name);
        return std::nullopt;
    }

    SqlTokens tokens_;
    const TableJudge& judge_;
    std::vector<std::string> callers_;  ///< What stands before each open parenthesis.
};

/// `SELECT … PROCEDURE ANALYSE()` tells names, and values that no column of the answer has.
bool is_analysed(SqlTokens tokens) {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const bool is_call = tokens[i].is("procedure") && tokens[i + 1].is_name();
        if (is_call && tokens[i + 1].identifier() == "analyse") return true;
    }
    return false;
}

std::optional<Error> judge_places(std::string_view sql, const Dialect& dialect,
                                  const TableJudge& judge) {
    std::vector<SqlToken> tokens = sql_tokens(sql, dialect);
    std::erase_if(tokens, [](const SqlToken& token) { return token.kind == TokenKind::comment; });
    while (!tokens.empty() && tokens.back().is_symbol(";")) tokens.pop_back();
    if (tokens.empty()) return Error{Errc::bad_input, "the statement is empty"};
    if (auto error = judge_token_kinds(tokens)) return error;
    const std::string verb = lower_ascii(tokens.front().text);
    if (among(changes_of_tables, verb)) return not_with_lists(upper_ascii(verb));
    if (is_analysed(tokens)) return not_with_lists("PROCEDURE");
    if (auto error = judge_named_functions(tokens)) return error;
    if (dialect.quoting_unknown) {
        if (auto error = UnknownServerJudge(tokens, judge).judge()) return error;
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
    const TableJudge judge(filter, all);
    if (dialect.judge == judge_postgres) return judge_postgres_names(sql, judge);
    return judge_places(sql, dialect, judge);
}

}
