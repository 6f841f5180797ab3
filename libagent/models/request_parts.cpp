#include "libagent/models/request_parts.h"

#include "libagent/base/error.h"
#include "libagent/models/json_fields.h"

#include <nlohmann/json.hpp>

namespace askdb::models {

std::string sendable_arguments(const std::string& arguments) {
    if (is_json_object(arguments)) return arguments;
    return dump_json(sendable_arguments_json(arguments));
}

Json sendable_arguments_json(const std::string& arguments) {
    if (arguments.empty()) return Json::object();
    Result<Json> parsed = parse_json(arguments, "arguments");
    if (parsed && parsed.value().is_object()) return std::move(parsed).value();
    return {{"unreadable_arguments", arguments}};
}

Json offered_schema(const ToolOffer& tool) {
    Result<Json> schema = parse_json(tool.schema, "schema");
    if (!schema || !schema.value().is_object()) {
        throw Failure(Error{Errc::model, "tool '" + std::string(tool.name) +
                                             "' cannot be offered: its schema is no JSON object"});
    }
    return std::move(schema).value();
}

std::string make_provider_state(std::string_view model, Json state) {
    return dump_json(Json{{"model", model}, {"state", std::move(state)}});
}

Json provider_state_of(const chat::Message& message, std::string_view model) {
    if (message.provider_state.empty()) return {};
    Result<Json> parsed = parse_json(message.provider_state, "provider state");
    if (!parsed || text_field(parsed.value(), "model") != model) return {};
    const Json* const state = json_field(parsed.value(), "state");
    return state == nullptr ? Json() : *state;
}

}
