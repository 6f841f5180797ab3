#pragma once

#include "libagent/database/dialect.h"
#include "libagent/models/offline/resolver.h"

#include <string>
#include <string_view>
#include <variant>

namespace askdb::models::offline {

/// A question that is understood completely.
struct Plan {
    Query query;
    std::string sql;
    std::string reading;  ///< In words: "count of overdue work orders, grouped by site".
};

/// A question that is not. `text` says why, names the words and a next step.
struct Abstention {
    std::string text;
};

using Planned = std::variant<Plan, Abstention>;

/// Right or silent: a plan only when every word has its place and no second reading is about as
/// good. Pure and deterministic; a few milliseconds at most.
Planned plan_question(std::string_view question, const Knowledge& knowledge,
                      const database::Dialect& dialect, const PlanOptions& options = {});

}
