#include "cli/args.h"
#include "cli/command.h"
#include "cli/doors.h"
#include "cli/render/markdown_stream.h"
#include "cli/render/output.h"
#include "cli/render/terminal.h"
#include "cli/render/theme.h"
#include "cli/session_wiring.h"
#include "cli/sessions/named_session.h"
#include "cli/sessions/reports_json.h"
#include "cli/sessions/shown_turn.h"
#include "libagent/base/text.h"
#include "libagent/results/writers/document_parts.h"

namespace askdb::cli {

int run_sessions_show(const CommandContext& context) {
    const auto archive = wire_sessions_or_throw(context);
    const session::SessionKey key = named_session(context, *archive).key;
    const session::Transcript transcript = archive->transcript(key).value_or_throw();
    if (context.args.output_format == OutputFormat::json) {
        const std::vector<session::Artifact> artifacts = archive->artifacts(key);
        print_transcript_json(context.output, {.transcript = transcript, .artifacts = artifacts});
        return exit_answered;
    }
    const Theme theme = choose_theme(context.environment, context.terminal, context.config.theme);
    MarkdownStream shown({.width = context.terminal.width, .theme = theme});
    const auto show = [&](const std::string& markdown) {
        if (!context.terminal.on_stdout)
            return context.output.write(results::document_text(markdown));
        shown.feed(markdown);
        context.output.write(shown.take_finished());
    };
    show(shown_head(transcript));
    for (const session::KeptTurn& turn : transcript.turns) show(shown_turn(turn));
    shown.finish();
    context.output.write(shown.take_finished());
    context.output.flush();
    return exit_answered;
}

}
