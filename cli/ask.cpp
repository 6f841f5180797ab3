#include "cli/args.h"
#include "cli/batch/batch.h"
#include "cli/command.h"
#include "cli/config/config.h"
#include "cli/doors.h"
#include "cli/render/narration.h"
#include "cli/render/rows_output.h"
#include "cli/render/views_json.h"
#include "cli/repl/repl.h"
#include "cli/sessions/run_conversation.h"
#include "cli/streamed_rows.h"
#include "cli/terminal_approver.h"
#include "cli/turn_log.h"
#include "cli/turn_view.h"
#include "cli/whole_rows.h"
#include "cli/wiring.h"
#include "libagent/base/text.h"
#include "libagent/chat/annotated_answer.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <vector>

namespace askdb::cli {
namespace {

/// Passes every event on: first to what shows the answer, then to what tells of the turn.
class BothSinks : public chat::EventSink {
  public:
    BothSinks(chat::EventSink* view, chat::EventSink& narration)
        : view_(view), narration_(narration) {}
    void receive(const chat::Event& event) override {
        if (view_ != nullptr) view_->receive(event);
        narration_.receive(event);
    }

  private:
    chat::EventSink* view_;  ///< Null: stdout shows something else.
    chat::EventSink& narration_;
};

/// What shows the turn on stdout; null when its rows or its statement go there instead.
std::unique_ptr<chat::EventSink> make_view(const CommandContext& context, Progress& progress) {
    const Args& args = context.args;
    if (args.output_format == OutputFormat::json)
        return std::make_unique<AnswerJson>(context.output, context.messages);
    if (args.output_format == OutputFormat::stream_json)
        return std::make_unique<StreamJson>(context.output, context.messages);
    if (!args.data.empty() || args.sql_only) return nullptr;
    return make_text_view(context, progress);
}

/// A limit that ended the turn may have left nothing to print: that is told at the end.
void print_statement(const CommandContext& context, const chat::Answer& answer) {
    if (!answer.stopped_by.empty()) {
        if (!context.args.quiet) context.messages.say(trim(answer.response));
        return;
    }
    context.output.write(printable_statement(context, answer).value_or_throw());
    context.output.write("\n");
    context.output.flush();
}

/// The words of an answer whose rows are shown elsewhere: without its Markdown tables.
std::string words_alone(std::string_view response) {
    std::vector<std::string> lines = split(trim(response), '\n');
    std::erase_if(lines, [](const std::string& line) { return trim(line).starts_with('|'); });
    return std::string(trim(join(lines, "\n")));
}

/// The rows behind an answer, and their way to stdout; borrowed.
struct RowsBehind {
    const Wiring& wiring;
    Progress& progress;
    RowsOutput& output;
    const results::StoredResult* result;  ///< Null: none stands behind it.
};

/// Prints the rows, all of them where the format lets them pass through. Gives the exit code.
int print_rows_behind(const CommandContext& context, const RowsBehind& rows) {
    const results::StoredResult& result = *rows.result;
    database::Database* const database =
        whole_rows_in(context.config.limits, rows.wiring.agent().databases, result);
    if (!database || !rows.output.streams()) return rows.output.write(result.rows);
    return stream_rows(context, rows.progress, {*database, result.sql}, rows.output);
}

/// Prints the rows behind the answer; its words go to stderr. Gives the exit code of the rows.
int print_result(const CommandContext& context, const RowsBehind& rows,
                 const chat::Answer& answer) {
    if (rows.result == nullptr && answer.stopped_by.empty())
        throw Failure(
            {Errc::no_answer, fmt::format("no rows stand behind the answer: {}", answer.response)});
    const int code = rows.result != nullptr ? print_rows_behind(context, rows) : exit_answered;
    if (!context.args.quiet)
        context.messages.say(words_alone(chat::annotated_response(answer, context.args.cite)));
    return code;
}

/// The words on standard input, for a model that reads them; empty for none.
std::string_view text_for_model(const PipedInput& input, const ModelChoice& choice) {
    if (input.kind != PipedInput::Kind::text) return {};
    if (!choice.offline) return input.head;
    throw Failure({Errc::no_answer,
                   "the built-in planner cannot use the text on standard input, which is no table",
                   "choose a model: -m VENDOR:MODEL; or, when it is not meant: < /dev/null"});
}

/// One question.
int ask_one(const CommandContext& context) {
    const Args& args = context.args;
    Progress progress(context);
    TerminalApprover approver(context.messages, progress, context.terminal);
    TurnLog log(context.messages, progress, args.verbose);
    const PipedInput input = wire_input(context);
    RunConversation run(context);
    const Wiring wiring(context, {.log = log,
                                  .approver = args.write ? &approver : nullptr,
                                  .databases = {.input = &input, .progress = &progress},
                                  .sessions = &run.store()});
    const std::string_view material = text_for_model(input, wiring.model_choice());
    announce(context, wiring.model_choice());
    const std::unique_ptr<chat::EventSink> view = make_view(context, progress);
    Narration narration(context.messages, progress, wiring.model_choice().name, args.verbose);
    BothSinks sinks(view.get(), narration);

    std::optional<RowsOutput> rows;  // Now: what cannot be written is told before a model is paid.
    if (!args.data.empty()) rows.emplace(context);
    loop::Conversation conversation{
        .session_id = run.key().id, .results = {}, .user = run.key().user};
    run.restore(conversation);
    const std::string question = join(args.words, " ");
    const chat::Answer answer = loop::ask(
        wiring.agent(), conversation,
        {.text = question, .sql_only = args.sql_only, .material = material}, {sinks, context.stop});

    int rows_code = exit_answered;
    if (args.output_format == OutputFormat::text) {
        if (args.sql_only) print_statement(context, answer);
        const results::StoredResult* behind = conversation.results.find(answer.handle);
        if (rows) rows_code = print_result(context, {wiring, progress, *rows, behind}, answer);
        tell_warnings(context, answer, rows && behind && behind->rows.truncated);
        tell_second_opinion(context, answer);
    }
    const int end = tell_end(context, answer);
    run.tidy_up();
    return rows_code != exit_answered ? rows_code : end;
}

/// Without a question, at a terminal, and without an option that only answers can follow.
bool wants_conversation(const CommandContext& context) {
    const Args& args = context.args;
    const bool is_for_answers = !args.file.empty() || !args.answers.empty() || !args.data.empty() ||
                                !args.out.empty() || args.sql_only || args.job_count > 1 ||
                                args.output_format != OutputFormat::text;
    return !is_for_answers && repl::is_at_terminal(context);
}

}

int run_ask(const CommandContext& context) {
    if (!context.args.words.empty()) return ask_one(context);
    return wants_conversation(context) ? repl::run_repl(context) : run_batch(context);
}

}
