#include "libagent/chat/answer_schema.h"

#include "libagent/chat/answer_schema_parts.h"

#include <string_view>

namespace askdb::chat {
namespace {

constexpr std::string_view schema_head = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
)";

/// A member of `$defs`: an answer, which an event has besides its type.
std::string answer_definition(std::string_view name, std::string_view required,
                              std::string_view members) {
    std::string text = ",\n    \"";
    text.append(name).append("\": {\n      \"type\": \"object\",\n      \"required\": [");
    text.append(required).append(answer_required);
    text.append("],\n      \"additionalProperties\": false,\n      \"properties\": {\n");
    return text.append(members).append(answer_members);
}

constexpr std::string_view failure_definitions = R"(,
    "failure": {
      "type": "object",
      "required": ["error"],
      "additionalProperties": false,
      "properties": {
        "session_id": {"type": "string"},
        "error": {"$ref": "#/$defs/error"},
        "id": {"$ref": "#/$defs/batch_id"},
        "question": {"$ref": "#/$defs/batch_question"}
      }
    },
    "committed": {
      "type": "object",
      "description": "askdb sql --write, for a statement that gave no rows",
      "required": ["write", "statement", "touched", "rows"],
      "additionalProperties": false,
      "properties": {
        "write": {"const": "committed"},
        "statement": {"type": "string"},
        "touched": {"type": "string"},
        "rows": {"$ref": "#/$defs/count_or_null"}
      }
    }
  },
  "oneOf": [{"$ref": "#/$defs/answer"}, {"$ref": "#/$defs/failure"}, {"$ref": "#/$defs/committed"}]
}
)";

/// One event: its type, its members, and those that are not in every one.
struct EventShape {
    std::string_view type;
    std::string_view required;  ///< `"a", "b"`
    std::string_view members;   ///< JSON members, with a comma before each.
};

constexpr EventShape event_shapes[] = {
    {"session", R"("session_id")",
     R"(, "session_id": {"type": "string"}, "question": {"$ref": "#/$defs/batch_question"})"},
    {"token", R"("content")", R"(, "content": {"type": "string"})"},
    {"reset", R"("reason")", R"(, "reason": {"type": "string"})"},
    {"tool", R"("id", "name", "message", "arguments")",
     R"(, "id": {"type": "string"}, "name": {"type": "string"},
        "message": {"type": "string"}, "arguments": {"$ref": "#/$defs/arguments"})"},
    {"tool_result", R"("id", "name", "handle", "rows", "truncated", "time_ms", "error")",
     R"(, "id": {"type": "string"}, "name": {"type": "string"},
        "handle": {"$ref": "#/$defs/text_or_null"}, "rows": {"$ref": "#/$defs/count_or_null"},
        "truncated": {"type": "boolean"}, "time_ms": {"$ref": "#/$defs/time"},
        "error": {"$ref": "#/$defs/text_or_null"}, "write": {"$ref": "#/$defs/write"},
        "touched": {"$ref": "#/$defs/text_or_null"},
        "findings": {"$ref": "#/$defs/findings"})"},
    {"artifact", R"("kind", "name", "path")",
     R"(, "kind": {"enum": ["data", "image", "code"]}, "name": {"type": "string"},
        "path": {"type": "string"})"},
    {"warning", R"("check", "message", "numbers")",
     R"(, "check": {"type": "string"}, "message": {"type": "string"},
        "numbers": {"$ref": "#/$defs/texts"})"},
    {"error", R"("error")",
     R"(, "error": {"$ref": "#/$defs/error"}, "session_id": {"type": "string"})"},
};

std::string event_definition(const EventShape& shape) {
    std::string text = ",\n    \"event_";
    text.append(shape.type)
        .append("\": {\n      \"type\": \"object\",\n      \"required\": [\"type\", ");
    text.append(shape.required).append("],\n      \"additionalProperties\": false,\n");
    text.append("      \"properties\": {\n        \"type\": {\"const\": \"");
    text.append(shape.type).append("\"}").append(shape.members);
    return text.append(
        ",\n        \"question_id\": {\"$ref\": \"#/$defs/batch_id\"}\n      }\n    }");
}

}

std::string answer_schema() {
    std::string text(schema_head);
    text += "  \"title\": \"askdb --output json\",\n";
    text += schema_definitions;
    text += answer_definition("answer", "", "");
    return text += failure_definitions;
}

std::string events_schema() {
    std::string text(schema_head);
    text += "  \"title\": \"one line of askdb --output stream-json\",\n";
    text += schema_definitions;
    std::string choices;
    for (const EventShape& shape : event_shapes) {
        text += event_definition(shape);
        choices.append("    {\"$ref\": \"#/$defs/event_").append(shape.type).append("\"},\n");
    }
    text += answer_definition("event_complete", "\"type\", ",
                              "        \"type\": {\"const\": \"complete\"},\n"
                              "        \"question_id\": {\"$ref\": \"#/$defs/batch_id\"},\n");
    text += "\n  },\n  \"oneOf\": [\n" + choices;
    return text += "    {\"$ref\": \"#/$defs/event_complete\"}\n  ]\n}\n";
}

}
