#pragma once

#include "libagent/models/offline/join_path.h"
#include "libagent/models/offline/linker.h"
#include "libagent/models/offline/query_tree.h"

#include <optional>
#include <string>
#include <vector>

namespace askdb::models::offline {

/// The joined tables of one query under construction: the subject and all that hangs on it.
class Sources {
  public:
    /// Nothing, with `why`, when a table cannot be reached or by two ways.
    static std::optional<Sources> join(const JoinGraph& graph, const database::Table& subject,
                                       const std::vector<const database::Table*>& tables,
                                       std::string& why);

    const database::Table& subject() const { return *tables_.front(); }
    double cost() const { return tree_.cost; }
    const std::vector<const database::Table*>& tables() const { return tables_; }
    const JoinTree& tree() const { return tree_; }

    /// Where `table` stands among the sources of the query.
    std::size_t index_of(const database::Table& table) const;
    ColumnRef ref(const database::Table& table, const database::Column& column) const;
    ColumnRef ref(const Link& link) const { return ref(*link.table, *link.column); }

    /// A row of the subject may meet several rows of `table`.
    bool multiplies(const database::Table& table) const;
    /// A row of the subject may meet no row of `table`.
    bool may_miss(const database::Table& table) const;
    /// A row of the subject may meet several rows of any of the tables.
    bool multiplies() const;
    /// Steps that multiply, and are not on the way to `table`.
    bool multiplies_beside(const database::Table& table) const;
    /// Several rows of the subject's side meet one of `table`, or it is reached through such a one.
    bool goes_down_only(const database::Table& table) const;

    /// Puts the tables and joins into the query; `outer` keeps rows of the subject without partner.
    void write(Query& query, bool outer) const;

  private:
    std::vector<const JoinStep*> path(const database::Table& table) const;

    JoinTree tree_;
    std::vector<const database::Table*> tables_;
};

/// The primary key of a table, when it has exactly one column.
const database::Column* key_column(const database::Table& table);

/// What stands for a row of the table in an answer: its name; or its key and title; or its few
/// columns. Never empty for a table with columns.
std::vector<const database::Column*> row_columns(const database::Table& table);

}
