#pragma once

#include "libagent/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace askdb {

/// JSON whose keys keep their order, so that what we print reads as it was written.
using Json = nlohmann::ordered_json;

/// Parses one JSON text (RFC 8259). At most 200 levels deep, and about 3,000 members in one object
/// (fewer when many objects are that large); `what` names the text in the error.
Result<Json> parse_json(std::string_view text, std::string_view what);

/// Whether the text is one JSON object of at most 200 levels. Builds nothing: linear, whatever the
/// number of its members.
bool is_json_object(std::string_view text);

/// One line of JSON. Invalid UTF-8 becomes U+FFFD, so it never throws for data.
std::string dump_json(const Json& json);

}
