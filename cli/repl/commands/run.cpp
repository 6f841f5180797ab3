#include "cli/input.h"
#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "cli/repl/typed_file.h"
#include "libagent/base/text.h"
#include "libagent/database/sql_statements.h"

#include <fmt/format.h>

namespace askdb::cli::repl {

extern const SlashCommand run_command;

namespace {

std::string read_script(Shell& shell, const std::string& path) {
    constexpr std::size_t most_bytes = 16u << 20;
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    std::string text;
    shell.wait("reading " + visible(path), [&](const std::stop_token& stop) {
        text = read_file(path, most_bytes, stop).value_or_throw();
    });
    if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
    return text;
}

void run_run_command(Shell& shell, std::string_view arguments) {
    const std::string path = typed_path(shell, just_one_word(run_command, arguments));
    const std::string script = read_script(shell, path);
    const auto pieces = database::split_statements(script, shell.database().dialect());
    if (pieces.empty())
        throw Failure({Errc::usage, fmt::format("no statement stands in '{}'", visible(path))});
    std::size_t done = 0;
    for (const database::SqlPiece& piece : pieces) {
        try {
            shell.run_sql(std::string(piece.sql));
        } catch (const Failure& failure) {
            Error error = failure.error();
            error.message = fmt::format("{}:{}: {}", visible(path), piece.line, error.message);
            if (pieces.size() > 1)
                shell.say(fmt::format("stopped: {} of {} statements ran", done, pieces.size()),
                          Tone::dim);
            throw Failure(std::move(error));
        }
        ++done;
    }
}

}

extern const SlashCommand run_command = {
    .name = "run",
    .aliases = "\\i .read",
    .arguments = "FILE",
    .completes = Argument::file,
    .group = "Asking",
    .summary = "run the SQL statements of a file",
    .details =
        "One after another, each as if it were typed: guarded, shown, kept as a result.\n"
        "The first that fails ends it. They are cut at semicolons.",
    .run = run_run_command,
};

}
