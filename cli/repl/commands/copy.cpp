#include "cli/repl/clipboard.h"
#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "cli/repl/typed_file.h"
#include "libagent/base/text.h"
#include "libagent/results/writer.h"

#include <fmt/format.h>

namespace askdb::cli::repl {

extern const SlashCommand copy_command;

namespace {

struct Copied {
    std::string what;
    std::string text;
};

/// Rows as spreadsheets take them.
Copied rows_to_copy(Shell& shell, const std::string& handle) {
    const results::StoredResult& result = chosen_result(shell, handle);
    results::StringSink sink;
    results::write_rows(*results::find_writer("tsv"), result.rows, {}, sink);
    return {
        fmt::format("the {} rows of {}", with_thousands(result.rows.row_count()), result.handle),
        std::move(sink.text)};
}

Copied what_to_copy(Shell& shell, const std::string& word) {
    const LastTurn& last = shell.state().last;
    if (word.empty() || word == "answer") {
        if (last.answer.response.empty()) throw Failure({Errc::usage, "there is no answer yet"});
        return {"the answer", std::string(trim(last.answer.response))};
    }
    if (word == "sql") {
        if (last.sql.empty()) throw Failure({Errc::usage, "no statement has run yet"});
        return {"the statement", last.sql};
    }
    return rows_to_copy(shell, word);
}

void run_copy_command(Shell& shell, std::string_view arguments) {
    const Copied copied = what_to_copy(shell, at_most_one_word(copy_command, arguments));
    std::string program;
    shell.wait("copying", [&](const std::stop_token& stop) {
        program = copy_by_program(copied.text, shell.program().environment, stop);
    });
    if (program.empty() && !shell.copy_by_terminal(copied.text))
        throw Failure({Errc::unavailable, "nothing here takes a text for the clipboard",
                       "install wl-clipboard or xclip, or write it to a file: /save FILE"});
    shell.say(program.empty() ? fmt::format("Asked the terminal to copy {}.", copied.what)
                              : fmt::format("Copied {} ({}).", copied.what, program),
              Tone::dim);
}

}

extern const SlashCommand copy_command = {
    .name = "copy",
    .aliases = "",
    .arguments = "[answer|sql|rN]",
    .completes = Argument::handle,
    .group = "Results",
    .summary = "copy the answer, the SQL or rows",
    .details =
        "By wl-copy, xclip, xsel or pbcopy where there is one, else by asking the\n"
        "terminal (OSC 52), which also works over ssh. Rows are copied with tabs, as\n"
        "spreadsheets take them.",
    .run = run_copy_command,
};

}
