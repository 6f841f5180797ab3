#include "libagent/database/guard_tables.h"

#include "libagent/base/text.h"
#include "libagent/database/guard_names.h"

#include <vector>

namespace askdb::database {
namespace {

// After each of these a table comes, and after a comma behind it another one.
constexpr std::string_view table_words[] = {"from", "join",     "pivot", "unpivot", "table",
                                            "desc", "describe", "show",  "using"};
constexpr std::string_view clause_words[] = {"select", "where",   "group",     "order",  "having",
                                             "limit",  "union",   "intersect", "except", "on",
                                             "window", "qualify", "values",    "set"};
constexpr std::string_view query_words[] = {"select", "with", "from", "values", "table"};

/// What is open at one level of parentheses.
struct OpenLevel {
    bool is_query = true;  ///< Not the arguments of a call: TRIM('x' FROM y) names no table.
    bool in_tables = false;
};

bool could_be_file(const SqlToken& token) {
    if (token.kind == TokenKind::string) return true;
    return token.kind == TokenKind::quoted_name &&
           token.text.find_first_of("/\\:.*?") != std::string_view::npos;
}

/// Follows the levels and clauses of one statement.
class TableFinder {
  public:
    explicit TableFinder(SqlTokens tokens) : tokens_(tokens) {}

    bool finds_file() {
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (is_table_place(i) && could_be_file(tokens_[i])) return true;
            follow(i);
        }
        return false;
    }

  private:
    bool is_table_place(std::size_t i) const {
        if (i == 0 || !levels_.back().in_tables) return false;
        const SqlToken& before = tokens_[i - 1];
        return before.is_symbol(",") || before.is_symbol("(") || before.is_symbol(".") ||
               among(table_words, lower_ascii(before.text));
    }

    void follow(std::size_t i) {
        const SqlToken& token = tokens_[i];
        if (token.is_symbol("(")) return open(i);
        if (token.is_symbol(")")) {
            if (levels_.size() > 1) levels_.pop_back();
            return;
        }
        if (token.kind != TokenKind::word) return;
        const std::string word = lower_ascii(token.text);
        const bool is_comparison = word == "from" && i > 0 && tokens_[i - 1].is("distinct");
        if (word == "select") levels_.back().is_query = true;
        if (among(table_words, word) && levels_.back().is_query && !is_comparison) {
            levels_.back().in_tables = true;
        }
        if (among(clause_words, word)) levels_.back().in_tables = false;
    }

    void open(std::size_t i) {
        const bool holds_query = i + 1 < tokens_.size() && tokens_[i + 1].kind == TokenKind::word &&
                                 among(query_words, lower_ascii(tokens_[i + 1].text));
        // `FROM ('x.csv')` and `JOIN (a CROSS JOIN 'x.csv')`, but neither `f(…)` nor `IN (…)`.
        const bool groups_tables = is_table_place(i);
        levels_.push_back(
            {.is_query = holds_query || groups_tables, .in_tables = groups_tables && !holds_query});
    }

    SqlTokens tokens_;
    std::vector<OpenLevel> levels_{OpenLevel{}};
};

}

std::optional<Error> judge_tables(SqlTokens tokens) {
    if (!TableFinder(tokens).finds_file()) return std::nullopt;
    return not_allowed("a file or an address as a table");
}

}
