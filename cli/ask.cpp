#include "cli/args.h"
#include "cli/command.h"
#include "cli/doors.h"
#include "cli/render/answer_text.h"
#include "cli/render/narration.h"
#include "cli/render/rows_output.h"
#include "cli/render/views_json.h"
#include "cli/terminal_approver.h"
#include "cli/wiring.h"
#include "libagent/base/text.h"
#include "libagent/session/store.h"

#include <fmt/format.h>

#include <algorithm>
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
    if (!context.terminal.on_stdout) return std::make_unique<PlainAnswer>(context.output);
    return std::make_unique<StreamedAnswer>(
        context.output, progress,
        StreamedAnswer::Options{
            .terminal = context.terminal, .quiet = args.quiet, .may_rewrite = !args.verbose});
}

void announce(const CommandContext& context, const ModelChoice& choice) {
    const bool verbose = context.args.verbose;
    if (verbose && choice.chosen)
        context.messages.say(fmt::format("model: {}", choice.name), Tone::dim);
    if (choice.chosen || context.args.quiet || !(verbose || context.terminal.on_stderr)) return;
    context.messages.say("offline planner (no model configured; set one with -m VENDOR:MODEL)",
                         Tone::dim);
}

/// A limit that ended the turn may have left nothing to print: that is told at the end.
void print_statement(const CommandContext& context, const chat::Answer& answer) {
    if (!answer.stopped_by.empty()) {
        if (!context.args.quiet) context.messages.say(trim(answer.response));
        return;
    }
    const bool has_sql =
        std::any_of(answer.workflow.begin(), answer.workflow.end(),
                    [](const auto& step) { return !step.sql.empty() && step.error.empty(); });
    if (!has_sql) throw Failure({Errc::no_answer, answer.response});
    const std::string_view statement = trim(answer.response);
    // In a pipe the statement stays one that runs, whatever its literals hold.
    context.output.write(context.terminal.on_stdout ? visible(statement, true)
                                                    : valid_utf8(statement));
    context.output.write("\n");
    context.output.flush();
}

/// The words of an answer whose rows are shown elsewhere: without its Markdown tables.
std::string words_alone(std::string_view response) {
    std::vector<std::string> lines = split(trim(response), '\n');
    std::erase_if(lines, [](const std::string& line) { return trim(line).starts_with('|'); });
    return std::string(trim(join(lines, "\n")));
}

/// Prints the rows behind the answer; its words go to stderr. True when it told that rows were cut.
bool print_result(const CommandContext& context, const loop::Conversation& conversation,
                  const chat::Answer& answer) {
    const results::StoredResult* result = conversation.results.find(answer.handle);
    if (result == nullptr && answer.stopped_by.empty())
        throw Failure(
            {Errc::no_answer, fmt::format("no rows stand behind the answer: {}", answer.response)});
    if (result != nullptr) print_rows(context, result->rows);
    if (!context.args.quiet) context.messages.say(words_alone(answer.response));
    return result != nullptr && result->rows.truncated;
}

/// The warnings of the turn, without what `told_cut` has said: that the last result was cut.
void tell_warnings(const CommandContext& context, const chat::Answer& answer, bool told_cut) {
    const auto cut_results = std::count_if(answer.workflow.begin(), answer.workflow.end(),
                                           [](const auto& step) { return step.truncated; });
    for (const chat::Warning& warning : answer.warnings) {
        if (told_cut && cut_results == 1 && warning.check == "truncation") continue;
        context.messages.say("⚠ " + warning.message, Tone::warning);
    }
}

/// The change that was not approved, when the turn brought nothing else; null when it did.
const chat::Step* unapproved(const chat::Answer& answer) {
    const chat::Step* refused = nullptr;
    for (const chat::Step& step : answer.workflow) {
        if (step.write == "committed" || !step.handle.empty()) return nullptr;
        if (step.write == "not approved") refused = &step;
    }
    return refused;
}

/// What is to be said once stdout has all that belongs there. Gives the exit code.
int tell_end(const CommandContext& context, const chat::Answer& answer) {
    if (context.args.verbose) context.messages.say(turn_summary(answer), Tone::dim);
    if (const chat::Step* refused = unapproved(answer)) {
        report(context.messages, {Errc::refused, refused->error});
        return exit_code(Errc::refused);
    }
    if (answer.stopped_by.empty()) return exit_answered;
    report(context.messages,
           {Errc::limit, fmt::format("the limit '{}' ended the turn; the answer is partial",
                                     answer.stopped_by)});
    return exit_code(Errc::limit);
}

}

int run_ask(const CommandContext& context) {
    const Args& args = context.args;
    Progress progress(context.messages, context.terminal.can_spin() && !args.quiet,
                      context.terminal.stderr_width);
    TerminalApprover approver(context.messages, progress, context.terminal);
    const Wiring wiring(context, progress, approver);
    announce(context, wiring.model_choice());
    const std::unique_ptr<chat::EventSink> view = make_view(context, progress);
    Narration narration(context.messages, progress, wiring.model_choice().name, args.verbose);
    BothSinks sinks(view.get(), narration);

    loop::Conversation conversation{.session_id = session::new_session_id(), .results = {}};
    const std::string question = join(args.words, " ");
    const chat::Answer answer =
        loop::ask(wiring.agent(), conversation, {.text = question, .sql_only = args.sql_only},
                  sinks, context.stop);

    bool told_cut = false;
    if (args.output_format == OutputFormat::text) {
        if (args.sql_only) print_statement(context, answer);
        if (!args.data.empty()) told_cut = print_result(context, conversation, answer);
        tell_warnings(context, answer, told_cut);
    }
    const int end = tell_end(context, answer);
    return told_cut ? exit_code(Errc::limit) : end;
}

}
