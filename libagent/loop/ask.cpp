#include "libagent/loop/ask.h"

#include "libagent/base/stop.h"
#include "libagent/base/text.h"
#include "libagent/loop/budget.h"
#include "libagent/loop/prompt.h"
#include "libagent/loop/step.h"
#include "libagent/loop/turn_clock.h"
#include "libagent/tools/tool.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

namespace askdb::loop {
namespace {

constexpr std::string_view answer_now =
    "A limit was reached: no tool can be called any more. Answer now with what the results above "
    "show, and "
    "say what is missing.";
constexpr std::string_view say_something =
    "You gave neither an answer nor a tool call. Answer the question, or call a tool.";

constexpr std::int64_t bytes_per_estimated_token = 4;

/// Passes streamed text on as events, and remembers whether any is to be seen.
class TokenStream : public models::TextSink {
  public:
    explicit TokenStream(chat::EventSink& sink) : sink_(sink) {}
    void on_text(std::string_view text) override {
        if (text.empty()) return;
        streamed_ = true;
        sink_.receive(chat::Token{std::string(text)});
    }
    /// What was streamed is not the answer.
    void withdraw(std::string_view reason) {
        if (!streamed_) return;
        streamed_ = false;
        sink_.receive(chat::Reset{std::string(reason)});
    }

  private:
    chat::EventSink& sink_;
    bool streamed_ = false;
};

std::size_t bytes_of(const std::vector<chat::ToolCall>& calls) {
    std::size_t bytes = 0;
    for (const chat::ToolCall& call : calls) bytes += call.name.size() + call.arguments.size();
    return bytes;
}

/// What a request most likely cost whose server does not say.
std::int64_t estimated_tokens(std::span<const chat::Message> messages,
                              const models::ModelReply& reply) {
    std::size_t bytes = reply.text.size() + bytes_of(reply.tool_calls);
    for (const chat::Message& message : messages) {
        bytes += message.text.size() + bytes_of(message.tool_calls);
    }
    return static_cast<std::int64_t>(bytes) / bytes_per_estimated_token;
}

/// The state of one turn; lives as long as ask() runs.
class Turn {
  public:
    Turn(const TurnPorts& ports, const Question& question)
        : agent_(ports.agent),
          conversation_(ports.conversation),
          question_(question),
          sink_(ports.sink),
          clock_(agent_.limits.max_time, ports.stop),
          stream_(sink_) {
        answer_.session_id = conversation_.session_id;
        answer_.model = agent_.model.name();
        for (const tools::ToolSpec* tool : tools::all_tools()) {
            offers_.push_back({tool->name, tool->summary, tool->schema});
        }
    }

    chat::Answer run();

  private:
    void begin();
    void take_steps();
    models::ModelReply ask_model(std::span<const chat::Message> messages, bool with_tools);
    bool take_step(int number);
    void run_tools(models::ModelReply reply, int number);
    void stop_at(std::string limit);
    std::string reached_limit(int number) const;
    void accept(const models::ModelReply& reply);
    void finish();
    std::string last_words();
    std::string results_so_far() const;
    void warn(chat::Warning warning);

