#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace askdb::database {

/// What the guard must know of a PostgreSQL parse tree.
struct PostgresTree {
    /// Node names of the statements, in order: "SelectStmt".
    std::vector<std::string> statements;
    /// Node names of all statements inside of those: in WITH, behind EXPLAIN, subqueries.
    std::set<std::string> inner_statements;
    /// The functions that are called, each once: its schema first, its name last.
    std::set<std::vector<std::string>> functions;
    bool has_into = false;     ///< SELECT … INTO
    bool has_locking = false;  ///< FOR UPDATE and its kin
    bool analyzes = false;     ///< EXPLAIN (ANALYZE …) that is not plainly switched off
};

/// Reads a tree as libpg_query writes it: JSON without blanks, each node an object under its type's
/// name. Linear, without recursion; a text of another form gives some tree or none, never harm.
PostgresTree read_postgres_tree(std::string_view json);

}
