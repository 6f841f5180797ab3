#include "cli/render/rows_output.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/doors.h"
#include "cli/environment.h"
#include "cli/options.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "cli/render/terminal.h"
#include "cli/render/text_joiner.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

namespace askdb::cli {

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

namespace {

std::string_view chosen_format(const CommandContext& context) {
    if (!context.args.data.empty()) return context.args.data;
    if (context.args.output_format == OutputFormat::json) return "json";
    return context.terminal.on_stdout ? "table" : "csv";
}

/// What a document is called: the question, or the table that is described.
std::string document_title(const Args& args) {
    constexpr std::size_t most_bytes = 200;
    return args.command->set == SQL ? std::string() : clipped(join(args.words, " "), most_bytes);
}

std::string cut_rows_warning(const database::Limits& limits, std::size_t rows) {
    if (rows >= limits.rows) {
        return fmt::format("⚠ cut after {} rows; more were there (read more with --max-rows N)",
                           rows);
    }
    return fmt::format(
        "⚠ cut after {} rows, for one result holds at most {} MiB of text; more were "
        "there (ask for fewer or shorter columns)",
        rows, limits.bytes >> 20);
}

}

RowsOutput::RowsOutput(const CommandContext& context, std::string_view null_text)
    : context_(context),
      null_text_(null_text),
      title_(document_title(context.args)),
      temp_folder_(context.environment.get("TMPDIR")) {
    const results::WriterSpec& writer = *results::find_writer(chosen_format(context));
    streams_ = writer.streams;
    const bool on_terminal = context.terminal.on_stdout;
    if (writer.is_binary && on_terminal) {
        throw Failure({Errc::usage, fmt::format("'{}' is no format for a terminal", writer.name),
                       fmt::format("write it to a file: -o FILE.{}", writer.usual_extension())});
    }
    if (writer.verbatim && on_terminal)
        harmless_ = std::make_unique<HarmlessOutput>(context.output);
    results::ByteSink& sink = harmless_ ? static_cast<results::ByteSink&>(*harmless_)
                                        : static_cast<results::ByteSink&>(context.output);
    writer_ = writer.make({.width = context.terminal.width,
                           .color = context.terminal.color_on_stdout(),
                           .null_text = null_text_,
                           .title = title_,
                           .temp_folder = temp_folder_},
                          sink);
}

RowsOutput::~RowsOutput() = default;

void RowsOutput::begin(const std::vector<database::ResultColumn>& columns) {
    writer_->begin(columns);
}

void RowsOutput::take(const database::Rows& block) {
    writer_->take(block);
}

int RowsOutput::finish(bool truncated, std::size_t rows) {
    writer_->finish(truncated);
    if (harmless_) harmless_->finish();
    context_.output.flush();
    const std::string loss = writer_->loss();
    if (!loss.empty()) context_.messages.say("⚠ " + loss, Tone::warning);
    if (truncated) {
        const database::Limits limits = turn_limits(context_.config.limits).statement;
        context_.messages.say(cut_rows_warning(limits, rows), Tone::warning);
    }
    return truncated || !loss.empty() ? exit_code(Errc::limit) : exit_answered;
}

int RowsOutput::write(const database::Rows& rows) {
    begin(rows.columns);
    if (rows.row_count() > 0) take(rows);
    return finish(rows.truncated, rows.row_count());
}

void append_or_null(database::Rows& rows, const std::string& text) {
    rows.append(text.empty() ? database::Kind::null : database::Kind::text, text);
}

int print_rows(const CommandContext& context, const database::Rows& rows,
               std::string_view null_text) {
    return RowsOutput(context, null_text).write(rows);
}

}
