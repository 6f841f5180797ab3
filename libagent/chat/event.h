#pragma once

#include "libagent/base/error.h"
#include "libagent/chat/message.h"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace askdb::chat {

/// What a check outside the model noticed about one statement.
struct Finding {
    std::string check = {};    ///< "fan_out", "zero_rows" or "truncation".
    std::string message = {};  ///< The reason, as the model was told it.
    /// Of "zero_rows": the texts that the statement compares columns with. "none": there are none;
    /// "found": all of them are values of their columns; "near": one is not, but others like it
    /// are; "missing": one is not, nor is anything like it; "unknown": they could not be looked up.
    std::string literals = {};
    /// Of "zero_rows": those of its texts that are values of no column they are compared with, as
    /// the statement has them.
    std::vector<std::string> absent = {};
};

/// One tool call that was made, as the answer reports it.
struct Step {
    int step = 0;  ///< 1-based number of the model request that asked for it.
    std::string tool = {};
    std::string arguments = {};            ///< JSON text.
    std::string handle = {};               ///< "r1" when it made a result.
    std::string sql = {};                  ///< The statement behind the handle.
    std::optional<std::size_t> rows = {};  ///< Rows kept behind the handle.
    bool truncated = false;                ///< More rows were there than were kept.
    double milliseconds = 0;
    std::string error = {};  ///< Empty when it succeeded.
    /// Of a statement that was to change something: "committed", "not approved" or "failed".
    std::string write = {};
    std::string touched = {};   ///< What it changed: "UPDATE work_orders: 12 rows".
    std::string as_of = {};     ///< When the rows behind the handle were read; RFC 3339, UTC.
    std::string database = {};  ///< Where they were read; empty: from other handles.
    // What the result can be compared with later, see results/receipt.h. Empty: not known.
    std::string schema_hash = {};  ///< Of the tables that the statement names.
    std::string shape_hash = {};   ///< Of the columns of the result.
    std::string result_hash = {};  ///< Of the rows behind the handle.
    std::vector<Finding> findings = {};
};

struct Warning {
    std::string check = {};  ///< What noticed it: "truncation", "numbers", "model", …
    std::string message = {};
    std::vector<std::string> numbers = {};
};

/// Where a number or a name of an answer is from, as far as checks outside the model can tell.
struct Claim {
    std::size_t begin = 0;  ///< Bytes of Answer::response, without quotes.
    std::size_t end = 0;
    std::string kind = {};  ///< "number" or "name".
    /// "verified": `source` has it; "unverified": nothing bears it out; "misplaced": the data has
    /// it, but for another row than the one that is named; "partial": it is worked out of a result
    /// that was cut.
    std::string verdict = {};
    std::string source = {};  ///< "r2: row 3, total", "sum of r1.total"; empty: none.
};

/// What another model, which knew nothing of the answer, made of the same question.
struct SecondOpinion {
    std::string model = {};
    std::string verdict = {};   ///< "agrees", "differs", or "none": it could not say.
    std::string response = {};  ///< Its own answer; empty where it had none.
    std::string sql = {};       ///< The statement behind that.
    std::string reason = {};    ///< Where they differ, or why there is none.
};

/// A finished turn.
struct Answer {
    std::string session_id = {};
    std::string response = {};
    std::vector<Step> workflow = {};
    Usage usage = {};
    std::optional<double> cost_usd = {};  ///< Known when the price of every request is.
    std::string model = {};
    double total_ms = 0;
    double model_ms = 0;
    double sql_ms = 0;
    std::vector<Warning> warnings = {};
    /// Numbers of the response that no result bears out; nothing when it was not checked.
    std::optional<std::vector<std::string>> unverified_numbers = {};
    std::string stopped_by = {};  ///< Empty, or the limit that ended the turn: "max_steps".
    bool truncated = false;       ///< Some result that the answer may rest on was cut at max_rows.
    std::string handle = {};      ///< The result behind the answer (the last one made), or empty.
    std::vector<Claim> claims = {};  ///< In the order of the response.
    /// The checks that an answer which had to pass all of them fails: "numbers", "fan_out", …
    std::vector<std::string> failed_checks = {};
    std::optional<SecondOpinion> second_opinion = {};
    /// What the model wrote, where that is another text: `{r1.total}` stands in it for a value that
    /// was filled in here. This is what later models get to see.
    std::string as_written = {};
    std::string share = {};  ///< Under what it was made: tools::Sharing::kept_text().
};

struct SessionStarted {
    std::string session_id;
};
/// A piece of the answer's text, as it comes.
struct Token {
    std::string text;
};
/// What was streamed since the last Reset is not the answer.
struct Reset {
    std::string reason;
};
struct ToolStarted {
    std::string id;
    std::string name;
    std::string arguments;  ///< JSON text.
    std::string message;    ///< What a person reads: "Running query".
};
struct ToolFinished {
    std::string id;
    Step step;
};
struct ArtifactSaved {
    std::string kind;  ///< "data", "image", "code".
    std::string name;
    std::string path;
};
struct Completed {
    Answer answer;
};
struct Failed {
    Error error;
    std::string session_id;
};

/// All that a turn says while it runs. The order: one SessionStarted, then any of the middle ones,
/// then exactly one Completed or Failed.
using Event = std::variant<SessionStarted, Token, Reset, ToolStarted, ToolFinished, ArtifactSaved,
                           Warning, Completed, Failed>;

/// Where the events of one turn go. Called by the turn's own thread, in order.
class EventSink {
  public:
    virtual ~EventSink() = default;
    virtual void receive(const Event& event) = 0;
};

}
