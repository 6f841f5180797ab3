#include "cli/completion/completion_script.h"

#include "cli/args.h"
#include "cli/command.h"
#include "cli/completion/completion_shells.h"
#include "cli/options.h"
#include "libagent/base/text.h"
#include "libagent/database/dialect.h"
#include "libagent/results/writer.h"
#include "libagent/tools/sharing.h"
#include "sessions/export/export_format.h"

namespace askdb::cli {
namespace {

std::vector<std::string> fixed_values(std::string_view option) {
    std::vector<std::string> values;
    if (option == "--output") values.assign(output_formats.begin(), output_formats.end());
    if (option == "--share") values.assign(tools::share_levels.begin(), tools::share_levels.end());
    if (option == "--words") values.assign(word_kinds.begin(), word_kinds.end());
    if (option == "--data") {
        for (const results::WriterSpec* writer : results::all_writers())
            values.emplace_back(writer->name);
    }
    if (option == "--format") {
        for (const sessions::ExportFormat* format : sessions::all_export_formats())
            values.emplace_back(format->name);
    }
    if (option == "--dialect") {
        for (const database::Dialect* dialect : database::all_dialects())
            values.emplace_back(dialect->name);
    }
    return values;
}

/// By what the help calls the value.
AskedWords asked_words(std::string_view value) {
    if (value == "DB") return AskedWords::databases;
    if (value == "MODEL" || value == "[MODEL]") return AskedWords::models;
    if (value == "[ID]") return AskedWords::sessions;
    if (value == "FILE" || value == "DIR" || value == "FOLDER") return AskedWords::files;
    return AskedWords::none;
}

/// As much of a summary as fits beside an option's name on a line of 80 columns: whole clauses.
std::string short_summary(std::string_view summary) {
    constexpr std::size_t most_columns = 54;
    if (display_width(summary) <= most_columns) return std::string(summary);
    std::size_t end = summary.size(), depth = 0;
    for (std::size_t i = 0; i < summary.size() && i <= most_columns; ++i) {
        const std::string_view two = summary.substr(i, 2);
        const bool is_end = two == "; " || two == ", " || two == " (";
        if (is_end && depth == 0) end = i;
        if (summary[i] == '(') ++depth;
        if (summary[i] == ')' && depth > 0) --depth;
    }
    return std::string(summary.substr(0, end));
}

CompletedWord completed_option(const OptionSpec& option) {
    return {.names = option.names(),
            .summary = short_summary(option.summary),
            .takes_value = !option.value.empty(),
            .values = fixed_values(option.long_name()),
            .asked = asked_words(option.value),
            .commands = option.commands};
}

CompletedWord completed_command(const Command& command) {
    CompletedWord word{.names = {std::string(command.name)},
                       .summary = std::string(command.summary),
                       .values = word_choices(command),
                       .commands = command.set};
    if (command.arguments.find("TABLE") != std::string_view::npos) word.asked = AskedWords::tables;
    if (command.arguments.find("DB") != std::string_view::npos) word.asked = AskedWords::databases;
    if (command.arguments.find("NAME") != std::string_view::npos) word.asked = AskedWords::models;
    if (command.arguments == "[ID]") word.asked = AskedWords::sessions;
    return word;
}

}

std::string completion_script(std::string_view shell) {
    CompletedProgram program;
    for (const OptionSpec& option : all_options())
        program.options.push_back(completed_option(option));
    for (const Command& command : all_commands())
        program.commands.push_back(completed_command(command));
    if (shell == "bash") return bash_completion(program);
    return shell == "zsh" ? zsh_completion(program) : fish_completion(program);
}

}
