#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/doors.h"
#include "cli/environment.h"
#include "cli/help.h"
#include "cli/leave.h"
#include "cli/options.h"
#include "cli/output_file.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "cli/render/terminal.h"
#include "cli/render/theme.h"
#include "cli/render/views_json.h"
#include "cli/signals.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unistd.h>

namespace askdb::cli {
namespace {

/// What a run works with. The signals are watched from the first command on, and then until the
/// last word is written: that, too, may wait for a reader.
struct Run {
    const Environment& environment;
    Output& output;
    Messages& messages;
    std::optional<Signals> signals = {};
};

int run_command(Run& run, const Args& args) {
    if (!args.out.empty()) {
        auto file = std::make_unique<OutputFile>(args.out, run.signals->token());
        run.signals->remove_when_leaving(file->temporary());
        run.output.redirect(std::move(file));
    }
    const bool is_loaded_here = (args.command->set & READ_CONFIG_THEMSELVES) == 0;
    const Config config =
        is_loaded_here ? load_config(args, run.environment, run.signals->token()).value_or_throw()
                       : Config{};
    const Terminal terminal =
        look_at_terminal(run.environment, args.no_color, run.output.descriptor());
    run.messages.use_theme(choose_theme(run.environment, terminal.color_on_stderr(), config.theme));
    if (args.verbose) {
        for (const std::string& note : config.notes) run.messages.say(note, Tone::dim);
    }
    return args.command->run({args, config, run.environment, terminal, run.output, run.messages,
                              run.signals->token(), &*run.signals});
}

void tell_reader(Run& run, const Error& error, OutputFormat format) {
    try {
        print_error(run.output, run.messages, error, format);
    } catch (const std::exception&) {
        // What ended the run is what the user must see.
    }
}

/// An error that comes of an interrupt is one.
int run_command_and_tell(Run& run, const Args& args) {
    run.signals.emplace();
    try {
        return run_command(run, args);
    } catch (const std::exception&) {
        const std::optional<Error> error = error_of(std::current_exception());
        if (!error || run.signals->came()) throw Stopped();
        tell_reader(run, *error, args.output_format);
        throw;
    }
}

int run_program(Run& run, std::span<const char* const> words) {
    const Args args = parse_args(words).value_or_throw();
    int code = exit_answered;
    if (args.help || args.version) {
        run.output.write(args.help ? help_text(args.names_command ? args.command : nullptr)
                                   : version_text() + "\n");
    } else {
        code = run_command_and_tell(run, args);
    }
    // A file of -o is not replaced by nothing, unless nothing is the answer.
    if (code == exit_answered || run.output.has_bytes()) run.output.finish();
    return code;
}

/// The whole program; what it made is gone when it returns.
int run_words(std::span<const char* const> words) {
    const Environment environment = process_environment();
    const bool no_color =
        std::find(words.begin(), words.end(), std::string_view("--no-color")) != words.end();
    Messages messages(STDERR_FILENO,
                      look_at_terminal(environment, no_color, STDOUT_FILENO).color_on_stderr());
    Output output(STDOUT_FILENO);
    Run run{environment, output, messages};
    const int code = through_door(
        messages, [&] { return run_program(run, words.subspan(words.empty() ? 0 : 1)); });
    if (output.closed_by_reader()) die_of_closed_pipe();
    if (code == exit_interrupted) messages.say("askdb: interrupted", Tone::error);
    return code;
}

}
}

int main(int argc, char** argv) {
    using namespace askdb::cli;
    hold_standard_descriptors();
    leave(run_words({argv, static_cast<std::size_t>(argc)}));
}
