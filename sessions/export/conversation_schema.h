#pragma once

#include <string>

namespace askdb::sessions {

/// JSON Schema (draft 2020-12) of transcript_json(), indented, with a newline at its end. Its
/// version grows with every change that an older reader would stumble over.
/// https://json-schema.org/draft/2020-12/schema
std::string conversation_schema();

}
