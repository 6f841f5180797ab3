#include "cli/render/rows_output.h"

#include "cli/args.h"
#include "cli/config.h"
#include "cli/doors.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "cli/render/terminal.h"
#include "cli/render/text_joiner.h"
#include "libagent/results/writer.h"

#include <fmt/format.h>

namespace askdb::cli {
namespace {

/// For a terminal: the rows' escape sequences become visible.
class HarmlessOutput : public results::ByteSink {
  public:
    explicit HarmlessOutput(Output& output) : output_(output) {}
    void write(std::string_view bytes) override { output_.write(joiner_.feed(bytes)); }
    void finish() { output_.write(joiner_.finish()); }

  private:
    Output& output_;
    TextJoiner joiner_;
};

std::string_view chosen_format(const CommandContext& context) {
    if (!context.args.data.empty()) return context.args.data;
    if (context.args.output_format == OutputFormat::json) return "json";
    return context.terminal.on_stdout ? "table" : "csv";
}

}

int print_rows(const CommandContext& context, const database::Rows& rows,
               std::string_view null_text) {
    const results::WriterSpec* writer = results::find_writer(chosen_format(context));
    const results::WriteOptions options = {.width = context.terminal.width,
                                           .color = context.terminal.color_on_stdout(),
                                           .null_text = null_text};
    if (writer->verbatim && context.terminal.on_stdout) {
        HarmlessOutput harmless(context.output);
        writer->write(rows, options, harmless);
        harmless.finish();
    } else {
        writer->write(rows, options, context.output);
    }
    context.output.flush();
    if (!rows.truncated) return exit_answered;
    const database::Limits limits = turn_limits(context.config.limits).statement;
    const bool is_by_rows = rows.row_count() >= limits.rows;
    context.messages.say(
        is_by_rows
            ? fmt::format("⚠ cut after {} rows; more were there (read more with --max-rows N)",
                          rows.row_count())
            : fmt::format("⚠ cut after {} rows, for one result holds at most {} MiB of text; more "
                          "were there (ask for fewer or shorter columns)",
                          rows.row_count(), limits.bytes >> 20),
        Tone::warning);
    return exit_code(Errc::limit);
}

}
