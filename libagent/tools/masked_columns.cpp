#include "libagent/tools/masked_columns.h"

#include "libagent/base/text.h"
#include "libagent/checks/select_scope.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace askdb::tools {
namespace {

using checks::FromItem;
using checks::RelationColumn;
using checks::SelectShape;
using checks::StatementShape;
using database::TokenKind;

/// One statement on its way; used once.
class MaskReader {
  public:
    explicit MaskReader(const MaskedStatement& statement)
        : statement_(statement), tokens_(database::sql_tokens(statement.sql, statement.dialect)) {
        std::erase_if(tokens_, [](const auto& token) { return token.kind == TokenKind::comment; });
        for (const database::Table& table : statement.catalog.tables) {
            const bool has_masked = std::any_of(
                table.columns.begin(), table.columns.end(),
                [&](const database::Column& column) { return statement.masked.contains(&column); });
            if (has_masked) masked_tables_.insert(lower_ascii(table.name));
        }
        for (const database::Column* column : statement.masked)
            masked_names_.insert(lower_ascii(column->name));
    }

    std::vector<bool> run() {
        std::vector<bool> masked(statement_.columns.size());
        for (std::size_t i = 0; i < masked.size(); ++i)
            masked[i] = statement_.rule.masks_name(statement_.columns[i].name);
        const auto shape = checks::read_select(statement_.sql, statement_.dialect);
        const bool reads_tables = names_any(masked_tables_);
        const bool reads_columns = names_any(masked_names_) || names_unknown_masked();
        const bool reads_anything =
            is_broken() || reads_values_of_all() || (shape && reads_unknown_tables(*shape));
        if (!reads_tables && !reads_columns && !reads_anything) return masked;
        const bool is_seen = shape && !reads_columns && !reads_anything;
        if (is_seen && !may_read_rows(*shape)) return masked;
        const std::vector<bool> other = shape ? certain_others(*shape) : std::vector<bool>();
        for (std::size_t i = 0; i < masked.size(); ++i) masked[i] = i >= other.size() || !other[i];
        return masked;
    }

  private:
    bool names_any(const std::set<std::string>& names) const {
        return std::any_of(tokens_.begin(), tokens_.end(),
                           [&](const auto& token) { return names.contains(name_in(token)); });
    }

    /// What masks name may be where the catalog does not look: another schema, a new column.
    bool names_unknown_masked() const {
        return std::any_of(tokens_.begin(), tokens_.end(), [&](const auto& token) {
            const std::string name = name_in(token);
            return !name.empty() &&
                   (statement_.rule.masks_name(name) || statement_.rule.masks_table_name(name));
        });
    }

    /// What is told there of tables is no value of them, but for what reads_values_of_all() names.
    static bool is_about_tables(const FromItem& item) {
        return item.schema == "information_schema" || item.table == "sqlite_master" ||
               item.table == "sqlite_schema";
    }

    bool reads_unknown_tables(const StatementShape& shape) const {
        const auto is_unknown = [&](const FromItem& item) {
            return !item.table.empty() && !is_about_tables(item) &&
                   statement_.catalog.find_table(item.schema, item.table) == nullptr;
        };
        return std::any_of(
            shape.selects.begin(), shape.selects.end(), [&](const SelectShape& select) {
                return std::any_of(select.from.begin(), select.from.end(), is_unknown);
            });
    }

    /// Names that are spelled by numbers may be any.
    bool is_broken() const {
        const std::string lower = lower_ascii(statement_.sql);
        return lower.find("u&\"") != std::string::npos || lower.find("u&'") != std::string::npos ||
               std::any_of(tokens_.begin(), tokens_.end(),
                           [](const auto& token) { return token.kind == TokenKind::bad; });
    }

    /// What databases keep about their tables and statements has values of columns in it.
    bool reads_values_of_all() const {
        static constexpr std::string_view kept[] = {
            "pg_stat",     "sqlite_stat", "column_stat", "performance_schema", "processlist",
            "general_log", "slow_log",    "dm_exec_",    "events_statements",  "innodb_"};
        return std::any_of(tokens_.begin(), tokens_.end(), [](const auto& token) {
            const std::string name = name_in(token);
            return std::any_of(std::begin(kept), std::end(kept), [&](std::string_view beginning) {
                return name.starts_with(beginning);
            });
        });
    }

