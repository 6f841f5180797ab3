#include "cli/repl/sql_place.h"

#include "libagent/base/text.h"

namespace askdb::cli::repl {
namespace {

using database::SqlToken;
using database::SqlTokens;
using database::TokenKind;

constexpr std::string_view before_tables[] = {"from", "join", "into", "update", "only", "table"};

// At the beginning of a statement.
constexpr std::string_view table_verbs[] = {"table", "describe", "desc", "truncate"};

constexpr std::string_view before_expressions[] = {
    "select", "distinct", "where", "and",  "or",        "on",   "having", "by",
    "not",    "like",     "ilike", "when", "between",   "then", "else",   "case",
    "set",    "using",    "in",    "any",  "returning", "glob", "regexp", "to"};

constexpr std::string_view before_queries[] = {"as",        "exists",  "union",   "except",
                                               "intersect", "explain", "analyze", "materialized"};

constexpr std::string_view before_names_and_values[] = {"as",  "limit",    "offset", "values",
                                                        "top", "interval", "with",   "recursive"};

/// Looks backwards from the end.
class PlaceFinder : database::TokenReader {
  public:
    explicit PlaceFinder(SqlTokens before) : TokenReader(before) {}

    SqlPlace find() const {
        if (tokens_.empty()) return SqlPlace::verb;
        const std::size_t last = tokens_.size() - 1;
        const SqlToken& token = tokens_[last];
        switch (token.kind) {
            case TokenKind::word: return behind_word(last, lower_ascii(token.text));
            case TokenKind::symbol: return behind_symbol(last);
            case TokenKind::bad: return SqlPlace::nothing;
            default: return SqlPlace::keyword;
        }
    }

  private:
    SqlPlace behind_word(std::size_t i, const std::string& word) const {
        if (is_symbol(i - 1, ".")) return SqlPlace::keyword;
        if (i == 0 && among(table_verbs, word)) return SqlPlace::table;
        const bool is_lock = word == "update" && is(i - 1, "for");
        if (among(before_tables, word) && !is_lock) return SqlPlace::table;
        if (word == "order" || word == "group" || word == "partition") return SqlPlace::by;
        if (among(before_expressions, word)) return SqlPlace::column;
        if (among(before_names_and_values, word)) return SqlPlace::nothing;
        if (among(before_queries, word) || (word == "all" && !is(i - 1, "select")))
            return SqlPlace::verb;
        return word == "all" ? SqlPlace::column : SqlPlace::keyword;
    }

    SqlPlace behind_symbol(std::size_t i) const {
        if (is_symbol(i, ")")) return SqlPlace::keyword;
        if (is_symbol(i, "(")) return behind_paren(i);
        if (is_symbol(i, ",")) return behind_comma(i);
        const bool is_star = is_symbol(i, "*") && (i == 0 || is(i - 1, "select") ||
                                                   is(i - 1, "distinct") || is_symbol(i - 1, ",") ||
                                                   is_symbol(i - 1, "(") || is_symbol(i - 1, "."));
        return is_star ? SqlPlace::keyword : SqlPlace::column;
    }

    SqlPlace behind_paren(std::size_t i) const {
        if (i == 0) return SqlPlace::verb;
        if (is(i - 1, "values")) return SqlPlace::nothing;
        if (is(i - 1, "from") || is(i - 1, "join")) return SqlPlace::table;
        const bool is_word = tokens_[i - 1].kind == TokenKind::word;
        if (is_word && among(before_queries, lower_ascii(tokens_[i - 1].text)))
            return SqlPlace::verb;
        return is_target(i) ? SqlPlace::target_columns : SqlPlace::column;
    }

    /// `INTO schema.table (`
    bool is_target(std::size_t paren) const {
        std::size_t name = paren - 1;
        if (!is_name(name)) return false;
        while (is_symbol(name - 1, ".") && is_name(name - 2)) name -= 2;
        return is(name - 1, "into");
    }

    /// What the clause is in which the comma stands.
    SqlPlace behind_comma(std::size_t i) const {
        std::size_t depth = 0;
        while (i-- > 0) {
            if (is_symbol(i, ")")) ++depth;
            if (is_symbol(i, "(") && depth-- == 0) return behind_paren(i);
            if (depth > 0 || tokens_[i].kind != TokenKind::word) continue;
            const std::string word = lower_ascii(tokens_[i].text);
            if (word == "from" || word == "join") return SqlPlace::table;
            if (word == "with" || word == "values") return SqlPlace::nothing;
            if (word == "select" || word == "by" || word == "set" || word == "on" ||
                word == "where" || word == "returning" || word == "having")
                return SqlPlace::column;
        }
        return SqlPlace::column;
    }
};

}

SqlPlace sql_place(SqlTokens before) {
    return PlaceFinder(before).find();
}

}