    const Agent& agent_;
    Conversation& conversation_;
    const Question& question_;
    chat::EventSink& sink_;
    TurnClock clock_;
    TokenStream stream_;
    std::vector<models::ToolOffer> offers_;
    std::vector<chat::Message> messages_;
    std::size_t first_new_message_ = 0;
    chat::Answer answer_;
    std::int64_t unreported_tokens_ = 0;  ///< Estimated, beside answer_.usage.
    int failed_statements_ = 0;           ///< In a row.
    bool nudged_ = false;
};

void Turn::begin() {
    sink_.receive(chat::SessionStarted{conversation_.session_id});
    if (trim(question_.text).empty()) throw Failure({Errc::usage, "the question is empty"});
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    messages_.push_back({.role = chat::Role::system,
                         .text = system_prompt(agent_, question_, today, clock_.token())});
    for (session::Turn& turn : agent_.sessions.load(conversation_.session_id)) {
        std::move(turn.messages.begin(), turn.messages.end(), std::back_inserter(messages_));
    }
    first_new_message_ = messages_.size();
    messages_.push_back({.role = chat::Role::user, .text = valid_utf8(question_.text)});
    agent_.sessions.begin_turn(conversation_.session_id, question_.text);
}

models::ModelReply Turn::ask_model(std::span<const chat::Message> messages, bool with_tools) {
    const double before = clock_.elapsed_ms();
    const std::span<const models::ToolOffer> offers =
        with_tools ? offers_ : std::span<const models::ToolOffer>{};
    models::ModelReply reply =
        agent_.model.complete({.messages = messages,
                               .tools = offers,
                               .max_output_tokens = agent_.limits.max_output_tokens},
                              stream_, clock_.token());
    answer_.model_ms += clock_.elapsed_ms() - before;
    answer_.usage += reply.usage;
    if (reply.usage.total() <= 0) unreported_tokens_ += estimated_tokens(messages, reply);
    if (!with_tools) reply.tool_calls.clear();
    const bool is_answer = reply.tool_calls.empty() && !trim(reply.text).empty();
    if (!is_answer) stream_.withdraw("tool_calls");
    return reply;
}

/// The limit that the turn has reached before request `number`, or nothing.
std::string Turn::reached_limit(int number) const {
    const TurnLimits& limits = agent_.limits;
    if (answer_.usage.total() + unreported_tokens_ >= limits.max_tokens) return "max_tokens";
    const Budget budget(limits, conversation_.results, answer_.sql_ms);
    if (!budget.used_up().empty()) return std::string(budget.used_up());
    if (failed_statements_ > limits.max_sql_retries) return "max_sql_retries";
    if (number >= limits.max_steps && number > 1) return "max_steps";
    return {};
}

/// Ends the turn with the best that there is: one last request without tools where that is still
/// within the limits, else a plain account of the results.
void Turn::stop_at(std::string limit) {
    answer_.stopped_by = std::move(limit);
    agent_.log.info("limit reached", {{"limit", answer_.stopped_by}});
    if (answer_.stopped_by != "max_tokens" && answer_.stopped_by != "max_time") {
        answer_.response = last_words();
    }
    if (trim(answer_.response).empty()) {
        stream_.withdraw(answer_.stopped_by);
        answer_.response = results_so_far();
        sink_.receive(chat::Token{answer_.response});
    }
    messages_.push_back({.role = chat::Role::assistant, .text = answer_.response});
}

/// What the model makes of the results when it can call no tool any more; empty when it fails.
std::string Turn::last_words() {
    std::vector<chat::Message> messages = messages_;  // Nobody else shall see what is added here.
    messages.push_back({.role = chat::Role::user, .text = std::string(answer_now)});
    try {
        models::ModelReply reply = ask_model(messages, false);
        return reply.abstained ? std::string() : std::move(reply.text);
    } catch (const Failure& failure) {
        agent_.log.warning("no last answer", {{"why", failure.error().message}});
        return {};
    }
}

std::string Turn::results_so_far() const {
    std::string text = fmt::format("No answer: the limit {} was reached.", answer_.stopped_by);
    for (const chat::Step& step : answer_.workflow) {
        if (step.handle.empty()) continue;
        text += fmt::format("\n{} has {} rows: {}", step.handle, *step.rows, valid_utf8(step.sql));
    }
    return text;
}

void Turn::run_tools(models::ModelReply reply, int number) {
    const StepInput input{
        .number = number, .sql_only = question_.sql_only, .sql_ms = answer_.sql_ms};
    StepOutcome outcome =
        run_calls({agent_, conversation_, sink_, clock_.token()}, input, reply.tool_calls);
    std::move(outcome.steps.begin(), outcome.steps.end(), std::back_inserter(answer_.workflow));
    answer_.sql_ms += outcome.sql_ms;
    if (outcome.ended_by) std::rethrow_exception(outcome.ended_by);
    // Only now: a conversation never holds a call without its answer.
    messages_.push_back({.role = chat::Role::assistant,
                         .text = std::move(reply.text),
                         .tool_calls = std::move(reply.tool_calls)});
    std::move(outcome.messages.begin(), outcome.messages.end(), std::back_inserter(messages_));
    if (outcome.any_statement_ran) failed_statements_ = 0;
    if (outcome.any_statement_failed && !outcome.any_statement_ran) ++failed_statements_;
    if (outcome.compiled_sql.empty()) return;
    answer_.response = std::move(outcome.compiled_sql);
    sink_.receive(chat::Token{answer_.response});
}

void Turn::accept(const models::ModelReply& reply) {
    if (reply.finish_reason == models::FinishReason::content_filter) {
        throw Failure({Errc::model, "the provider's content filter stopped the answer"});
    }
    if (reply.abstained) throw Failure({Errc::no_answer, reply.text});
    answer_.response = reply.text;
    if (reply.finish_reason == models::FinishReason::length) {
        answer_.stopped_by = "max_output_tokens";
        warn({"model", "the answer was cut at the model's limit of output tokens"});
    }
    messages_.push_back({.role = chat::Role::assistant, .text = answer_.response});
}

/// One request and its tool calls. True when the turn is over.
bool Turn::take_step(int number) {
    if (std::string limit = reached_limit(number); !limit.empty()) {
        stop_at(std::move(limit));
        return true;
    }
    models::ModelReply reply = ask_model(messages_, true);
    if (!reply.tool_calls.empty()) {
        run_tools(std::move(reply), number);
        return question_.sql_only && !answer_.response.empty();
    }
    if (!trim(reply.text).empty() || reply.finish_reason == models::FinishReason::content_filter) {
        accept(reply);
        return true;
    }
    if (nudged_) throw Failure({Errc::no_answer, "the model gave no answer"});
    nudged_ = true;
    messages_.push_back({.role = chat::Role::user, .text = std::string(say_something)});
    return false;
}

void Turn::warn(chat::Warning warning) {
    sink_.receive(warning);
    answer_.warnings.push_back(std::move(warning));
}

void Turn::finish() {
    for (const chat::Step& step : answer_.workflow) {
        if (!step.handle.empty()) answer_.handle = step.handle;
        if (!step.truncated) continue;
        answer_.truncated = true;
        warn({"truncation", fmt::format("{} holds only the first {} rows; more were there",
                                        step.handle, *step.rows)});
    }
    answer_.total_ms = clock_.elapsed_ms();
    std::vector<chat::Message> added(
        messages_.begin() + static_cast<std::ptrdiff_t>(first_new_message_), messages_.end());
    agent_.sessions.commit_turn(conversation_.session_id,
                                {std::string(question_.text), std::move(added), answer_});
}

void Turn::take_steps() {
    try {
        for (int number = 1; !take_step(number); ++number) {
        }
    } catch (const Stopped&) {
        if (!clock_.ran_out()) throw;
        answer_.response.clear();
        stop_at("max_time");
    }
}

chat::Answer Turn::run() {
    try {
        begin();
    } catch (const Stopped&) {
        if (!clock_.ran_out()) throw;
        throw Failure({.code = Errc::timeout,
                       .message = fmt::format("the turn's {} ms were over before the databases' "
                                              "catalogs were read",
                                              agent_.limits.max_time.count()),
                       .retryable = true});
    }
    take_steps();
    finish();
    return std::move(answer_);
}

Error error_of(const std::exception_ptr& exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const Failure& failure) {
        return failure.error();
    } catch (const Stopped&) {
        return {Errc::no_answer, "stopped"};
    } catch (const std::exception& other) {
        return {Errc::no_answer, fmt::format("the turn broke off: {}", other.what())};
    } catch (...) {
        return {Errc::no_answer, "the turn broke off"};
    }
}

void tell_failed(chat::EventSink& sink, const std::string& session_id, const Error& error) {
    try {
        sink.receive(chat::Failed{error, session_id});
    } catch (...) {
        // A sink of somebody else's; what ended the turn is what the caller must see.
    }
}

}

chat::Answer ask(const Agent& agent, Conversation& conversation, const Question& question,
                 chat::EventSink& sink, std::stop_token stop) {
    chat::Answer answer;
    try {
        answer = Turn({agent, conversation, sink, stop}, question).run();
    } catch (...) {
        tell_failed(sink, conversation.session_id, error_of(std::current_exception()));
        throw;
    }
    sink.receive(chat::Completed{answer});
    return answer;
}

}
