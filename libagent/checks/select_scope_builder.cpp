#include "libagent/base/text.h"
#include "libagent/checks/select_scope.h"

#include <algorithm>
#include <utility>

namespace askdb::checks {
namespace {

using database::Catalog;
using database::Table;

std::vector<std::string> lowered(const std::vector<std::string>& names) {
    std::vector<std::string> out;
    for (const std::string& name : names) out.push_back(lower_ascii(name));
    return out;
}

/// What declared foreign keys point at is unique, whether it is the primary key or not.
std::vector<std::vector<std::string>> keys_of(const Table& table, const Catalog& catalog) {
    std::vector<std::vector<std::string>> keys;
    if (!table.primary_key.empty()) keys.push_back(lowered(table.primary_key));
    for (const Table& other : catalog.tables) {
        for (const database::ForeignKey& key : other.foreign_keys) {
            if (key.inferred || key.referenced.empty()) continue;
            if (catalog.find_table(key.table) != &table) continue;
            keys.push_back(lowered(key.referenced));
        }
    }
    return keys;
}

Relation relation_of(const Table& table, const Catalog& catalog) {
    Relation relation{.keys = keys_of(table, catalog), .table = &table};
    for (const database::Column& column : table.columns)
        relation.columns.push_back({lower_ascii(column.name), &table, &column});
    return relation;
}

class ScopeBuilder {
  public:
    ScopeBuilder(const StatementShape& statement, const Catalog& catalog)
        : statement_(statement),
          catalog_(catalog),
          scopes_(statement.selects.size()),
          states_(statement.selects.size(), State::fresh) {}

    std::vector<Scope> build() {
        for (std::size_t select = 0; select < scopes_.size(); ++select) visit(select);
        return std::move(scopes_);
    }

  private:
    enum class State { fresh, open, done };

    /// False: it is being built, a query that reads itself.
    bool visit(std::size_t select) {
        if (states_[select] != State::fresh) return states_[select] == State::done;
        states_[select] = State::open;
        Scope& scope = scopes_[select];
        scope.select = &statement_.selects[select];
        for (const FromItem& item : scope.select->from) scope.relations.push_back(member(item));
        scope.undecided.resize(scope.relations.size());
        scope.filters.resize(scope.relations.size());
        add_using(scope);
        for (const Condition& condition : scope.select->conditions) add_condition(condition, scope);
        states_[select] = State::done;
        return true;
    }

    Relation member(const FromItem& item) {
        Relation relation{.is_open = true};
        if (item.unit != npos && visit(item.unit)) {
            relation = unit_relation(scopes_[item.unit]);
        } else if (!item.table.empty()) {
            const Table* const table = catalog_.find_table(item.schema, item.table);
            if (table != nullptr) relation = relation_of(*table, catalog_);
        }
        relation.label = item.alias;
        if (relation.table != nullptr) {
            relation.label = relation.table->name;
            if (!equal_ignoring_case(item.alias, relation.table->name))
                relation.label += " " + item.alias;
        }
        return relation;
    }

    static void add_using(Scope& scope) {
        for (const UsingColumn& column : scope.select->using_columns) {
            for (std::size_t left = 0; left < column.item; ++left) {
                if (scope.relations[left].find(column.name) == nullptr) continue;
                const ColumnId a{left, column.name}, b{column.item, column.name};
                scope.bindings.push_back({a, {b}});
                scope.bindings.push_back({b, {a}});
            }
        }
    }

    static void add_condition(const Condition& condition, Scope& scope) {
        std::set<std::size_t> items;
        bool is_clear = true;
        for (const NameRef& name : condition.refs) {
            const Scope::Found found = scope.resolve(name);
            if (found.place == Scope::Place::own) items.insert(found.column.item);
            is_clear &= found.place == Scope::Place::own || found.place == Scope::Place::none;
        }
        const bool is_choosing =
            condition.may_choose && (condition.has_subquery || items.size() > 1 || !is_clear);
        if (is_choosing) {
            for (const std::size_t item : items) scope.undecided[item] = true;
        }
        if (condition.must_be_null) add_null_test(*condition.must_be_null, scope);
        if (is_clear && items.size() == 1 && !condition.has_subquery)
            scope.filters[*items.begin()].push_back(condition.text);
        for (const Binding& binding : condition.bindings) add_binding(binding, scope);
    }

    /// What is never NULL in its table is so where LEFT JOIN found nothing: no row is left to
    /// multiply another.
    static void add_null_test(const NameRef& name, Scope& scope) {
        const Scope::Found found = scope.resolve(name);
        if (found.place != Scope::Place::own) return;
        const RelationColumn* const column =
            scope.relations[found.column.item].find(found.column.name);
        if (column == nullptr || column->column == nullptr) return;
        const auto& key = column->table->primary_key;
        const bool is_key = std::any_of(key.begin(), key.end(), [&](const std::string& part) {
            return equal_ignoring_case(part, column->name);
        });
        const bool is_link = std::any_of(
            scope.bindings.begin(), scope.bindings.end(), [&](const ScopeBinding& binding) {
                return binding.column == found.column && !binding.by.empty();
            });
        if (is_key || is_link || !column->column->nullable)
            scope.undecided[found.column.item] = true;
    }

    static void add_binding(const Binding& binding, Scope& scope) {
        const Scope::Found target = scope.resolve(binding.column);
        if (target.place != Scope::Place::own) return;
        ScopeBinding resolved{.column = target.column};
        for (const NameRef& name : binding.by) {
            const Scope::Found found = scope.resolve(name);
            if (found.place == Scope::Place::own) resolved.by.push_back(found.column);
            if (found.place != Scope::Place::unclear) continue;
            scope.undecided[target.column.item] = true;
            return;
        }
        scope.bindings.push_back(std::move(resolved));
    }

