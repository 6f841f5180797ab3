#include "cli/init/init.h"

#include "cli/args.h"
#include "cli/config/config.h"
#include "cli/config/config_check.h"
#include "cli/doors.h"
#include "cli/environment.h"
#include "cli/init/ask_database.h"
#include "cli/init/ask_model.h"
#include "cli/init/config_text.h"
#include "cli/init/example.h"
#include "cli/render/messages.h"
#include "cli/render/output.h"
#include "cli/render/terminal.h"
#include "cli/sessions/age_text.h"
#include "libagent/base/new_file.h"
#include "libagent/base/text.h"
#include "sessions/moment_text.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <string_view>
#include <unistd.h>

namespace askdb::cli {
namespace {

std::string config_folder_of(const std::string& path) {
    const std::string folder = std::filesystem::path(path).parent_path().string();
    std::error_code failed;
    const auto absolute = std::filesystem::absolute(folder.empty() ? "." : folder, failed);
    return failed ? folder : absolute.lexically_normal().string();
}

/// Writes a new file; gives its name, which is another one where that was taken.
std::string write_beside(const std::string& path, std::string_view text) {
    constexpr int most_tries = 100;
    make_private_folder(config_folder_of(path));
    NewFile file(path);
    file.write(text);
    if (file.take_name(path)) return path;
    for (int number = 1; number <= most_tries; ++number) {
        const std::string other =
            number == 1 ? path + ".new" : fmt::format("{}.new-{}", path, number);
        if (file.take_name(other)) return other;
    }
    throw Failure({Errc::usage, fmt::format("'{}' and all names beside it are taken", path)});
}

/// The file with the password; taken away again unless keep() is called.
class SecretFile {
  public:
    explicit SecretFile(const ChosenDatabase& chosen) {
        if (chosen.secret.empty()) return;
        const std::string& path = chosen.config.password.file;
        make_private_folder(config_folder_of(path));
        NewFile file(path);
        file.write(chosen.secret + "\n");
        if (!file.take_name(path))
            throw Failure({Errc::usage, fmt::format("'{}' is there already", visible(path))});
        path_ = path;
    }
    ~SecretFile() {
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    SecretFile(const SecretFile&) = delete;
    SecretFile& operator=(const SecretFile&) = delete;

    void keep() { path_.clear(); }

  private:
    std::string path_;
};

/// Everything that is to be written; gives the name of the configuration.
std::string write_all(const CommandContext& context, const std::optional<ChosenDatabase>& database,
                      const std::string& path, std::string_view text) {
    if (!database) return write_beside(path, text);
    if (database->is_example) make_example(context.environment, context.stop);
    SecretFile secret(*database);
    std::string written = write_beside(path, text);
    secret.keep();
    return written;
}

/// What `config check` has to say against the new file.
void tell_problems(Interview& person, const CommandContext& context, const std::string& path) {
    Args args = context.args;
    args.config = path;
    args.no_project_config = true;
    const ConfigReport report = check_configuration(
        {.args = args, .environment = context.environment, .stop = context.stop});
    for (const Finding& finding : report.findings) {
        if (finding.verdict != Verdict::broken) continue;
        person.say(finding.message, Tone::warning);
        if (!finding.fix.empty()) person.say("    → " + finding.fix, Tone::dim);
    }
}

void tell_what_next(Interview& person, const std::optional<ChosenDatabase>& database,
                    const std::string& written, const std::string& path) {
    person.say(fmt::format("\nWritten: {}", visible(written)));
    if (written != path)
        person.say(
            fmt::format("{0} was there already, and stays as it is. Compare the two, and "
                        "take over what you want:\n    diff -u '{0}' '{1}'",
                        visible(path), visible(written)));
    const bool is_example = database && database->config.name == "example";
    if (database) {
        person.say(
            "Next:\n    askdb                     a conversation\n"
            "    askdb tables              what there is");
        if (is_example) person.say(fmt::format("    askdb \"{}\"", example_question));
    } else {
        person.say("Next:\n    askdb -d FILE.csv \"How many rows are there?\"");
    }
    person.say("    askdb doctor              all of it, tried");
}

/// The user's file, which is not the project's.
std::string path_to_write(const CommandContext& context) {
    for (const ConfigPlace& place : config_places(context.args, context.environment)) {
        if (place.trust == Trust::user) return place.path;
    }
    throw Failure({Errc::usage, "there is no folder for a configuration",
                   "set HOME, or name a file: askdb init --config FILE"});
}

}

std::string interview_for_configuration(Interview& person, const CommandContext& context,
                                        const std::string& path) {
    person.say(
        "A few questions; Enter takes what stands in brackets. Nothing is written before "
        "the last one, and Ctrl-C leaves all as it is.");
    if (::access(path.c_str(), F_OK) == 0)
        person.say(fmt::format("{} is there already: it stays as it is.", visible(path)));
    const std::optional<ChosenDatabase> database =
        ask_database(person, context, config_folder_of(path));
    InitChoices choices{.model = ask_model(person, context),
                        .date = sessions::date_text(moment_now())};
    if (database) choices.database = database->config;
    const std::string text = config_text(choices);
    person.say("\n" + text, Tone::dim);
    if (!confirm(person, fmt::format("Write that to {}?", visible(path)), true)) {
        person.say("Nothing was written.");
        return {};
    }
    const std::string written = write_all(context, database, path, text);
    tell_problems(person, context, written);
    tell_what_next(person, database, written, path);
    return written;
}

int run_init(const CommandContext& context) {
    if (context.args.example) {
        const std::string path = make_example(context.environment, context.stop);
        context.output.write(path + "\n");
        if (!context.args.quiet)
            context.messages.say(
                fmt::format("try: askdb -d '{}' \"{}\"", visible(path), example_question),
                Tone::dim);
        return exit_answered;
    }
    const std::string path = path_to_write(context);
    const auto person =
        make_terminal_interview(context.messages, context.terminal.on_stderr, context.stop);
    interview_for_configuration(*person, context, path);
    return exit_answered;
}

}
