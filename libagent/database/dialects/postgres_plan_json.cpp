#include "libagent/database/dialects/postgres_plan_json.h"

#include "libagent/base/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace askdb::database {
namespace {

/// What a step above makes of the rows of those below.
struct PostgresShare {
    double processes = 1;  ///< That each give the rows that the plan tells.
    double part = 1;       ///< Of the rows, that is asked for.
};

double plan_number(const Json& step, const char* name) {
    const auto found = step.find(name);
    return found != step.end() && found->is_number() ? found->get<double>() : 0;
}

std::string plan_word(const Json& step, const char* name) {
    const auto found = step.find(name);
    return found != step.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// As the planner divides the rows of a parallel step (get_parallel_divisor in costsize.c).
double parallel_divisor(double workers) {
    constexpr double leaders_loss_per_worker = 0.3;
    return workers + std::max(0.0, 1 - leaders_loss_per_worker * workers);
}

bool needs_all_rows(const Json& step, const std::string& type) {
    if (type == "Aggregate") return plan_word(step, "Strategy") != "Sorted";
    return type == "Sort" || type == "Hash" || type == "SetOp" || type == "WindowAgg";
}

PostgresShare share_below(const Json& step, const Json& below, PostgresShare share) {
    const std::string type = plan_word(step, "Node Type");
    if (type.starts_with("Gather"))
        share.processes *= parallel_divisor(plan_number(step, "Workers Planned"));
    if (needs_all_rows(step, type)) share.part = 1;
    const double given = plan_number(below, "Plan Rows");
    if (type == "Limit" && given > 0)
        share.part *= std::min(1.0, plan_number(step, "Plan Rows") / given);
    return share;
}

double most_rows_below(const Json& step, const PostgresShare& share) {
    double most = plan_number(step, "Plan Rows") * share.processes * share.part;
    const auto below = step.find("Plans");
    if (below == step.end() || !below->is_array()) return most;
    for (const Json& next : *below) {
        if (next.is_object())
            most = std::max(most, most_rows_below(next, share_below(step, next, share)));
    }
    return most;
}

}

std::optional<double> postgres_plan_rows(std::string_view plan) {
    const Result<Json> parsed = parse_json(plan, "the plan");
    if (!parsed || !parsed.value().is_array() || parsed.value().empty()) return std::nullopt;
    const Json& first = parsed.value().front();
    if (!first.is_object() || !first.contains("Plan") || !first["Plan"].is_object())
        return std::nullopt;
    return most_rows_below(first["Plan"], {});
}

}
