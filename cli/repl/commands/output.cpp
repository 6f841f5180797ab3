#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "cli/repl/typed_file.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

namespace askdb::cli::repl {

extern const SlashCommand output_command;

namespace {

void run_output_command(Shell& shell, std::string_view arguments) {
    const std::string word = at_most_one_word(output_command, arguments);
    std::string& file = shell.state().show.output_file;
    if (word.empty() || word == "stdout") {
        if (file.empty()) return shell.say("Results go to the screen.", Tone::dim);
        shell.say(fmt::format("{} is closed; results go to the screen.", visible(file)), Tone::dim);
        file.clear();
        return;
    }
    const std::string path = typed_path(shell, word);
    expect_appendable(path);
    file = path;
    shell.say(fmt::format("Results are appended to {} as '{}' (see /data); /output ends that.",
                          visible(file), shell.state().show.data),
              Tone::dim);
}

}

extern const SlashCommand output_command = {
    .name = "output",
    .aliases = "\\o .output",
    .arguments = "[FILE]",
    .completes = Argument::file,
    .group = "Results",
    .summary = "append results to a file, not to the screen",
    .details =
        "Without a FILE they go to the screen again. The format is that of /data,\n"
        "whatever the name's ending says. For one result: /save FILE",
    .run = run_output_command,
};

}
