#pragma once

#include "libagent/base/log.h"
#include "libagent/chat/event.h"
#include "libagent/database/database.h"
#include "libagent/knowledge/knowledge.h"
#include "libagent/models/model.h"
#include "libagent/results/result_store.h"
#include "libagent/session/store.h"
#include "libagent/tools/tool.h"

#include <chrono>
#include <cstdint>
#include <limits>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

namespace askdb::loop {

/// Limits of one turn, outside the model's sight and reach. Reaching one ends the turn with the
/// best partial answer and Answer::stopped_by.
struct TurnLimits {
    int max_steps = 20;       ///< Model requests.
    int max_sql_retries = 3;  ///< Failed statements in a row.
    /// Input and output, over all requests; estimated from bytes where a server reports none.
    std::int64_t max_tokens = 1'000'000;
    /// Over all requests. What has no known price cannot be limited, and a warning says so.
    double max_cost_usd = std::numeric_limits<double>::infinity();
    std::chrono::milliseconds max_db_time{300'000};
    std::chrono::milliseconds max_time{
        900'000};                     ///< Of the whole turn, waiting for the model included.
    database::Limits statement = {};  ///< Each statement's rows, bytes, time.
    std::size_t max_result_bytes = 512u
                                   << 20;  ///< Memory of all results that the conversation keeps.
    std::size_t head_rows = 20;            ///< Rows of a result that the model sees.
    std::size_t max_calls_per_step = 16;
    std::size_t max_parallel_calls = 4;
    std::size_t max_argument_bytes = 256u << 10;  ///< Of one tool call.
    /// What the model reads and writes at once: a longer conversation is shortened for it. Never
    /// ends a turn.
    std::size_t context_tokens = 100'000;
    std::size_t digest_tokens = 6'000;  ///< Of the catalogs; at most a quarter of the context.
    std::int64_t max_output_tokens =
        4'096;  ///< Of one model answer; at most a quarter of the context.
    /// The most rows that the engine may expect in one step of a statement's plan, before they are
    /// grouped or cut; 0: any number. A statement with more is not run, and counts as a failed one
    /// towards max_sql_retries; an answer after which none ran is a partial one. What gives no
    /// estimate cannot be limited, and a warning says so.
    std::uint64_t max_estimated_rows = 0;
};

/// Who answers: immutable after wiring, shared by all turns (by one at a time when it has an
/// approver). It borrows everything.
struct Agent {
    const models::Model& model;
    std::span<database::Database* const> databases;  ///< The first is the default; never empty.
    session::SessionStore& sessions;
    TurnLimits limits;
    std::string instructions;  ///< Business rules, added to the prompt; may be empty.
    Log& log;
    tools::Approver* approver =
        nullptr;  ///< Who approves what changes data; nullptr: only reading.
    /// Tools of one's own, offered beside the built-in ones, none of whose names they may have:
    /// ask() throws Failure(usage) otherwise.
    std::span<const tools::ToolSpec> tools = {};
    std::string name = {};                    ///< As the session keeps it; empty: the usual agent.
    knowledge::Knowledge* learned = nullptr;  ///< What people have taught it; nullptr: nothing.
    /// An answer must pass all checks: what one finds goes to the model, which may answer once
    /// more, within the same limits; what still fails is in Answer::failed_checks. Where it brings
    /// no whole answer (a failure, a limit), the first one counts.
    bool is_strict = false;
    bool checks_answers = true;  ///< Whether what an answer says is looked for in the results.
    /// Answers each question again, without knowing the first answer; nullptr: nobody does.
    const models::Model* second_model = nullptr;
    /// What `model` may see of the data; everything when it runs in this process.
    tools::Sharing sharing = {};
    tools::Sharing second_sharing = {};  ///< The same of `second_model`.
};

/// One conversation as a front end holds it.
struct Conversation {
    std::string session_id;
    results::ResultStore results;
    std::string user = {};  ///< Whose it is; empty: nobody's in particular.
    /// The results up to that number are in the session, where it keeps files; the next turn that
    /// ends takes the others there, also those that were made beside the turns.
    std::size_t kept_results = 0;

    session::SessionKey key() const { return {user, session_id}; }
};

struct Question {
    std::string_view text;
    bool sql_only = false;  ///< End with the first sound statement, and do not run it.
    /// A text that came with the question: the model reads it behind the question, as data.
    std::string_view material = {};
};

/// Who hears of a turn while it runs (borrowed), and who may end it.
struct TurnListener {
    chat::EventSink& sink;
    std::stop_token stop = {};
};

/// One turn: asks the model, runs its tools, until there is an answer. Blocks the calling thread,
/// which also emits the events. Throws Failure, Stopped, and what the store, the model or the sink
/// throw besides, each after Failed went to the sink; the turn is then not stored. Only what the
/// sink throws on ArtifactSaved and Completed is another matter: the turn is stored by then, and no
/// Failed follows.
/// Conversations run side by side, one turn at a time in each.
chat::Answer ask(const Agent& agent, Conversation& conversation, const Question& question,
                 const TurnListener& listener);

}
