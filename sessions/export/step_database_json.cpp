#include "sessions/export/step_database_json.h"

#include "libagent/base/json.h"

#include <nlohmann/json.hpp>

namespace askdb::sessions {

std::string database_of_step(const chat::Step& step) {
    if (!step.database.empty()) return step.database;
    const Result<Json> arguments = parse_json(step.arguments, "the arguments");
    if (!arguments || !arguments.value().is_object()) return {};
    const auto found = arguments.value().find("database");
    if (found == arguments.value().end() || !found->is_string()) return {};
    return found->get<std::string>();
}

}
