#include "sessions/export/conversation_schema.h"

namespace askdb::sessions {
namespace {

constexpr std::string_view members_of_conversation = R"({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "A conversation, as askdb sessions export --format json prints it",
  "type": "object",
  "required": ["format", "version", "id", "user", "title", "agent", "model", "databases",
               "created_at", "updated_at", "turn_count", "state", "artifact_bytes", "turns",
               "notes", "artifacts"],
  "additionalProperties": false,
  "properties": {
    "format": {"const": "askdb-conversation"},
    "version": {"const": 1},
    "id": {"type": "string"},
    "user": {"type": "string"},
    "title": {"type": "string", "description": "empty where titles are not kept"},
    "agent": {"type": ["string", "null"]},
    "model": {"type": ["string", "null"]},
    "databases": {"type": "array", "items": {"type": "string"}},
    "created_at": {"$ref": "#/$defs/moment"},
    "updated_at": {"$ref": "#/$defs/moment"},
    "turn_count": {"type": "integer", "minimum": 0, "description": "finished and in force"},
    "state": {"$ref": "#/$defs/state"},
    "artifact_bytes": {"type": "integer", "minimum": 0},
    "turns": {"type": "array", "items": {"$ref": "#/$defs/turn"}},
    "notes": {"type": "array", "items": {"$ref": "#/$defs/note"}},
    "artifacts": {"type": "array", "items": {"$ref": "#/$defs/artifact"}}
  },
)";

constexpr std::string_view definitions_of_turns = R"(  "$defs": {
    "moment": {"type": "string", "description": "UTC, as 2026-11-30T08:05:07.123456Z"},
    "state": {"enum": ["finished", "failed", "interrupted", "running"]},
    "turn": {
      "type": "object",
      "required": ["number", "state", "is_taken_back", "began_at", "ended_at", "question",
                   "is_statement", "why", "answer", "messages"],
      "additionalProperties": false,
      "properties": {
        "number": {"type": "integer", "minimum": 1},
        "state": {"$ref": "#/$defs/state"},
        "is_taken_back": {"type": "boolean"},
        "began_at": {"$ref": "#/$defs/moment"},
        "ended_at": {"$ref": "#/$defs/moment"},
        "question": {"type": "string"},
        "is_statement": {
          "type": "boolean",
          "description": "the question is SQL that a person ran; no model was asked"
        },
        "why": {"type": ["string", "null"], "description": "why it failed"},
        "answer": {
          "type": ["object", "null"],
          "description": "as askdb schema answer says; null for a turn without one"
        },
        "messages": {"type": "array", "items": {"$ref": "#/$defs/message"}}
      }
    },
)";

constexpr std::string_view other_definitions = R"(    "message": {
      "type": "object",
      "required": ["role", "text"],
      "additionalProperties": false,
      "properties": {
        "role": {"enum": ["system", "user", "assistant", "tool"]},
        "text": {"type": "string"},
        "tool_calls": {"type": "array", "items": {"$ref": "#/$defs/tool_call"}},
        "tool_call_id": {"type": "string"},
        "failed": {"type": "boolean"}
      }
    },
    "tool_call": {
      "type": "object",
      "required": ["id", "name", "arguments"],
      "additionalProperties": false,
      "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "arguments": {"type": "string", "description": "JSON text, as the model wrote it"}
      }
    },
    "note": {
      "type": "object",
      "required": ["at", "text", "metadata"],
      "additionalProperties": false,
      "properties": {
        "at": {"$ref": "#/$defs/moment"},
        "text": {"type": "string"},
        "metadata": {"type": "object"}
      }
    },
    "artifact": {
      "type": "object",
      "required": ["kind", "name", "metadata"],
      "additionalProperties": false,
      "properties": {
        "kind": {"type": "string"},
        "name": {"type": "string"},
        "metadata": {"type": "object"}
      }
    }
  }
}
)";

}

std::string conversation_schema() {
    std::string text(members_of_conversation);
    return text.append(definitions_of_turns).append(other_definitions);
}

}
