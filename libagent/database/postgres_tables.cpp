#include "libagent/database/postgres_tables.h"

#include "libagent/database/postgres_pieces.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <utility>

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
    explicit TableReader(std::string_view json) : pieces_(json) {}

    PostgresTables read() {
        while (pieces_.next()) {
            switch (pieces_.kind()) {
                case PostgresPieces::Kind::open: open(); break;
                case PostgresPieces::Kind::close: close(); break;
                case PostgresPieces::Kind::key: take_key(); break;
                case PostgresPieces::Kind::value: take_value(pieces_.text()); break;
            }
            is_key_fresh_ = pieces_.kind() == PostgresPieces::Kind::key;
        }
        PostgresTables out{.types = std::move(types_)};
        out.too_many = definition_count_ > most_definitions || tables_.size() > most_names ||
                       out.types.size() > most_names;
        if (out.too_many) return out;
        for (const TreeTable& table : tables_) {
            if (!is_defined(table)) out.tables.push_back(table.name);
        }
        return out;
    }

  private:
    void open() {
        nodes_.push_back(
            {.key = is_key_fresh_ ? pieces_.key() : std::string_view(), .begin = pieces_.at()});
        open_.push_back(nodes_.size() - 1);
    }

    void take_key() {
        if (pieces_.key() == "recursive" && !open_.empty()) recursive_.insert(open_.back());
    }

    void take_value(std::string_view text) {
        if (open_.empty()) return;
        const std::string_view key = pieces_.key();
        if (key == "catalogname") table_at_ = {.database = std::string(text)};
        if (key == "schemaname") {
            if (table_node_ != open_.back() || table_at_.database.empty()) table_at_ = {};
            table_at_.schema = text;
        }
        if (key == "catalogname" || key == "schemaname") table_node_ = open_.back();
        if (key == "relname") add_table(text);
        if (key == "ctename") add_definition(text);
        if (key == "sval" && is_type_name()) type_.emplace_back(text);
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
        node.end = pieces_.at();
        if (node.key == "names" && !type_.empty()) {
            if (types_.size() <= most_names) {
                types_.push_back({.schema = type_.size() > 1 ? type_[type_.size() - 2] : "",
                                  .name = type_.back()});
            }
            type_.clear();
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

    PostgresPieces pieces_;
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
