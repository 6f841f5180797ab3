#include "libagent/checks/join_reach.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace askdb::checks {
namespace {

using database::Table;

bool is_foreign_key(const Table& table, const std::string& column) {
    return std::any_of(table.foreign_keys.begin(), table.foreign_keys.end(), [&](const auto& key) {
        return std::any_of(key.columns.begin(), key.columns.end(), [&](const std::string& name) {
            return equal_ignoring_case(name, column);
        });
    });
}

bool is_in_key(const Relation& relation, const std::string& column) {
    return std::any_of(relation.keys.begin(), relation.keys.end(), [&](const auto& key) {
        return std::find(key.begin(), key.end(), column) != key.end();
    });
}

class Reach {
  public:
    Reach(const ReachInput& input, Known known)
        : input_(input), scope_(input.scope), known_(std::move(known)) {}

    std::vector<Multiplier> run() {
        while (true) {
            known_.complete();
            std::optional<Multiplier> next = nearest();
            if (!next) return std::move(found_);
            known_.add_item(next->item);
            const Relation& relation = scope_.relations[next->item];
            const bool is_unread = scope_.undecided[next->item] || relation.is_open;
            if (is_unread) continue;
            judge(*next);
        }
    }

  private:
    /// The member that is not bound, one with a link to what is known first.
    std::optional<Multiplier> nearest() const {
        std::optional<Multiplier> unlinked;
        for (std::size_t item = 0; item < scope_.relations.size(); ++item) {
            if (known_.has_item(item)) continue;
            Multiplier candidate{.item = item};
            add_links(candidate);
            if (!candidate.links.empty()) return candidate;
            if (!unlinked) unlinked = std::move(candidate);
        }
        return unlinked;
    }

    void add_links(Multiplier& candidate) const {
        for (const ScopeBinding& binding : scope_.bindings) {
            if (binding.column.item != candidate.item || binding.by.empty()) continue;
            if (!known_.has_all(binding.by) || !known_.has(binding.column)) continue;
            const std::string& name = binding.column.name;
            if (std::find(candidate.links.begin(), candidate.links.end(), name) !=
                candidate.links.end())
                continue;
            candidate.links.push_back(name);
            if (candidate.via != npos || binding.by.size() != 1) continue;
            candidate.via = binding.by.front().item;
            candidate.via_column = binding.by.front().name;
        }
    }

    void judge(Multiplier& multiplier) {
        multiplier.probe = probe_of(multiplier);
        const auto answer = input_.answers.find(multiplier.probe.sql);
        const Multiplicity told =
            answer == input_.answers.end() ? Multiplicity::unknown : answer->second;
        if (told == Multiplicity::one) return;
        multiplier.is_proven = told == Multiplicity::many;
        multiplier.is_many = multiplier.is_proven || is_many_by_keys(multiplier);
        found_.push_back(std::move(multiplier));
    }

    bool is_many_by_keys(const Multiplier& multiplier) const {
        const Relation& relation = scope_.relations[multiplier.item];
        if (multiplier.links.empty()) return false;
        return std::any_of(multiplier.links.begin(), multiplier.links.end(),
                           [&](const std::string& link) {
                               if (is_in_key(relation, link))
                                   return true;  // A part of it, or it would be bound.
                               const RelationColumn* const column = relation.find(link);
                               return column != nullptr && column->column != nullptr &&
                                      is_foreign_key(*column->table, column->column->name);
                           });
    }

    /// Several rows with the same values in the columns that are compared, under the conditions on
    /// this member alone.
    Probe probe_of(const Multiplier& multiplier) const {
        const Relation& relation = scope_.relations[multiplier.item];
        if (relation.table == nullptr) return {};
        const FromItem& item = scope_.select->from[multiplier.item];
        const database::Dialect& dialect = input_.dialect;
        // As the statement says it: conditions of the statement stand in the probe.
        const std::string& alias = item.written_alias;
        std::vector<std::string> columns, conditions;
        for (const std::string& link : multiplier.links) {
            const RelationColumn* const column = relation.find(link);
            if (column == nullptr) return {};  // SQLite's rowid
            columns.push_back(alias + "." + database::quoted(dialect, column->column->name));
            conditions.push_back(columns.back() + " IS NOT NULL");
        }
        for (const std::string& filter : scope_.filters[multiplier.item])
            conditions.push_back("(" + filter + ")");
        Probe probe{.sql = "SELECT 1 FROM " + item.written_table};
        if (item.is_renamed) probe.sql += " " + alias;
        if (!conditions.empty()) probe.sql += " WHERE " + join(conditions, " AND ");
        if (columns.empty()) probe.many_rows = 2;
        if (!columns.empty())
            probe.sql += " GROUP BY " + join(columns, ", ") + " HAVING COUNT(*) > 1";
        if (dialect.first_rows == " LIMIT {}") probe.sql += " LIMIT 2";
        return probe;
    }

    const ReachInput& input_;
    const Scope& scope_;
    Known known_;
    std::vector<Multiplier> found_;
};

}

std::vector<Multiplier> multipliers_of(const ReachInput& input, Known known) {
    return Reach(input, std::move(known)).run();
}

}
