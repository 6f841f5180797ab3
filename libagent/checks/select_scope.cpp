#include "libagent/checks/select_scope.h"

#include <algorithm>

namespace askdb::checks {

const RelationColumn* Relation::find(const std::string& name) const {
    for (const RelationColumn& column : columns) {
        if (column.name == name) return &column;
    }
    return nullptr;
}

Scope::Found Scope::resolve(const NameRef& name) const {
    if (!name.qualifier.empty()) {
        for (std::size_t i = 0; i < select->from.size(); ++i) {
            if (select->from[i].alias == name.qualifier) return {Place::own, {i, name.name}};
        }
        return {Place::outer, {}};
    }
    Found found;
    bool any_open = false;
    for (std::size_t i = 0; i < relations.size(); ++i) {
        any_open |= relations[i].is_open;
        if (relations[i].find(name.name) == nullptr) continue;
        if (found.place == Place::none) {
            found = {Place::own, {i, name.name}};
            continue;
        }
        const bool is_shared =
            std::any_of(select->using_columns.begin(), select->using_columns.end(),
                        [&](const UsingColumn& column) { return column.name == name.name; });
        if (!is_shared) return {Place::unclear, {}};
    }
    if (found.place == Place::own || !any_open) return found;
    if (relations.size() == 1) return {Place::own, {0, name.name}};
    return {Place::unclear, {}};
}

bool Known::has_all(const std::vector<ColumnId>& columns) const {
    return std::all_of(columns.begin(), columns.end(),
                       [this](const ColumnId& column) { return has(column); });
}

bool Known::take_bindings() {
    bool is_more = false;
    for (const ScopeBinding& binding : scope_.bindings) {
        if (has(binding.column) || !has_all(binding.by)) continue;
        add(binding.column);
        is_more = true;
    }
    return is_more;
}

bool Known::take_keys() {
    bool is_more = false;
    for (std::size_t item = 0; item < items_.size(); ++item) {
        if (items_[item]) continue;
        const auto& keys = scope_.relations[item].keys;
        items_[item] = std::any_of(keys.begin(), keys.end(), [&](const auto& key) {
            return std::all_of(key.begin(), key.end(), [&](const std::string& name) {
                return columns_.contains({item, name});
            });
        });
        is_more |= items_[item];
    }
    return is_more;
}

void Known::complete() {
    bool is_more = true;
    while (is_more) {
        is_more = take_bindings();
        is_more |= take_keys();
    }
}

std::optional<RelationColumn> origin_of(const StatementShape& statement,
                                        const std::vector<Scope>& scopes, std::size_t select,
                                        const NameRef& name) {
    while (select != npos) {
        const Scope::Found found = scopes[select].resolve(name);
        if (found.place == Scope::Place::unclear) return {};
        if (found.place == Scope::Place::own) {
            const RelationColumn* const column =
                scopes[select].relations[found.column.item].find(found.column.name);
            if (column == nullptr || column->column == nullptr) return {};
            return *column;
        }
        select = statement.selects[select].parent;
    }
    return {};
}

}