    /// What a subquery gives to the SELECT around it.
    static Relation unit_relation(const Scope& scope) {
        const SelectShape& select = *scope.select;
        Relation relation;
        std::vector<std::optional<ColumnId>> sources;
        for (const SelectItem& item : select.items) {
            if (item.is_star) {
                add_star(item, scope, relation, sources);
                continue;
            }
            RelationColumn column{.name = item.name};
            std::optional<ColumnId> source;
            if (item.column) {
                const Scope::Found found = scope.resolve(*item.column);
                if (found.place == Scope::Place::own) source = found.column;
            }
            if (source) {
                const RelationColumn* const inner =
                    scope.relations[source->item].find(source->name);
                if (inner != nullptr) column = {item.name, inner->table, inner->column};
            }
            relation.columns.push_back(std::move(column));
            sources.push_back(std::move(source));
        }
        relation.is_open |= !select.is_read || select.items.empty();
        if (!select.is_set && select.is_read) add_keys(scope, sources, relation);
        return relation;
    }

    static void add_star(const SelectItem& item, const Scope& scope, Relation& relation,
                         std::vector<std::optional<ColumnId>>& sources) {
        for (std::size_t i = 0; i < scope.relations.size(); ++i) {
            if (!item.qualifier.empty() && scope.select->from[i].alias != item.qualifier) continue;
            relation.is_open |= scope.relations[i].is_open;
            for (const RelationColumn& column : scope.relations[i].columns) {
                relation.columns.push_back(column);
                sources.push_back(ColumnId{i, column.name});
            }
        }
    }

    static void add_keys(const Scope& scope, const std::vector<std::optional<ColumnId>>& sources,
                         Relation& relation) {
        const SelectShape& select = *scope.select;
        const bool is_total = select.is_aggregated() && !select.is_grouped;
        if (select.is_one_row || is_total) {
            relation.keys.push_back({});
            return;
        }
        if (select.is_grouped) {
            add_group_key(scope, sources, relation);
            return;
        }
        if (select.is_distinct && !relation.is_open) {
            relation.keys.emplace_back();
            for (const RelationColumn& column : relation.columns)
                relation.keys.back().push_back(column.name);
        }
        for (std::size_t item = 0; item < scope.relations.size(); ++item) {
            Known known(scope);
            known.add_item(item);
            known.complete();
            bool is_single = true;
            for (std::size_t other = 0; other < scope.relations.size(); ++other)
                is_single &= known.has_item(other);
            if (!is_single) continue;
            for (const auto& key : scope.relations[item].keys) {
                std::vector<ColumnId> columns;
                for (const std::string& name : key) columns.push_back({item, name});
                add_key(columns, sources, relation);
            }
        }
        add_number_keys(scope, sources, relation);
    }

    /// The columns under their new names, if all of them are given.
    static std::optional<std::vector<std::string>> renamed(
        const std::vector<ColumnId>& columns, const std::vector<std::optional<ColumnId>>& sources,
        const Relation& relation) {
        std::vector<std::string> names;
        for (const ColumnId& column : columns) {
            const auto found = std::find(sources.begin(), sources.end(), column);
            if (found == sources.end()) return {};
            names.push_back(
                relation.columns[static_cast<std::size_t>(found - sources.begin())].name);
        }
        return names;
    }

    static void add_key(const std::vector<ColumnId>& columns,
                        const std::vector<std::optional<ColumnId>>& sources, Relation& relation) {
        if (auto names = renamed(columns, sources, relation))
            relation.keys.push_back(std::move(*names));
    }

    static void add_group_key(const Scope& scope,
                              const std::vector<std::optional<ColumnId>>& sources,
                              Relation& relation) {
        const SelectShape& select = *scope.select;
        relation.is_grouped = true;
        std::vector<ColumnId> columns;
        for (const NameRef& name : select.group_by) {
            const Scope::Found found = scope.resolve(name);
            if (found.place == Scope::Place::own) columns.push_back(found.column);
        }
        auto names = renamed(columns, sources, relation);
        if (!names) return;
        if (select.groups_by_more || columns.size() < select.group_by.size()) {
            // Then the computed ones are among what is given.
            for (const SelectItem& item : select.items) {
                if (!item.is_aggregate && !item.name.empty()) names->push_back(item.name);
            }
        }
        relation.keys.push_back(std::move(*names));
    }

    /// The first of each partition: `WHERE rn = 1` outside leaves one row for it.
    static void add_number_keys(const Scope& scope,
                                const std::vector<std::optional<ColumnId>>& sources,
                                Relation& relation) {
        for (const SelectItem& item : scope.select->items) {
            if (!item.numbers_within || item.name.empty()) continue;
            std::vector<ColumnId> columns;
            for (const NameRef& name : *item.numbers_within) {
                const Scope::Found found = scope.resolve(name);
                if (found.place == Scope::Place::own) columns.push_back(found.column);
            }
            if (columns.size() < item.numbers_within->size()) continue;
            auto names = renamed(columns, sources, relation);
            if (!names) continue;
            names->push_back(item.name);
            relation.keys.push_back(std::move(*names));
        }
    }

    const StatementShape& statement_;
    const Catalog& catalog_;
    std::vector<Scope> scopes_;
    std::vector<State> states_;
};

}

std::vector<Scope> scopes_of(const StatementShape& statement, const database::Catalog& catalog) {
    return ScopeBuilder(statement, catalog).build();
}

}
