#include "libagent/chat/answer_schema_parts.h"

namespace askdb::chat {

extern const std::string_view schema_definitions = R"(  "$defs": {
    "text_or_null": {"type": ["string", "null"]},
    "count_or_null": {"type": ["integer", "null"], "minimum": 0},
    "count": {"type": "integer", "minimum": 0},
    "time": {"type": "number", "minimum": 0},
    "texts": {"type": "array", "items": {"type": "string"}},
    "batch_id": {"type": ["string", "number", "null"], "description": "batch only: the question's id"},
    "batch_question": {"type": "string", "description": "batch only: the question"},
    "write": {"enum": ["committed", "not approved", "failed"]},
    "arguments": {
      "type": ["object", "string"],
      "description": "what the model gave the tool; its own text where that is no JSON object"
    },
    "error": {
      "type": "object",
      "required": ["type", "message"],
      "additionalProperties": false,
      "properties": {
        "type": {
          "enum": ["bad_input", "no_answer", "usage", "database_unavailable", "timeout",
                   "model_error", "refused", "limit_reached", "check_failed"]
        },
        "message": {"type": "string"},
        "hint": {"type": "string", "description": "what to type or to change"},
        "sqlstate": {"type": "string"}
      }
    },
    "warning": {
      "type": "object",
      "required": ["check", "message", "numbers"],
      "additionalProperties": false,
      "properties": {
        "check": {"type": "string", "description": "what noticed it"},
        "message": {"type": "string"},
        "numbers": {"$ref": "#/$defs/texts"}
      }
    },
    "finding": {
      "type": "object",
      "description": "what a check noticed about a statement",
      "required": ["check", "message"],
      "additionalProperties": false,
      "properties": {
        "check": {"enum": ["fan_out", "zero_rows", "truncation"]},
        "message": {"type": "string"},
        "literals": {
          "enum": ["none", "found", "near", "missing", "unknown"],
          "description": "of zero_rows: whether the texts it asks for are values of their columns"
        },
        "absent": {"$ref": "#/$defs/texts"}
      }
    },
    "findings": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/finding"}},
    "tokens": {
      "type": "object",
      "required": ["input_tokens", "output_tokens", "total_tokens", "cached_input_tokens"],
      "additionalProperties": false,
      "properties": {
        "input_tokens": {"$ref": "#/$defs/count"},
        "output_tokens": {"$ref": "#/$defs/count"},
        "total_tokens": {"$ref": "#/$defs/count"},
        "cached_input_tokens": {"$ref": "#/$defs/count"}
      }
    },
    "metrics": {
      "type": "object",
      "description": "times in seconds",
      "required": ["total_time", "model_time", "sql_time", "image_time", "sql_attempts", "flow",
                   "cached"],
      "additionalProperties": false,
      "properties": {
        "total_time": {"$ref": "#/$defs/time"},
        "model_time": {"$ref": "#/$defs/time"},
        "sql_time": {"$ref": "#/$defs/time"},
        "image_time": {"$ref": "#/$defs/time"},
        "sql_attempts": {"$ref": "#/$defs/count"},
        "flow": {"enum": ["data", "answer"]},
        "cached": {"type": "boolean"},
        "cost_usd": {"type": "number", "minimum": 0, "description": "where every price is known"}
      }
    },
    "artifacts": {
      "type": "object",
      "required": ["data_file", "image_file", "code_file"],
      "additionalProperties": false,
      "properties": {
        "data_file": {"$ref": "#/$defs/text_or_null"},
        "image_file": {"$ref": "#/$defs/text_or_null"},
        "code_file": {"$ref": "#/$defs/text_or_null"}
      }
    },
    "step": {
      "type": "object",
      "description": "one call of a tool",
      "required": ["step", "tool", "arguments", "handle", "sql", "rows", "truncated", "time_ms",
                   "error"],
      "additionalProperties": false,
      "properties": {
        "step": {"type": "integer", "minimum": 1},
        "tool": {"type": "string"},
        "arguments": {"$ref": "#/$defs/arguments"},
        "handle": {"$ref": "#/$defs/text_or_null"},
        "sql": {"$ref": "#/$defs/text_or_null"},
        "rows": {"$ref": "#/$defs/count_or_null"},
        "truncated": {"type": "boolean", "description": "more rows were there than were kept"},
        "time_ms": {"$ref": "#/$defs/time"},
        "error": {"$ref": "#/$defs/text_or_null"},
        "write": {"$ref": "#/$defs/write"},
        "touched": {"$ref": "#/$defs/text_or_null"},
        "as_of": {"type": "string", "description": "when it was read, as in RFC 3339"},
        "database": {"type": "string"},
        "schema_hash": {"type": "string", "description": "of the tables that the statement names"},
        "shape_hash": {"type": "string", "description": "of the columns of the result"},
        "result_hash": {"type": "string", "description": "of the rows behind the handle"},
        "findings": {"$ref": "#/$defs/findings"}
      }
    },
    "claim": {
      "type": "object",
      "description": "a number (also a date) or a name of the answer, and where it is from",
      "required": ["text", "begin", "end", "kind", "verdict", "source"],
      "additionalProperties": false,
      "properties": {
        "text": {"type": "string"},
        "begin": {"type": "integer", "minimum": 0, "description": "bytes of the response, UTF-8"},
        "end": {"type": "integer", "minimum": 0},
        "kind": {"enum": ["number", "name"]},
        "verdict": {"enum": ["verified", "unverified", "misplaced", "partial"]},
        "source": {"$ref": "#/$defs/text_or_null"}
      }
    },
    "second_opinion": {
      "type": "object",
      "description": "what another model made of the question",
      "required": ["model", "verdict", "response", "sql", "reason"],
      "additionalProperties": false,
      "properties": {
        "model": {"type": "string"},
        "verdict": {"enum": ["agrees", "differs", "none"]},
        "response": {"$ref": "#/$defs/text_or_null"},
        "sql": {"$ref": "#/$defs/text_or_null"},
        "reason": {"$ref": "#/$defs/text_or_null"}
      }
    },
    "change": {
      "type": "object",
      "required": ["statement", "write", "touched"],
      "additionalProperties": false,
      "properties": {
        "statement": {"type": "string"},
        "write": {"$ref": "#/$defs/write"},
        "touched": {"$ref": "#/$defs/text_or_null"}
      }
    })";

