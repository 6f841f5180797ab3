#include "cli/repl/sql_completion.h"

#include "cli/render/sql_keywords.h"
#include "cli/repl/candidate_list.h"
#include "cli/repl/sql_place.h"
#include "cli/repl/sql_scope.h"
#include "libagent/base/text.h"

#include <algorithm>
#include <set>

namespace askdb::cli::repl {
namespace {

using database::SqlToken;
using database::SqlTokens;
using database::TokenKind;

constexpr std::string_view completed_verbs[] = {"select",   "with",   "values", "explain", "show",
                                                "describe", "pragma", "table",  "insert",  "update",
                                                "delete",   "create", "drop",   "alter"};

/// As somebody goes on who writes a query: these before all other words of SQL.
constexpr std::string_view usual_keywords[] = {
    "select",   "from",  "where",   "group",  "by",    "order", "having", "limit",   "offset",
    "join",     "left",  "right",   "full",   "inner", "outer", "cross",  "natural", "lateral",
    "on",       "using", "as",      "and",    "or",    "not",   "in",     "is",      "null",
    "like",     "ilike", "between", "exists", "case",  "when",  "then",   "else",    "end",
    "distinct", "all",   "asc",     "desc",   "nulls", "first", "last",   "union",   "with"};

/// Functions that the databases have in common.
constexpr std::string_view common_sql_functions[] = {
    "count",  "sum",        "avg",   "min",  "max",    "round",      "coalesce",
    "nullif", "lower",      "upper", "trim", "length", "substr",     "replace",
    "abs",    "row_number", "rank",  "lag",  "lead",   "dense_rank",
};

/// What stands left of the cursor, and the statement as a whole.
struct TypedSql {
    std::vector<SqlToken> tokens = {};  ///< Without comments; what is being typed is one of them.
    std::size_t at = 0;                 ///< The token that is, or will be, typed.
    std::string partial = {};           ///< As far as it is typed, without a quote.
    std::size_t begin = 0;              ///< Where it begins, with its quote.
    char quote = 0;                     ///< An opening one that was typed.
    bool is_complete = false;           ///< Nothing can be put here.
    std::vector<std::string> qualifiers = {};  ///< Before its dots.
};

/// A quoted name that has no end yet.
bool opens_name(const SqlToken& token, const database::Dialect& dialect) {
    const char quote = token.text.front();
    if (quote == '"') return dialect.identifier_quote != '`';
    return quote == '`' || quote == '[';
}

/// Puts the tokens up to the cursor into `typed`, and what is being typed.
void read_left(std::string_view left, const database::Dialect& dialect, TypedSql& typed) {
    typed.begin = left.size();
    std::vector<SqlToken> tokens = database::sql_tokens(left, dialect);
    if (!tokens.empty() &&
        tokens.back().text.data() + tokens.back().text.size() == left.data() + left.size()) {
        const SqlToken last = tokens.back();
        const bool is_name = last.kind == TokenKind::bad && opens_name(last, dialect);
        const bool is_open = last.kind == TokenKind::word || is_name;
        typed.is_complete = !is_open && last.kind != TokenKind::symbol;
        if (is_open) {
            typed.begin -= last.text.size();
            typed.quote = is_name ? last.text.front() : '\0';
            typed.partial = last.text.substr(is_name ? 1 : 0);
            tokens.pop_back();
        }
    }
    for (const SqlToken& token : tokens) {
        if (token.kind != TokenKind::comment) typed.tokens.push_back(token);
    }
    typed.at = typed.tokens.size();
}

TypedSql read_typed(std::string_view statement, std::size_t cursor,
                    const database::Dialect& dialect) {
    TypedSql typed;
    read_left(statement.substr(0, cursor), dialect, typed);
    std::size_t i = typed.at;
    while (i >= 2 && typed.tokens[i - 1].is_symbol(".") && typed.tokens[i - 2].is_name()) {
        i -= 2;
        typed.qualifiers.insert(typed.qualifiers.begin(), typed.tokens[i].identifier());
    }
    std::string_view right = statement.substr(cursor);
    // The rest of a word that the cursor stands in.
    const std::size_t behind = right.find_first_of(" \t\r\n,;()=<>");
    right.remove_prefix(std::min(behind, right.size()));
    for (const SqlToken& token : database::sql_tokens(right, dialect)) {
        if (token.kind != TokenKind::comment) typed.tokens.push_back(token);
    }
    return typed;
}

class SqlCompleter {
  public:
    SqlCompleter(const TypedSql& typed, const CompletionSources& sources)
        : typed_(typed), sources_(sources), scope_(typed.tokens, sources), list_(typed.partial) {}

    Completion complete() && {
        // The place is that of the first qualifier.
        const std::size_t first = typed_.at - 2 * typed_.qualifiers.size();
        const SqlPlace place = sql_place(SqlTokens(typed_.tokens).first(first));
        if (!typed_.qualifiers.empty()) {
            add_qualified(place);
        } else {
            add_for(place, first);
        }
        return std::move(list_).finish(typed_.begin);
    }

  private:
    /// As it has to stand here: behind a quote that was typed, quoted whatever it is.
    std::string written(std::string_view name) const {
        if (typed_.quote == '\0') return database::quoted(sources_.dialect, name);
        const char close = typed_.quote == '[' ? ']' : typed_.quote;
        std::string out(1, typed_.quote);
        for (const char c : name) {
            if (c == close) out += c;
            out += c;
        }
        return out + close;
    }

    void add_columns(const std::vector<std::string>& columns) {
        for (const std::string& column : columns)
            list_.add(column, [&] { return CandidateList::Written{written(column), ""}; });
    }

