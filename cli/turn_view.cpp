#include "cli/turn_view.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/doors.h"
#include "cli/render/answer_text.h"
#include "cli/render/messages.h"
#include "cli/render/narration.h"
#include "cli/render/second_opinion.h"
#include "cli/render/theme.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

/// The change that was not approved, when the turn brought nothing else; null when it did.
const chat::Step* unapproved(const chat::Answer& answer) {
    const chat::Step* refused = nullptr;
    for (const chat::Step& step : answer.workflow) {
        if (step.write == "committed" || !step.handle.empty()) return nullptr;
        if (step.write == "not approved") refused = &step;
    }
    return refused;
}

}

std::unique_ptr<chat::EventSink> make_text_view(const CommandContext& context, Progress& progress) {
    if (!context.terminal.on_stdout)
        return std::make_unique<PlainAnswer>(context.output, context.args.cite);
    return std::make_unique<StreamedAnswer>(
        context.output, progress,
        StreamedAnswer::Options{
            .terminal = context.terminal,
            .quiet = context.args.quiet,
            .cites = context.args.cite,
            .may_rewrite = !context.args.verbose,
            .holds = context.args.strict,
            .theme = choose_theme(context.environment, context.terminal, context.config.theme)});
}

void announce(const CommandContext& context, const ModelChoice& choice) {
    const bool verbose = context.args.verbose;
    if (verbose && choice.chosen)
        context.messages.say(fmt::format("model: {}", choice.name), Tone::dim);
    if (choice.chosen || context.args.quiet || !(verbose || context.terminal.on_stderr)) return;
    context.messages.say("offline planner (no model configured; set one with -m VENDOR:MODEL)",
                         Tone::dim);
}

Result<std::string> printable_statement(const CommandContext& context, const chat::Answer& answer) {
    const bool has_sql =
        std::any_of(answer.workflow.begin(), answer.workflow.end(),
                    [](const auto& step) { return !step.sql.empty() && step.error.empty(); });
    if (!has_sql) return Error{Errc::no_answer, answer.response};
    const std::string_view statement = trim(answer.response);
    // In a pipe the statement stays one that runs, whatever its literals hold.
    return context.terminal.on_stdout ? visible(statement, true) : valid_utf8(statement);
}

void tell_warnings(const CommandContext& context, const chat::Answer& answer, bool told_cut,
                   std::string_view whose) {
    const auto cut_results = std::count_if(answer.workflow.begin(), answer.workflow.end(),
                                           [](const auto& step) { return step.truncated; });
    for (const chat::Warning& warning : answer.warnings) {
        const bool is_of_rows = warning.check == "truncation" && warning.numbers.empty();
        if (told_cut && cut_results == 1 && is_of_rows) continue;
        context.messages.say(fmt::format("⚠ {}{}", whose, warning.message), Tone::warning);
    }
}

std::optional<Error> what_is_wrong(const chat::Answer& answer) {
    const std::string failed = join(answer.failed_checks, ", ");
    if (!answer.stopped_by.empty()) {
        return Error{
            Errc::limit,
            fmt::format("the limit '{}' ended the turn; the answer is partial{}{}",
                        answer.stopped_by, failed.empty() ? "" : " and fails a check: ", failed)};
    }
    if (failed.empty()) return std::nullopt;
    return Error{Errc::check, fmt::format("the answer fails a check: {}", failed)};
}

void tell_second_opinion(const CommandContext& context, const chat::Answer& answer,
                         std::string_view whose) {
    for (const OpinionLine& line : opinion_lines(answer, context.args.quiet, whose))
        context.messages.say(line.text, line.tone);
}

int tell_end(const CommandContext& context, const chat::Answer& answer, std::string_view whose) {
    if (context.args.verbose) context.messages.say(turn_summary(answer), Tone::dim);
    if (const chat::Step* refused = unapproved(answer)) {
        report(context.messages, {Errc::refused, refused->error});
        return exit_code(Errc::refused);
    }
    const std::optional<Error> wrong = what_is_wrong(answer);
    if (!wrong) return exit_answered;
    report(context.messages, {wrong->code, std::string(whose) + wrong->message});
    return exit_code(wrong->code);
}

}
