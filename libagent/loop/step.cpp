#include "libagent/loop/step.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/loop/budget.h"
#include "libagent/loop/receipts.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <system_error>
#include <thread>
#include <utility>

namespace askdb::loop {
namespace {

constexpr std::size_t max_tool_text_bytes = 64u << 10;
constexpr std::size_t max_shown_name_bytes = 100;

/// One call on its way: what was asked, what will run, what came of it.
struct Call {
    const chat::ToolCall* asked = nullptr;
    const tools::ToolSpec* tool = nullptr;  ///< nullptr: nothing to run, `output` already says why.
    tools::ToolOutput output = {};
    double milliseconds = 0;
    std::exception_ptr ended_by = {};  ///< Stopped, or what else ends the turn.
};

tools::ToolOutput refusal(std::string text) {
    return {.ok = false, .text = std::move(text)};
}

tools::ToolOutput unknown_tool(const std::string& name, const Toolbox& tools) {
    return refusal(fmt::format("there is no tool named '{}' (there are: {})",
                               clipped(name, max_shown_name_bytes), join(tools.names(), ", ")));
}

Call prepared(chat::ToolCall& asked, std::size_t index, const TurnLimits& limits,
              const Toolbox& tools) {
    Call call{.asked = &asked};
    const bool is_huge = asked.arguments.size() > limits.max_argument_bytes;
    if (is_huge) asked.arguments = "{}";
    if (index >= limits.max_calls_per_step) {
        call.output =
            refusal(fmt::format("not run: more than {} calls at once", limits.max_calls_per_step));
        return call;
    }
    const tools::ToolSpec* tool = tools.find(asked.name);
    if (!tool) {
        call.output = unknown_tool(asked.name, tools);
        return call;
    }
    if (is_huge) {
        call.output = refusal(fmt::format("not run: the arguments are larger than {} KiB",
                                          limits.max_argument_bytes >> 10));
        return call;
    }
    call.tool = tool;
    return call;
}

/// What a tool that knows nothing of levels and masks says may hold any value.
void withhold_text(Call& call, const tools::Sharing& sharing) {
    if (call.tool->minds_sharing || sharing.is_full()) return;
    if (!call.output.text.empty())
        call.output.text = "what this tool says is not shared here, since it may hold values";
    call.output.findings.clear();
}

void run_one(Call& call, const tools::ToolContext& context) {
    const auto begin = std::chrono::steady_clock::now();
    try {
        throw_if_stopped(context.stop);
        call.output = tools::run_tool(*call.tool, context, call.asked->arguments);
        withhold_text(call, context.sharing);
    } catch (const Failure& failure) {
        call.output = refusal(tools::failure_text(failure.error(), context.sharing));
        if (failure.error().code == Errc::unavailable) call.ended_by = std::current_exception();
    } catch (const Stopped&) {
        call.output = refusal("stopped");
        call.ended_by = std::current_exception();
    } catch (...) {  // A thread of its own: the turn's thread throws it on.
        call.output = refusal("not run: the program failed");
        call.ended_by = std::current_exception();
    }
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    call.milliseconds = took.count();
    if (call.output.unavailable && !call.ended_by) {
        call.ended_by = std::make_exception_ptr(
            Failure({.code = Errc::unavailable, .message = call.output.text, .retryable = true}));
    }
}

/// Runs calls [begin, end): all of them only read, each on a thread of its own; the first on this
/// one.
void run_side_by_side(std::span<Call> calls, const tools::ToolContext& context) {
    std::vector<std::jthread> threads;
    threads.reserve(calls.size());
    for (Call& call : calls.subspan(1)) {
        try {
            threads.emplace_back([&call, &context] { run_one(call, context); });
        } catch (const std::system_error&) {
            run_one(call, context);  // No thread to be had: one after the other, then.
        }
    }
    run_one(calls.front(), context);
}

/// How many calls from `begin` on may run side by side.
std::size_t batch_size(std::span<const Call> calls, std::size_t begin, std::size_t most) {
    std::size_t end = begin;
    while (end < calls.size() && end - begin < most && calls[end].tool &&
           calls[end].tool->reads_only)
        ++end;
    return std::max<std::size_t>(1, end - begin);
}

void announce(const Call& call, chat::EventSink& sink) {
    const std::string_view message = call.tool ? call.tool->progress : "Refusing a call";
    sink.receive(chat::ToolStarted{call.asked->id, call.asked->name, call.asked->arguments,
                                   std::string(message)});
}

/// Words a result for the model; a look over all its rows takes time, so that a stop ends it.
void tell_result(Call& call, const results::StoredResult& result, const TurnPorts& turn) {
    try {
        const tools::ViewSources sources{turn.conversation.results, turn.agent.databases,
                                         turn.agent.sharing, turn.agent.limits.head_rows};
        call.output.text = tools::result_text(result, sources, turn.stop, call.output.findings);
    } catch (const Stopped&) {
        call.ended_by = std::current_exception();
    }
}

/// A result got: numbers and keeps it, tells it in `step`, and words it for the model.
void conclude_result(Call& call, const TurnPorts& turn, StepOutcome& outcome, chat::Step& step) {
    tools::Fetched& fetched = *call.output.fetched;
    outcome.sql_ms += call.output.write ? 0 : fetched.rows.milliseconds;
    const results::StoredResult& result =
        turn.conversation.results.add(std::move(fetched.database), std::move(fetched.sql),
                                      std::move(fetched.rows), fetched.as_of);
    step.handle = result.handle;
    step.sql = result.sql;
    step.rows = result.rows.row_count();
    step.truncated = result.rows.truncated;
    step.as_of = rfc3339_text(result.as_of);
    add_receipt(step, result, turn.agent.databases);
    const std::string said = std::exchange(call.output.text, {});
    tell_result(call, result, turn);
    if (!said.empty()) call.output.text = said + "\n" + call.output.text;
    outcome.any_statement_ran = true;
}

/// Nothing came of it: says why in `step`.
void conclude_failure(const Call& call, StepOutcome& outcome, chat::Step& step) {
    step.error = call.output.text;
    const bool took_time = !call.output.sql.empty() && !call.output.write;
    outcome.sql_ms += took_time ? call.milliseconds : 0;
    outcome.any_statement_failed |= !call.output.sql.empty();
    outcome.any_refused_for_rows |= call.output.refused_for_rows;
}

/// The report of a call, as far as it does not matter what came of it.
chat::Step begun_step(const Call& call, int number) {
    chat::Step step{.step = number, .tool = call.asked->name, .arguments = call.asked->arguments};
    step.milliseconds = call.milliseconds;
    step.sql = call.output.sql;
    if (call.output.write) {
        step.write = call.output.write->outcome;
        step.touched = call.output.write->touched;
    }
    return step;
}

/// Numbers the result, words the output for the model, reports the step.
void conclude(Call& call, const TurnPorts& turn, const StepInput& input, StepOutcome& outcome) {
    chat::Step step = begun_step(call, input.number);
    outcome.sql_ms += call.output.database_ms;
    if (call.output.fetched) {
        conclude_result(call, turn, outcome, step);
    } else if (!call.output.ok) {
        conclude_failure(call, outcome, step);
    } else if (input.sql_only) {
        if (outcome.compiled_sql.empty()) outcome.compiled_sql = call.output.sql;
    } else if (call.output.write) {
        outcome.any_statement_ran = true;
    }
    if (!call.output.unlimited_rows.empty())
        outcome.unlimited_rows = std::move(call.output.unlimited_rows);
    outcome.messages.push_back({.role = chat::Role::tool,
                                .text = clipped(call.output.text, max_tool_text_bytes),
                                .tool_call_id = call.asked->id,
                                .failed = !call.output.ok});
    step.findings = std::move(call.output.findings);
    outcome.steps.push_back(std::move(step));
}

/// Runs calls that may run side by side, or refuses them when a limit of the turn is used up.
void run_batch(std::span<Call> batch, const TurnPorts& turn, const StepInput& input,
               double sql_ms) {
    const Budget budget(turn.agent.limits, turn.conversation.results, sql_ms);
    if (const std::string_view limit = budget.used_up(); !limit.empty()) {
        for (Call& call : batch) {
            if (!call.tool) continue;
            call.tool = nullptr;
            call.output = refusal(fmt::format("not run: the limit {} is used up", limit));
        }
    }
    for (const Call& call : batch) announce(call, turn.sink);
    if (!batch.front().tool) return;
    run_side_by_side(batch, {.databases = turn.agent.databases,
                             .results = turn.conversation.results,
                             .limits = budget.share(batch.size()),
                             .sql_only = input.sql_only,
                             .approver = turn.agent.approver,
                             .stop = turn.stop,
                             .max_estimated_rows = turn.agent.limits.max_estimated_rows,
                             .sharing = turn.agent.sharing});
}

}

StepOutcome run_calls(const TurnPorts& turn, const StepInput& input,
                      std::vector<chat::ToolCall>& asked) {
    std::vector<Call> calls;
    for (chat::ToolCall& call : asked)
        calls.push_back(prepared(call, calls.size(), turn.agent.limits, input.tools));

    StepOutcome outcome;
    for (std::size_t begin = 0; begin < calls.size();) {
        const std::size_t count = batch_size(calls, begin, turn.agent.limits.max_parallel_calls);
        const std::span<Call> batch = std::span(calls).subspan(begin, count);
        run_batch(batch, turn, input, input.sql_ms + outcome.sql_ms);
        for (Call& call : batch) {
            conclude(call, turn, input, outcome);
            turn.sink.receive(chat::ToolFinished{call.asked->id, outcome.steps.back()});
            outcome.ended_by = call.ended_by;
            if (outcome.ended_by) return outcome;
        }
        begin += count;
    }
    return outcome;
}

}
