#include "cli/environment.h"
#include "cli/output_file.h"
#include "cli/render/output.h"
#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "cli/repl/typed_file.h"
#include "cli/whole_rows.h"
#include "libagent/base/text.h"
#include "libagent/results/writer.h"

#include <fmt/format.h>

namespace askdb::cli::repl {

extern const SlashCommand save_command;

namespace {

const results::WriterSpec& writer_of(const std::string& path) {
    if (const results::WriterSpec* writer = results::find_writer_of_file(path)) return *writer;
    std::vector<std::string> endings;
    for (const results::WriterSpec* known : results::all_writers()) {
        if (!known->usual_extension().empty())
            endings.push_back("." + std::string(known->usual_extension()));
    }
    throw Failure({Errc::usage,
                   fmt::format("the name '{}' does not say in which format", visible(path)),
                   "known endings: " + join(endings, " ")});
}

struct SavedRows {
    std::size_t rows = 0;
    bool truncated = false;
    std::string loss = {};
};

/// Counts the rows on their way to a writer.
class CountedWriter : public database::RowSink {
  public:
    explicit CountedWriter(results::RowWriter& writer) : writer_(writer) {}
    void begin(const std::vector<database::ResultColumn>& columns) override {
        writer_.begin(columns);
    }
    void take(const database::Rows& block) override {
        writer_.take(block);
        rows += block.row_count();
    }

    std::size_t rows = 0;

  private:
    results::RowWriter& writer_;
};

/// All rows of the result: where only the first were kept, its statement runs once more.
SavedRows write_result(Shell& shell, const results::StoredResult& result, const std::string& path,
                       const std::stop_token& stop) {
    const results::WriterSpec& spec = writer_of(path);
    const LimitValues& limits = shell.state().config.limits;
    const std::string temp_folder = shell.program().environment.get("TMPDIR");
    Output output(-1);
    const std::unique_ptr<results::RowWriter> writer =
        spec.make({.title = result.handle, .temp_folder = temp_folder}, output);
    output.redirect(std::make_unique<OutputFile>(path, stop));
    CountedWriter counted(*writer);
    bool truncated = result.rows.truncated;
    database::Database* const whole =
        spec.streams ? whole_rows_in(limits, shell.wiring().agent().databases, result) : nullptr;
    if (whole != nullptr) {
        truncated = whole->stream(result.sql, stream_limits(limits), counted, stop)
                        .value_or_throw()
                        .truncated;
    } else {
        counted.begin(result.rows.columns);
        if (result.rows.row_count() > 0) counted.take(result.rows);
    }
    writer->finish(truncated);
    output.finish();
    return {.rows = counted.rows, .truncated = truncated, .loss = writer->loss()};
}

void run_save_command(Shell& shell, std::string_view arguments) {
    const std::vector<std::string> words = command_words(arguments);
    if (words.empty() || words.size() > 2 || words[0].empty())
        throw wrong_usage(save_command, "'/save' takes a file and, behind it, a result");
    const std::string path = typed_path(shell, words[0]);
    const results::StoredResult& result =
        chosen_result(shell, words.size() == 2 ? words[1] : std::string());
    writer_of(path);  // Before anybody is asked anything.
    if (!may_write_file(shell, path)) return shell.say("Nothing was written.");
    SavedRows saved;
    shell.wait("writing " + visible(path), [&](const std::stop_token& stop) {
        saved = write_result(shell, result, path, stop);
    });
    shell.say(fmt::format("{}: {} {} of {}", visible(path), with_thousands(saved.rows),
                          saved.rows == 1 ? "row" : "rows", result.handle));
    if (saved.truncated)
        shell.say("⚠ more were there (read more with: /limits max_rows N)", Tone::warning);
    if (!saved.loss.empty()) shell.say("⚠ " + saved.loss, Tone::warning);
}

}

extern const SlashCommand save_command = {
    .name = "save",
    .aliases = "",
    .arguments = "FILE [rN]",
    .completes = Argument::file,
    .group = "Results",
    .summary = "write the last result, or rN, to a file",
    .details =
        "The name's ending says the format: .csv .tsv .json .jsonl .md .html .xlsx .txt\n"
        "Only you can read a new file. One that is there is only replaced when you say\n"
        "so. Where only the first rows were kept, the statement runs once more.",
    .run = run_save_command,
};

}
