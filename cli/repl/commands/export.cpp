#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "cli/repl/typed_file.h"
#include "libagent/base/text.h"
#include "sessions/export/export_conversation.h"

#include <fmt/format.h>

namespace askdb::cli::repl {

extern const SlashCommand export_command;

namespace {

/// Of a file by its name; a word without dot and slash is a format's own.
const sessions::ExportFormat& export_format_of(const std::string& word) {
    if (const auto* const format = sessions::find_export_format(word)) return *format;
    if (const auto* const format = sessions::find_export_format_of_file(word)) return *format;
    std::vector<std::string> names, known;
    for (const sessions::ExportFormat* format : sessions::all_export_formats()) {
        names.emplace_back(format->name);
        known.push_back(fmt::format("{} (.{})", format->name, split(format->extensions, ' ')[0]));
    }
    throw Failure(
        {Errc::usage,
         fmt::format("'{}' is no format, and no file's name that says one", visible(word)),
         did_you_mean(nearest(word, names, 1), "known: " + join(known, ", "))});
}

void run_export_command(Shell& shell, std::string_view arguments) {
    const std::string word = just_one_word(export_command, arguments);
    const sessions::ExportFormat& format = export_format_of(word);
    const bool is_file = word != format.name;
    const std::string path = typed_path(shell, word);
    if (is_file && !may_write_file(shell, path)) return shell.say("Nothing was written.");
    std::string document;
    shell.wait("reading the conversation", [&](const std::stop_token& stop) {
        Result<std::string> made =
            sessions::export_conversation(shell.archive(), shell.conversation().key(), format);
        if (!made)
            throw Failure({Errc::usage, "this conversation has no turns yet", "ask something"});
        document = std::move(made).value();
        if (is_file) write_private_file(path, document, stop);
    });
    if (!is_file) return shell.print(document);
    shell.say(fmt::format("{}: the conversation as {}", visible(path), format.name));
}

}

extern const SlashCommand export_command = {
    .name = "export",
    .aliases = "",
    .arguments = "FILE|FORMAT",
    .completes = Argument::file,
    .group = "Conversation",
    .summary = "write this conversation to a file",
    .details =
        "The name's ending says the format: .md, .html (a page of its own), .json, .sql\n"
        "(the statements, with the questions as comments). Statements that you ran are\n"
        "in all of them. The name of a FORMAT alone shows it here. Only you can read a\n"
        "new file; one that is there is only replaced when you say so.",
    .run = run_export_command,
};

}
