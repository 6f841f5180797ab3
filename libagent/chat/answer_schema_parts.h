#pragma once

#include <string_view>

namespace askdb::chat {

// What the schemas of answer_schema.h are made of: pieces of JSON text.

/// The first member of a schema that has definitions, `"$defs": {…`, open at its end: all that both
/// schemas refer to.
extern const std::string_view schema_definitions;

/// The names of the members that every answer has: `"session_id", …`.
extern const std::string_view answer_required;

/// The members of an answer, with the end of their object and of its definition.
extern const std::string_view answer_members;

}
