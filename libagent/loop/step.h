#pragma once

#include "libagent/chat/event.h"
#include "libagent/loop/toolbox.h"
#include "libagent/loop/turn_ports.h"

#include <exception>
#include <string>
#include <vector>

namespace askdb::loop {

/// What one step's tool calls did to the turn.
struct StepOutcome {
    std::vector<chat::Message> messages;  ///< One tool message for each call, in the calls' order.
    std::vector<chat::Step> steps;
    double sql_ms = 0;
    bool any_statement_failed = false;
    bool any_statement_ran = false;
    bool any_refused_for_rows = false;  ///< Of those that failed: TurnLimits::max_estimated_rows.
    std::string unlimited_rows;   ///< Why that limit did not hold for one that ran; else empty.
    std::string compiled_sql;     ///< The first sound one of a question that wants the SQL alone.
    std::exception_ptr ended_by;  ///< Set: the turn ends, and calls may be without a message.
};

/// What run_calls() needs to know of the turn.
struct StepInput {
    int number = 1;  ///< 1-based number of the model request that asked for the calls.
    bool sql_only = false;
    double sql_ms = 0;  ///< Database time of the steps before.
    const Toolbox& tools;
};

/// Runs the tool calls of one model reply. Calls that only read run side by side, at most
/// TurnLimits::max_parallel_calls at a time, each with its share of what is left of the turn's
/// limits; this thread numbers the handles and emits the events.
/// A call that cannot run (unknown tool, malformed or huge arguments, too many calls, a limit used
/// up) becomes a message to the model. Huge arguments become `{}` in `calls` itself: nobody needs
/// to keep them. A database that is gone, a stop, or anything else that no message can say ends
/// the calls: StepOutcome::ended_by holds it.
StepOutcome run_calls(const TurnPorts& turn, const StepInput& input,
                      std::vector<chat::ToolCall>& calls);

}
