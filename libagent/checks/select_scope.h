#pragma once

#include "libagent/checks/select_reader.h"
#include "libagent/database/catalog.h"

#include <compare>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace askdb::checks {

/// A column of one member of FROM, by its name in lower case.
struct ColumnId {
    std::size_t item = 0;
    std::string name = {};

    auto operator<=>(const ColumnId&) const = default;
};

/// A column that a member of FROM gives, and where its values are kept when it is one as it is.
struct RelationColumn {
    std::string name = {};                     ///< In lower case.
    const database::Table* table = nullptr;    ///< nullptr: it is computed, or not known.
    const database::Column* column = nullptr;  ///< Of `table`.
};

/// What is known of the rows of one member of FROM.
struct Relation {
    std::string label = {};  ///< How to speak of it: "orders", "orders o2".
    std::vector<RelationColumn> columns = {};
    bool is_open = false;  ///< May have columns that are not in `columns`.
    /// Names of columns that are unique together; one without names: there is one row at most.
    std::vector<std::vector<std::string>> keys = {};
    const database::Table* table = nullptr;  ///< When it is one as it is.
    bool is_grouped = false;                 ///< A subquery whose keys are those of its GROUP BY.

    const RelationColumn* find(const std::string& name) const;
};

struct ScopeBinding {
    ColumnId column = {};
    std::vector<ColumnId> by = {};  ///< Empty: a constant.
};

/// One SELECT with what its names mean. Borrows the statement and the catalog.
struct Scope {
    const SelectShape* select = nullptr;
    std::vector<Relation> relations = {};  ///< As SelectShape::from.
    std::vector<ScopeBinding> bindings = {};
    std::vector<bool> undecided = {};  ///< By member: conditions on it are not understood.
    std::vector<std::vector<std::string>> filters = {};  ///< By member: conditions on it alone.

    enum class Place { own, outer, none, unclear };
    struct Found {
        Place place = Place::none;
        ColumnId column = {};  ///< Of `own`.
    };
    /// `outer`: its qualifier is none of this SELECT; `none`: no member has such a column.
    Found resolve(const NameRef& name) const;
};

/// Columns, and whole members, that have one value for what was chosen.
class Known {
  public:
    explicit Known(const Scope& scope) : scope_(scope), items_(scope.relations.size()) {}

    void add(const ColumnId& column) { columns_.insert(column); }
    void add_item(std::size_t item) { items_[item] = true; }
    bool has(const ColumnId& column) const {
        return items_[column.item] || columns_.contains(column);
    }
    bool has_item(std::size_t item) const { return items_[item]; }
    bool has_all(const std::vector<ColumnId>& columns) const;
    /// Adds all that follows by equalities and keys.
    void complete();

  private:
    bool take_bindings();
    bool take_keys();

    const Scope& scope_;
    std::vector<bool> items_;
    std::set<ColumnId> columns_;
};

/// The scopes of all SELECTs of one statement, as StatementShape::selects. Pure. The catalog and
/// the statement must outlive them.
std::vector<Scope> scopes_of(const StatementShape& statement, const database::Catalog& catalog);

/// Where the values of a column live, for a name as that SELECT sees it: also through subqueries,
/// and from the SELECTs around it. Nothing when it is computed, unclear or not known.
std::optional<RelationColumn> origin_of(const StatementShape& statement,
                                        const std::vector<Scope>& scopes, std::size_t select,
                                        const NameRef& name);

}
