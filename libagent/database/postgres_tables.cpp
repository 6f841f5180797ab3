#include "libagent/database/postgres_tables.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>

namespace askdb::database {
namespace {

// Names of one statement: with more of each, finding what belongs to what takes too long.
constexpr std::size_t most_definitions = 1'000;
constexpr std::size_t most_names = 20'000;

/// An object or a list of the JSON text.
struct TreeNode {
    std::string_view key;  ///< Under which it stands.
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// `WITH name AS (…)`
struct TreeDefinition {
    std::size_t self = 0;   ///< Its node,
    std::size_t with = 0;   ///< that of its WITH,
    std::size_t owner = 0;  ///< and that of the statement which has the WITH.
};

struct TreeTable {
    PostgresName name;
    std::size_t node = 0;
    bool may_be_defined = false;  ///< Stands where a query reads, not as what a statement changes.
};

class TableReader {
  public:
    explicit TableReader(std::string_view json) : json_(json) {}

    PostgresTables read() {
        while (at_ < json_.size()) {
            const char c = json_[at_++];
            if (c == '"') {
                take_string();
            } else if (c == '{' || c == '[') {
                nodes_.push_back({.key = is_key_fresh_ ? key_ : std::string_view(), .begin = at_});
                open_.push_back(nodes_.size() - 1);
                is_key_fresh_ = false;
            } else if (c == '}' || c == ']') {
                close();
            }
        }
        PostgresTables out{.types = std::move(types_)};
        out.too_many = definition_count_ > most_definitions || tables_.size() > most_names;
        if (out.too_many) return out;
        for (const TreeTable& table : tables_) {
            if (!is_defined(table)) out.tables.push_back(table.name);
        }
        return out;
    }

  private:
    void take_string() {
        const std::size_t begin = at_;
        while (at_ < json_.size() && json_[at_] != '"') at_ += json_[at_] == '\\' ? 2 : 1;
        at_ = std::min(at_, json_.size());
        const std::string_view text = json_.substr(begin, at_ - begin);
        ++at_;
        if (at_ < json_.size() && json_[at_] == ':') {
            key_ = text;
            is_key_fresh_ = true;
            if (key_ == "recursive" && !open_.empty()) recursive_.insert(open_.back());
        } else {
            take_value(text);
            is_key_fresh_ = false;
        }
    }

    void take_value(std::string_view text) {
        if (open_.empty()) return;
        if (key_ == "catalogname") table_at_ = {.database = std::string(text)};
        if (key_ == "schemaname") {
            if (table_node_ != open_.back() || table_at_.database.empty()) table_at_ = {};
            table_at_.schema = text;
        }
        if (key_ == "catalogname" || key_ == "schemaname") table_node_ = open_.back();
        if (key_ == "relname") add_table(text);
        if (key_ == "ctename") add_definition(text);
        if (key_ == "sval" && is_type_name()) type_.emplace_back(text);
    }

    void add_table(std::string_view text) {
        if (table_node_ != open_.back()) table_at_ = {};
        table_at_.name = text;
        if (tables_.size() <= most_names) {
            tables_.push_back({.name = table_at_,
                               .node = open_.back(),
                               .may_be_defined = nodes_[open_.back()].key == "RangeVar"});
        }
        table_at_ = {};
        table_node_ = 0;
    }

    void add_definition(std::string_view name) {
        if (++definition_count_ > most_definitions) return;
        TreeDefinition definition{.self = open_.back()};
        for (std::size_t i = open_.size(); i-- > 1;) {
            if (nodes_[open_[i]].key != "withClause") continue;
            definition.with = open_[i];
            definition.owner = open_[i - 1];
            break;
        }
        definitions_[name].push_back(definition);
    }

    /// `"names":[{"String":{"sval":…` of a TypeName.
    bool is_type_name() const {
        constexpr std::size_t levels = 3;  // The list, String's wrapper, String.
        return open_.size() >= levels && nodes_[open_[open_.size() - levels]].key == "names";
    }

    void close() {
        if (open_.empty()) return;
        TreeNode& node = nodes_[open_.back()];
        node.end = at_;
        if (node.key == "names" && !type_.empty()) {
            types_.push_back({.schema = type_.size() > 1 ? type_[type_.size() - 2] : std::string(),
                              .name = type_.back()});
            type_.clear();
            if (types_.size() > most_names) types_.pop_back();
        }
        open_.pop_back();
    }

    bool holds(std::size_t outer, std::size_t inner) const {
        return nodes_[outer].begin <= nodes_[inner].begin && nodes_[inner].end <= nodes_[outer].end;
    }

    bool is_defined(const TreeTable& table) const {
        if (!table.may_be_defined || !table.name.schema.empty()) return false;
        const auto found = definitions_.find(table.name.name);
        if (found == definitions_.end()) return false;
        return std::any_of(found->second.begin(), found->second.end(),
                           [&](const TreeDefinition& d) { return is_in_sight(d, table.node); });
    }

    /// https://www.postgresql.org/docs/15/queries-with.html: without RECURSIVE a definition is seen
    /// by the later ones and by the statement, and not by itself.
    bool is_in_sight(const TreeDefinition& definition, std::size_t node) const {
        if (definition.with == 0 || !holds(definition.owner, node)) return false;
        if (!holds(definition.with, node)) return true;
        return recursive_.contains(definition.with) ||
               nodes_[node].begin > nodes_[definition.self].end;
    }

    std::string_view json_;
    std::size_t at_ = 0;
    std::string_view key_;
    bool is_key_fresh_ = false;  ///< Nothing stands between it and what comes.
    std::vector<TreeNode> nodes_;
    std::vector<std::size_t> open_;  ///< Indexes of the nodes around.
    PostgresName table_at_;
    std::size_t table_node_ = 0;
    std::vector<TreeTable> tables_;
    std::map<std::string_view, std::vector<TreeDefinition>> definitions_;
    std::size_t definition_count_ = 0;
    std::set<std::size_t> recursive_;  ///< The nodes of each WITH RECURSIVE.
    std::vector<std::string> type_;
    std::vector<PostgresName> types_;
};

}

PostgresTables read_postgres_tables(std::string_view json) {
    return TableReader(json).read();
}

}