    void add_keywords(std::span<const std::string_view> words, std::string_view append = " ") {
        if (typed_.quote != '\0') return;
        for (const std::string_view word : words) list_.add_keyword(word, append);
    }

    void add_all_keywords() {
        add_keywords(usual_keywords);
        add_keywords(sql_words());
        add_keywords(sources_.dialect.reserved_words);
    }

    void add_for(SqlPlace place, std::size_t at) {
        switch (place) {
            case SqlPlace::nothing: return;
            case SqlPlace::verb: return add_keywords(completed_verbs);
            case SqlPlace::keyword: return add_all_keywords();
            case SqlPlace::by: return list_.add("by", [] { return CandidateList::Written{"by"}; });
            case SqlPlace::target_columns: return add_target_columns(at);
            case SqlPlace::table: return add_tables();
            case SqlPlace::column: return add_expression();
        }
    }

    void add_tables() {
        for (const std::string& name : scope_.common_tables())
            list_.add(name, [&] { return CandidateList::Written{written(name)}; });
        std::set<std::string_view> schemas;
        if (sources_.catalog != nullptr) {
            for (const database::Table& table : sources_.catalog->tables) {
                list_.add(table.name, [&] { return CandidateList::Written{written_table(table)}; });
                schemas.insert(table.schema);
                schemas.insert(table.home);
            }
        }
        for (const CompletedHandle& handle : sources_.handles)
            list_.add(handle.name, [&] { return CandidateList::Written{handle.name}; });
        // Without a letter there are enough of them already.
        for (const std::string_view schema : schemas) {
            if (!schema.empty() && !typed_.partial.empty())
                list_.add(schema, [&] {
                    return CandidateList::Written{written(schema) + '.', ""};
                });
        }
        add_keywords(query_words);
    }

    std::string written_table(const database::Table& table) const {
        if (table.schema.empty()) return written(table.name);
        return database::quoted(sources_.dialect, table.schema) + '.' + written(table.name);
    }

    void add_expression() {
        const std::vector<ScopedTable> tables = scope_.tables_at(typed_.at);
        for (const ScopedTable& table : tables) add_columns(table.columns);
        for (const ScopedTable& table : tables) {
            if (!table.name.empty())
                list_.add(table.name, [&] {
                    return CandidateList::Written{written(table.name) + '.', ""};
                });
        }
        if (tables.empty() && !typed_.partial.empty()) add_columns_of_all();
        add_keywords(expression_words);
        add_keywords(common_sql_functions, "(");
    }

    /// Nobody knows yet which tables it will be.
    void add_columns_of_all() {
        if (sources_.catalog == nullptr) return;
        for (const database::Table& table : sources_.catalog->tables) {
            for (const database::Column& column : table.columns) {
                list_.add(column.name, [&] {
                    return CandidateList::Written{written(column.name), ""};
                });
            }
        }
    }

    /// `INTO schema.table (a, ` with the cursor behind.
    void add_target_columns(std::size_t at) {
        const std::vector<SqlToken>& tokens = typed_.tokens;
        while (at > 0 && !tokens[--at].is("into")) {
        }
        const bool has_schema = at + 3 < tokens.size() && tokens[at + 2].is_symbol(".");
        if (at + 1 >= tokens.size()) return;
        const std::string schema = has_schema ? tokens[at + 1].identifier() : std::string();
        add_columns(scope_.columns_of(schema, tokens[at + (has_schema ? 3 : 1)].identifier()));
    }

    /// Columns behind an alias or a table, tables behind a schema.
    void add_qualified(SqlPlace place) {
        const std::string& last = typed_.qualifiers.back();
        const bool has_schema = typed_.qualifiers.size() > 1;
        bool is_known = place == SqlPlace::table && !has_schema && add_tables_of(last);
        if (!has_schema && !is_known) {
            for (const ScopedTable& table : scope_.tables_at(typed_.at)) {
                if (!equal_ignoring_case(table.name, last) || is_known) continue;
                is_known = true;
                add_columns(table.columns);
            }
            if (!is_known) is_known = add_tables_of(last);
        }
        if (is_known) return;
        const std::string schema =
            has_schema ? typed_.qualifiers[typed_.qualifiers.size() - 2] : std::string();
        add_columns(scope_.columns_of(schema, last));
    }

    bool add_tables_of(std::string_view schema) {
        if (sources_.catalog == nullptr) return false;
        bool is_schema = false;
        for (const database::Table& table : sources_.catalog->tables) {
            if (!table.is_in(schema)) continue;
            is_schema = true;
            list_.add(table.name, [&] { return CandidateList::Written{written(table.name)}; });
        }
        return is_schema;
    }

    static constexpr std::string_view expression_words[] = {"distinct",
                                                            "case",
                                                            "not",
                                                            "null",
                                                            "exists",
                                                            "cast",
                                                            "extract",
                                                            "interval",
                                                            "select",
                                                            "true",
                                                            "false",
                                                            "current_date",
                                                            "date",
                                                            "timestamp",
                                                            "all",
                                                            "any",
                                                            "current_timestamp"};
    static constexpr std::string_view query_words[] = {"select", "lateral", "only", "values"};

    const TypedSql& typed_;
    const CompletionSources& sources_;
    SqlScope scope_;
    CandidateList list_;
};

}

Completion complete_sql(std::string_view statement, std::size_t cursor,
                        const CompletionSources& sources) {
    const TypedSql typed = read_typed(statement, cursor, sources.dialect);
    if (typed.is_complete) return {.begin = cursor};
    return SqlCompleter(typed, sources).complete();
}

}
