#pragma once

#include "libagent/base/json.h"

#include <string>
#include <string_view>
#include <vector>

namespace askdb::test {

/// What speaks against `instance` by `schema` (JSON Schema draft 2020-12), each with the place in
/// the instance; none when it is valid. Knows the keywords that our schemas use, and reports any
/// other as a violation, so that none is passed over.
std::vector<std::string> schema_violations(const Json& schema, const Json& instance);

/// The same for texts; a text that is no JSON is a violation.
std::vector<std::string> schema_violations(std::string_view schema, std::string_view instance);

}
