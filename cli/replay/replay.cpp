#include "cli/args.h"
#include "cli/command.h"
#include "cli/config/config.h"
#include "cli/doors.h"
#include "cli/limits.h"
#include "cli/render/messages.h"
#include "cli/render/progress.h"
#include "cli/render/rows_output.h"
#include "cli/replay/replay_args.h"
#include "cli/replay/replay_check.h"
#include "cli/replay/replay_report_json.h"
#include "cli/row_estimate.h"
#include "cli/session_wiring.h"
#include "cli/sessions/named_session.h"
#include "cli/streamed_rows.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

namespace askdb::cli {
namespace {

constexpr std::size_t longest_told_question = 100;

/// What is being made anew, for a person.
void tell_what(const CommandContext& context, const ReplayStep& step) {
    if (context.args.quiet) return;
    const std::string first_line(step.question.substr(0, step.question.find('\n')));
    context.messages.say(fmt::format("turn {}, {}: {}", step.turn, step.kept->handle,
                                     clipped(first_line, longest_told_question)),
                         Tone::dim);
    if (context.args.verbose) context.messages.say(step.kept->sql, Tone::dim);
}

int print_anew(const ReplayPorts& ports, const std::vector<ReplayStep>& steps, std::size_t index,
               Progress& progress) {
    const CommandContext& context = ports.context;
    const ReplayStep& step = steps[index];
    tell_what(context, step);
    RowsOutput output(context);
    if (output.streams() && !step.reads_results) {
        database::Database& database = ports.databases.find(step.database);
        expect_few_rows(context, database, step.kept->sql);
        return stream_rows(context, progress, {database, step.kept->sql}, output);
    }
    progress.show("running the statements");
    ReplayRun run(ports, steps);
    if (auto error = run.make_needs(index)) throw Failure(std::move(*error));
    const database::Rows rows =
        run.rows_of(index, turn_limits(context.config.limits).statement).value_or_throw();
    progress.hide();
    return output.write(rows);
}

int compare_anew(const ReplayPorts& ports, const std::vector<ReplayStep>& steps,
                 const std::vector<std::size_t>& chosen, Progress& progress) {
    const CommandContext& context = ports.context;
    const std::vector<ReplayVerdict> verdicts = check_replay(ports, steps, chosen, progress);
    const int code = exit_code_of(verdicts);
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const bool is_wrong = !verdicts[i].drifts.empty() || verdicts[i].failure;
        if (!is_wrong && context.args.quiet) continue;
        for (const std::string& line : verdict_lines(steps[chosen[i]], verdicts[i]))
            context.messages.say(line, is_wrong ? Tone::warning : Tone::dim);
    }
    if (context.args.output_format == OutputFormat::json) {
        print_replay_json(context.output, {.id = ports.key.id,
                                           .steps = steps,
                                           .chosen = chosen,
                                           .verdicts = verdicts,
                                           .exit_code = code});
    }
    if (!context.args.quiet) context.messages.say(summary_line(verdicts, context.args.exact));
    return code;
}

}

int run_replay(const CommandContext& context) {
    const auto archive = wire_sessions_or_throw(context);
    const std::vector<std::string>& words = context.args.words;
    const session::SessionKey key =
        named_session(context, *archive, words.empty() ? std::string() : words.front()).key;
    const session::Transcript transcript = archive->transcript(key).value_or_throw();
    const std::vector<ReplayStep> steps = replay_steps(transcript);
    const ReplayChoice choice{
        .transcript = transcript, .steps = steps, .turn = read_turn(context.args).value_or_throw()};
    const std::vector<std::size_t> chosen =
        context.args.check ? steps_to_check(choice).value_or_throw()
                           : std::vector{step_to_print(choice).value_or_throw()};
    Progress progress(context);
    ReplayDatabases databases(context, progress, databases_of(steps, with_needs(steps, chosen)));
    const ReplayPorts ports{
        .context = context, .archive = *archive, .key = key, .databases = databases};
    return context.args.check ? compare_anew(ports, steps, chosen, progress)
                              : print_anew(ports, steps, chosen.front(), progress);
}

}
