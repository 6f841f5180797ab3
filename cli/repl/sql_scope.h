#pragma once

#include "cli/repl/completion_sources.h"
#include "libagent/database/sql_tokens.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {

/// A table that a part of a statement may speak of.
struct ScopedTable {
    std::string name;  ///< As its columns may be qualified, as the statement spells it.
    std::vector<std::string> columns = {};
};

/// Which tables the parts of one statement speak of: those of FROM, JOIN, UPDATE and INTO, also
/// behind the place that is asked about, of its own query and those around it; subqueries and
/// common table expressions with the columns that they give. For statements that are not finished:
/// what is not understood has no columns. Borrows all that it gets.
class SqlScope {
  public:
    /// `statement`: its tokens without comments.
    SqlScope(database::SqlTokens statement, const CompletionSources& sources);

    /// At the token of that index: the innermost query's first.
    std::vector<ScopedTable> tables_at(std::size_t token) const;
    /// The common table expressions of the statement, in their order.
    std::vector<std::string> common_tables() const;
    /// Of a table as a statement names it, one behind INTO for example.
    std::vector<std::string> columns_of(std::string_view schema, std::string_view table) const;

  private:
    /// A table, or a subquery, in a query.
    struct Item {
        std::string schema = {};
        std::string table = {};  ///< Empty for a subquery.
        std::string alias = {};  ///< Empty: none.
        std::size_t paren = 0;   ///< The index of a subquery's `(`.
    };
    /// One query, subqueries apart. Those that UNION joins are two.
    struct Query {
        std::size_t parent = none;  ///< Whose tables it sees, too.
        std::vector<Item> items = {};
    };
    struct CommonTable {
        std::string name;
        std::vector<std::string> columns = {};  ///< Those that it names itself.
        std::size_t paren = 0;                  ///< The index of its body's `(`.
    };
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    bool is(std::size_t i, std::string_view word) const;
    bool is_symbol(std::size_t i, std::string_view symbol) const;
    bool is_name(std::size_t i) const;
    std::string spelled(std::size_t i) const;

    void find_pairs();
    void find_common_tables();
    /// A query, or merely a parenthesis in one.
    struct Level {
        std::size_t query = 0;
        bool is_query = false;
        bool is_in_from = false;
    };
    void find_queries();
    Level level_behind(std::size_t paren, const Level& around);
    void read_clause(std::size_t i, Level& level);
    void read_item(std::size_t i, Query& query) const;
    bool begins_query(std::size_t i) const;
    bool sees_nothing_around(std::size_t paren) const;
    std::vector<std::string> columns_of_item(const Item& item) const;
    const std::vector<std::string>& columns_of_query(std::size_t paren) const;
    std::vector<std::string> read_output(std::size_t paren) const;
    void add_output(std::size_t begin, std::size_t end, std::vector<std::string>& columns) const;

    database::SqlTokens tokens_;
    const CompletionSources& sources_;
    std::vector<std::size_t> pairs_;     ///< Of each `(` its `)`, or the number of tokens.
    std::vector<std::size_t> query_of_;  ///< Of each token, and of the end.
    std::vector<Query> queries_;
    std::vector<CommonTable> common_;
    /// Of subqueries by their `(`: each is looked at once, also one that names itself.
    mutable std::map<std::size_t, std::vector<std::string>> outputs_;
};

}
