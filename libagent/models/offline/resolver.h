#pragma once

#include "libagent/models/offline/knowledge.h"
#include "libagent/models/offline/query_tree.h"
#include "libagent/models/offline/sketch.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace askdb::models::offline {

struct PlanOptions {
    /// A superlative also shows what it goes by ("Almería, 83"); off: only what was asked for.
    bool show_measure = true;
    /// A superlative brings all rows that share the last place; off: it is cut there, as the SQL of
    /// public benchmarks does.
    bool show_ties = true;
    /// What else a person may do when there is no plan, no full stop.
    std::string_view other_model = "choose a language model with -m";
};

/// A sketch whose names are all settled, as a query.
struct Resolved {
    Query query;
    Sketch sketch;    ///< Each choice has exactly one link left.
    double cost = 0;  ///< Of names, joins and grammar together.
};

/// Why the cheapest of the unsound readings is none. A much worse one must not take its place.
struct Refusal {
    double cost = 1e9;
    std::string why;
};

/// What became of one sketch.
struct Resolutions {
    std::vector<Resolved> sound;  ///< Cheapest first, at most a few.
    Refusal refusal;
};

/// All sound readings of one sketch that cost at most `most`.
Resolutions resolve(const Sketch& sketch, const Knowledge& knowledge, const PlanOptions& options,
                    double most);

}
