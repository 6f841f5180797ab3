#pragma once

#include "libagent/base/json.h"
#include "libagent/chat/message.h"
#include "libagent/models/model.h"

#include <string>
#include <string_view>

/// What the requests of all wire formats have in common.
namespace askdb::models {

/// A call's arguments as a JSON object. Servers that read the arguments of earlier calls answer 400
/// or 500 when they are none, and then the conversation could never go on: what a model wrote
/// wrongly is quoted in an object.
std::string sendable_arguments(const std::string& arguments);

/// The same for a format in which arguments are no text. Also quoted: an object of more members
/// than we build.
Json sendable_arguments_json(const std::string& arguments);

/// The tool's schema. Throws Failure(model) when it is no JSON object.
Json offered_schema(const ToolOffer& tool);

/// Message::provider_state of a reply of `model`, around what its wire format needs back.
std::string make_provider_state(std::string_view model, Json state);

/// What make_provider_state() was given, null when the message came from another model: what one
/// model signed is no other's business.
Json provider_state_of(const chat::Message& message, std::string_view model);

}