extern const std::string_view answer_required =
    R"("session_id", "response", "sql", "tools", "tokens", "model", "time_ms", "metrics",
                   "artifacts", "unverified_numbers", "warnings", "stopped_by", "truncated",
                   "workflow")";

extern const std::string_view answer_members = R"(        "session_id": {"type": "string"},
        "response": {"type": "string", "description": "the answer, as Markdown"},
        "sql": {"type": ["string", "null"], "description": "the statement behind the answer"},
        "tools": {
          "type": "object",
          "description": "how often each tool was called",
          "additionalProperties": {"$ref": "#/$defs/count"}
        },
        "tokens": {"$ref": "#/$defs/tokens"},
        "model": {"type": "string"},
        "time_ms": {"$ref": "#/$defs/time"},
        "metrics": {"$ref": "#/$defs/metrics"},
        "artifacts": {"$ref": "#/$defs/artifacts"},
        "unverified_numbers": {
          "type": ["array", "null"],
          "items": {"type": "string"},
          "description": "numbers and dates of the answer that no result bears out; null: not checked"
        },
        "warnings": {"type": "array", "items": {"$ref": "#/$defs/warning"}},
        "stopped_by": {"type": ["string", "null"], "description": "the limit that ended it"},
        "truncated": {"type": "boolean", "description": "a result behind the answer was cut"},
        "workflow": {"type": "array", "items": {"$ref": "#/$defs/step"}},
        "claims": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/claim"}},
        "failed_checks": {
          "type": "array", "minItems": 1, "items": {"type": "string"},
          "description": "with --strict: what the answer still fails"
        },
        "second_opinion": {"$ref": "#/$defs/second_opinion"},
        "writes": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/change"}},
        "id": {"$ref": "#/$defs/batch_id"},
        "question": {"$ref": "#/$defs/batch_question"}
      }
    })";

}
