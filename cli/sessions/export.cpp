#include "cli/args.h"
#include "cli/command.h"
#include "cli/doors.h"
#include "cli/render/output.h"
#include "cli/render/terminal.h"
#include "cli/session_wiring.h"
#include "cli/sessions/named_session.h"
#include "libagent/base/text.h"
#include "sessions/export/export_conversation.h"

#include <fmt/format.h>

#include <string>

namespace askdb::cli {
namespace {

/// What --format says, else the name of the file, else Markdown, which is good for reading.
const sessions::ExportFormat& chosen_export_format(const Args& args) {
    if (!args.format.empty()) return *sessions::find_export_format(args.format);
    if (args.output_format == OutputFormat::json) return *sessions::find_export_format("json");
    if (const auto* by_name = sessions::find_export_format_of_file(args.out)) return *by_name;
    const std::string name = args.out.substr(args.out.rfind('/') + 1);
    if (const std::size_t dot = name.rfind('.'); dot != std::string::npos && dot > 0) {
        throw Failure(
            {Errc::usage,
             fmt::format("no conversation is exported as '{}'", visible(name.substr(dot))),
             "name the file .md, .html, .json or .sql, or give --format"});
    }
    return *sessions::find_export_format("markdown");
}

}

int run_sessions_export(const CommandContext& context) {
    const auto archive = wire_sessions_or_throw(context);
    const session::SessionKey key = named_session(context, *archive).key;
    const sessions::ExportFormat& format = chosen_export_format(context.args);
    const std::string document =
        sessions::export_conversation(*archive, key, format).value_or_throw();
    const bool on_terminal = context.terminal.on_stdout && context.args.out.empty();
    if (!on_terminal) {
        context.output.write(document);
    } else {
        context.output.write(format.name == "json" ? json_safe(document) : visible(document, true));
    }
    context.output.flush();
    return exit_answered;
}

}
