#pragma once

#include "libagent/database/catalog.h"

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace askdb::models::offline {

/// One table that joins those that are in already.
struct JoinStep {
    const database::Table* known = nullptr;
    const database::Table* added = nullptr;
    std::vector<std::pair<const database::Column*, const database::Column*>>
        on;                   ///< Column of `known`, column of `added`.
    bool to_parent = false;   ///< The key is in `known` and points at `added`.
    bool may_miss = false;    ///< A row of `known` may meet none of `added`.
    bool multiplies = false;  ///< A row of `known` may meet several of `added`.
};

/// How tables hang together, from a root outwards.
struct JoinTree {
    std::vector<JoinStep> steps;  ///< Each one's `known` is the root or was added before.
    double cost = 0;
    bool ambiguous = false;  ///< Another way is as cheap: nobody can tell which is meant.
};

/// The foreign keys of a catalog as a graph. Borrows the catalog. Built once, then only read.
class JoinGraph {
  public:
    explicit JoinGraph(const database::Catalog& catalog);

    /// The cheapest tree from `root` to all of `tables`: declared keys before inferred ones, tables
    /// before views. Nothing when some table cannot be reached in a few steps.
    std::optional<JoinTree> join(const database::Table& root,
                                 std::span<const database::Table* const> tables) const;

  private:
    struct Edge {
        const database::Table* to;
        std::vector<std::pair<const database::Column*, const database::Column*>> on;
        double cost;
        bool to_parent;
        bool multiplies;
        bool may_miss;
    };
    void add_edges(const database::Catalog& catalog, const database::Table& table,
                   const database::ForeignKey& key);

    std::unordered_map<const database::Table*, std::vector<Edge>> edges_;
    friend class PathSearch;
};

/// How much one more declared join makes a reading less likely.
inline constexpr double cost_of_join = 0.1;

}
