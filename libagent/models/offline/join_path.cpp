#include "libagent/models/offline/join_path.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <map>
#include <queue>
#include <set>

namespace askdb::models::offline {

using database::Catalog;
using database::Column;
using database::ForeignKey;
using database::Table;

namespace {

constexpr double cost_of_guessed_key = 0.02;  ///< Added when the key is inferred.
constexpr double cost_of_optional = 0.03;     ///< Added when the key may be NULL.
constexpr double cost_of_view = 0.25;         ///< Added for a view on the way.
constexpr double farthest = 0.75;             ///< Paths that cost more are no reading.
constexpr double same_cost = 1e-6;

/// One row of `table` at most for given values of these columns.
bool covers_primary_key(const Table& table, std::span<const std::string> columns) {
    if (table.primary_key.empty()) return false;
    return std::all_of(
        table.primary_key.begin(), table.primary_key.end(), [&](const std::string& key) {
            return std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
                return equal_ignoring_case(column, key);
            });
        });
}

}

JoinGraph::JoinGraph(const Catalog& catalog) {
    for (const Table& table : catalog.tables) {
        for (const ForeignKey& key : table.foreign_keys) add_edges(catalog, table, key);
    }
}

void JoinGraph::add_edges(const Catalog& catalog, const Table& table, const ForeignKey& key) {
    const Table* parent = catalog.find_table(key.table);
    if (parent == nullptr || parent == &table) return;
    const auto& referenced = key.referenced.empty() ? parent->primary_key : key.referenced;
    if (referenced.size() != key.columns.size() || referenced.empty()) return;
    Edge up{parent, {},    cost_of_join + (key.inferred ? cost_of_guessed_key : 0),
            true,   false, false};
    Edge down{&table, {}, up.cost, false, !covers_primary_key(table, key.columns), true};
    for (std::size_t i = 0; i < referenced.size(); ++i) {
        const Column* child_column = table.find_column(key.columns[i]);
        const Column* parent_column = parent->find_column(referenced[i]);
        if (child_column == nullptr || parent_column == nullptr) return;
        if (child_column->nullable) {
            up.cost += cost_of_optional;
            down.cost += cost_of_optional;
            up.may_miss = true;
        }
        up.on.emplace_back(child_column, parent_column);
        down.on.emplace_back(parent_column, child_column);
    }
    if (parent->is_view) up.cost += cost_of_view;
    if (table.is_view) down.cost += cost_of_view;
    edges_[&table].push_back(std::move(up));
    edges_[parent].push_back(std::move(down));
}

/// Dijkstra from all tables that are in the tree to the one that is wanted next.
class PathSearch {
  public:
    PathSearch(const JoinGraph& graph, const std::set<const Table*>& known) : graph_(graph) {
        for (const Table* table : known) {
            states_[table] = {0, 1, nullptr, nullptr};
            queue_.push({0, table});
        }
    }

    /// The steps to `wanted`, in order; false when it cannot be reached.
    bool find(const Table* wanted, JoinTree& tree) {
        while (!queue_.empty()) {
            const auto [cost, table] = queue_.top();
            queue_.pop();
            if (cost > states_[table].cost + same_cost) continue;
            if (table == wanted) break;
            relax(table, cost);
        }
        const auto found = states_.find(wanted);
        if (found == states_.end()) return false;
        tree.cost += found->second.cost;
        std::vector<JoinStep> steps;
        for (const Table* at = wanted; states_[at].edge != nullptr; at = states_[at].from) {
            const State& state = states_[at];
            tree.ambiguous = tree.ambiguous || state.ways > 1;
            steps.push_back({state.from, at, state.edge->on, state.edge->to_parent,
                             state.edge->may_miss, state.edge->multiplies});
        }
        tree.steps.insert(tree.steps.end(), steps.rbegin(), steps.rend());
        return true;
    }

  private:
    struct State {
        double cost = 0;
        int ways = 1;
        const Table* from = nullptr;
        const JoinGraph::Edge* edge = nullptr;
    };

    void relax(const Table* table, double cost) {
        const auto edges = graph_.edges_.find(table);
        if (edges == graph_.edges_.end()) return;
        for (const JoinGraph::Edge& edge : edges->second) {
            const double next = cost + edge.cost;
            if (next > farthest) continue;
            const auto [state, fresh] = states_.try_emplace(edge.to);
            if (!fresh && next > state->second.cost + same_cost) continue;
            if (!fresh && next > state->second.cost - same_cost) {
                if (state->second.edge != &edge) ++state->second.ways;
                continue;
            }
            state->second = {next, 1, table, &edge};
            queue_.push({next, edge.to});
        }
    }

    using Entry = std::pair<double, const Table*>;
    const JoinGraph& graph_;
    std::map<const Table*, State> states_;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue_;
};

std::optional<JoinTree> JoinGraph::join(const Table& root,
                                        std::span<const Table* const> tables) const {
    JoinTree tree;
    std::set<const Table*> known{&root};
    std::vector<const Table*> missing;
    for (const Table* table : tables) {
        if (table != &root && std::find(missing.begin(), missing.end(), table) == missing.end())
            missing.push_back(table);
    }
    while (!missing.empty()) {
        std::optional<JoinTree> best;
        std::size_t chosen = 0;
        for (std::size_t i = 0; i < missing.size(); ++i) {
            JoinTree grown = tree;
            if (!PathSearch(*this, known).find(missing[i], grown)) return std::nullopt;
            if (best && grown.cost >= best->cost - same_cost) continue;
            best = std::move(grown);
            chosen = i;
        }
        tree = std::move(*best);
        for (const JoinStep& step : tree.steps) known.insert(step.added);
        missing.erase(missing.begin() + static_cast<std::ptrdiff_t>(chosen));
        std::erase_if(missing, [&](const Table* table) { return known.contains(table); });
    }
    return tree;
}

}