    /// Whether it may read columns without naming them: stars, whole rows, renamed columns, and
    /// whatever is not understood.
    bool may_read_rows(const StatementShape& shape) const {
        std::map<std::string, std::size_t> named;  // How often FROM alone names it.
        for (const SelectShape& select : shape.selects) {
            if (!select.is_read) return true;
            for (const checks::SelectItem& item : select.items) {
                if (item.is_star) return true;
            }
            for (const FromItem& item : select.from) {
                if (item.table.empty() && item.unit == checks::npos) return true;
                if (!masked_tables_.contains(item.table)) continue;
                ++named[item.table];
                if (!item.alias.empty() && item.alias != item.table) ++named[item.alias];
            }
        }
        for (std::size_t i = 0; i < tokens_.size(); ++i) {
            if (i > 0 && tokens_[i].is_symbol("*") && tokens_[i - 1].is_symbol(".")) return true;
            const auto of = named.find(name_in(tokens_[i]));
            if (of == named.end()) continue;
            const bool is_qualifier = i + 1 < tokens_.size() && tokens_[i + 1].is_symbol(".");
            const bool is_called = i + 1 < tokens_.size() && tokens_[i + 1].is_symbol("(");
            if (is_called) return true;
            if (is_qualifier) continue;
            if (of->second == 0) return true;
            --of->second;
        }
        return false;
    }

    bool is_other(const std::optional<RelationColumn>& origin) const {
        return origin && origin->table != nullptr && origin->column != nullptr &&
               !statement_.masked.contains(origin->column);
    }

    /// Whether some name may be a CTE of the statement, and not what the reader takes it for: some
    /// databases let one be used before it is written.
    static bool has_hidden_ctes(const StatementShape& shape) {
        const std::set<std::string> names(shape.ctes.begin(), shape.ctes.end());
        if (names.size() < shape.ctes.size()) return true;
        const auto is_hidden = [&](const FromItem& item) {
            return item.schema.empty() && names.contains(item.table);
        };
        return std::any_of(
            shape.selects.begin(), shape.selects.end(), [&](const SelectShape& select) {
                return std::any_of(select.from.begin(), select.from.end(), is_hidden);
            });
    }

    /// Whether each name in it means what the scope says: all columns are known, no two members are
    /// called alike, and what USING makes one of two columns is of one kind.
    bool is_certain(const checks::Scope& scope) const {
        std::set<std::string> aliases;
        for (std::size_t i = 0; i < scope.relations.size(); ++i) {
            if (scope.relations[i].is_open) return false;
            if (!aliases.insert(scope.select->from[i].alias).second) return false;
        }
        const auto is_hiding = [&](const checks::UsingColumn& column) {
            return std::any_of(scope.relations.begin(), scope.relations.end(),
                               [&](const checks::Relation& relation) {
                                   const auto* const side = relation.find(column.name);
                                   return side != nullptr && !is_other(*side);
                               });
        };
        return std::none_of(scope.select->using_columns.begin(), scope.select->using_columns.end(),
                            is_hiding);
    }

    /// By column of the result: whether it is, as it is, a column that no mask covers. Empty when
    /// it is not clear which part of the statement gives which column.
    std::vector<bool> certain_others(const StatementShape& shape) const {
        const bool is_clear =
            std::all_of(shape.selects.begin(), shape.selects.end(),
                        [](const SelectShape& select) { return select.is_read && !select.is_set; });
        if (!is_clear || has_hidden_ctes(shape)) return {};
        const std::vector<checks::Scope> scopes = checks::scopes_of(shape, statement_.catalog);
        if (!std::all_of(scopes.begin(), scopes.end(),
                         [this](const checks::Scope& scope) { return is_certain(scope); }))
            return {};
        std::vector<bool> others;
        for (const checks::SelectItem& item : shape.selects.front().items) {
            if (item.is_star) {
                if (!add_star(item, scopes.front(), others)) return {};
                continue;
            }
            others.push_back(item.column &&
                             is_other(checks::origin_of(shape, scopes, 0, *item.column)));
        }
        return others.size() == statement_.columns.size() ? others : std::vector<bool>();
    }

    bool add_star(const checks::SelectItem& item, const checks::Scope& scope,
                  std::vector<bool>& others) const {
        for (std::size_t i = 0; i < scope.relations.size(); ++i) {
            const FromItem& from = scope.select->from[i];
            const bool is_meant = item.qualifier.empty() || item.qualifier == from.alias ||
                                  (from.alias.empty() && item.qualifier == from.table);
            if (!is_meant) continue;
            if (scope.relations[i].is_open) return false;
            for (const RelationColumn& column : scope.relations[i].columns)
                others.push_back(is_other(column));
        }
        return true;
    }

    const MaskedStatement& statement_;
    std::vector<database::SqlToken> tokens_;
    std::set<std::string> masked_tables_;
    std::set<std::string> masked_names_;
};

}

std::string name_in(const database::SqlToken& token) {
    if (token.is_name()) return token.identifier();
    if (token.kind != TokenKind::string || token.text.size() < 2) return {};
    return lower_ascii(token.text.substr(1, token.text.size() - 2));
}

std::vector<bool> masked_columns(const MaskedStatement& statement) {
    if (statement.rule.masks.empty() && statement.masked.empty())
        return std::vector<bool>(statement.columns.size());
    return MaskReader(statement).run();
}

}
