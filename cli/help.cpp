#include "cli/help.h"

#include "cli/config/sessions_setting.h"
#include "cli/config/share_setting.h"
#include "cli/limits.h"
#include "cli/options.h"
#include "cli/sessions/verb.h"
#include "libagent/base/text.h"
#include "libagent/results/writer.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli {
namespace {

constexpr std::size_t name_column = 28;
constexpr std::size_t usage_column = 36;

constexpr std::string_view program_examples = R"(
Examples:
  askdb -d shop.db "Which customer bought most in 2024?"
  askdb -d shop.db -m openai:gpt-4o -o revenue.xlsx "Revenue by month"
  askdb -d shop.db -j 4 -f questions.txt > report.md
  askdb -d shop.db sql "SELECT count(*) FROM orders"
)";

constexpr std::string_view exit_section = R"(
Exit codes:
  0  answered                            5  the model or its provider failed
  1  no answer, or the query is wrong    6  refused: it would not only read
  2  usage or configuration              7  a limit was reached; the answer is partial
  3  the database cannot be reached      8  the answer failed a check
  4  a statement took too long           130  interrupted
)";

/// "sql [STATEMENT | -f FILE]". The first command's word may be left out.
std::string command_and_arguments(const Command& command) {
    const bool optional = &command == &all_commands().front();
    std::string text = optional ? fmt::format("[{}]", command.name) : std::string(command.name);
    if (!command.arguments.empty()) text += fmt::format(" {}", command.arguments);
    return text;
}

/// A name and what is said of it, broken where it gets too wide.
std::string table_line(const std::string& names, const std::string& summary) {
    std::string text, line = fmt::format("  {:<{}}{}\n", names, name_column, summary);
    constexpr std::size_t widest = 100;
    while (display_width(line) > widest) {
        const std::size_t cut = line.rfind(' ', widest);
        if (cut == std::string::npos || cut <= name_column + 2) break;  // One long word.
        text += line.substr(0, cut) + "\n";
        line = fmt::format("{:<{}}{}", "", name_column + 2, line.substr(cut + 1));
    }
    return text + line;
}

/// What of a summary is about `command` (null: all of it): parts behind a "; " may begin with the
/// name of the one command that they are about.
std::string summary_for(const OptionSpec& option, const Command* command) {
    if (command == nullptr) return std::string(option.summary);
    std::vector<std::string> parts;
    for (std::string_view rest = option.summary; !rest.empty();) {
        const std::size_t end = std::min(rest.find("; "), rest.size());
        std::string_view part = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 2, rest.size()));
        const Command* const about = find_command(part.substr(0, part.find(':')));
        if (about != nullptr && about != command) continue;
        if (about != nullptr) part = trim(part.substr(about->name.size() + 1));
        parts.emplace_back(part);
    }
    return join(parts, "; ");
}

std::string option_line(const OptionSpec& option, const Command* command) {
    std::string names = join(option.names(), ", ");
    if (option.flags.starts_with("--")) names = "    " + names;
    if (!option.value.empty()) names += fmt::format(" {}", option.value);
    return table_line(names, summary_for(option, command));
}

/// Of one command, or of all (null).
std::string option_sections(const Command* command) {
    const unsigned commands = command == nullptr ? unsigned{ANY} : command->set;
    std::string text;
    std::string_view group;
    for (const OptionSpec& option : all_options()) {
        if ((option.commands & commands) == 0) continue;
        if (option.group != group) text += fmt::format("\n{}:\n", option.group);
        group = option.group;
        text += option_line(option, command);
    }
    return text;
}

/// Each format with the names of its files.
std::string format_section() {
    std::string text = "\nFormats of --data, and the files that -o takes for them:\n";
    for (const results::WriterSpec* writer : results::all_writers()) {
        std::string names(writer->name);
        for (const std::string& extension : split(writer->extensions, ' ')) {
            if (!extension.empty()) names += " ." + extension;
        }
        text += table_line(names, std::string(writer->summary));
    }
    return text;
}

std::string environment_section() {
    std::string text = "\nEnvironment:\n";
    const auto add = [&text](std::string_view names, std::string_view summary) {
        text += fmt::format("  {:<{}}{}\n", names, name_column, summary);
    };
    add("ASKDB_DATABASE, ASKDB_MODEL", "what -d and -m take");
    for (const LimitSpec& limit : all_limits())
        add(limit.variable, fmt::format("the limit {}", limit.key));
    add("ASKDB_CONFIG", "configuration file (else ~/.config/askdb/config.toml)");
    add(std::string(sessions_variable), "where conversations are kept, or off");
    add(std::string(share_variable), "what a model may see, as --share");
    add("OPENAI_API_KEY, …", "each vendor's own variable holds its key");
    add("OPENAI_BASE_URL, …", "another address for openai, and for anthropic");
    add("NO_COLOR", "no colours");
    return text;
}

/// What is too long for its column has its summary on the next line.
std::string usage_line(const Command& command) {
    const std::string usage = "askdb " + command_and_arguments(command);
    if (usage.size() < usage_column)
        return fmt::format("  {:<{}}{}\n", usage, usage_column, command.summary);
    return fmt::format("  {}\n  {:<{}}{}\n", usage, "", usage_column, command.summary);
}

/// What `sessions` does, verb by verb; empty for other commands.
std::string verb_section(const Command& command) {
    if (command.set != SESSIONS) return {};
    std::string text = "\nWhat it does:\n";
    for (const SessionsVerb& verb : all_sessions_verbs())
        text += table_line(std::string(trim(fmt::format("{} {}", verb.name, verb.arguments))),
                           std::string(verb.summary));
    return text;
}

std::string program_help() {
    std::string text = "askdb answers questions about a database. It only ever reads.\n\nUsage:\n";
    for (const Command& command : all_commands()) text += usage_line(command);
    text +=
        "\nOptions may stand anywhere; `--` ends them. Help on one command: askdb COMMAND --help\n";
    text += option_sections(nullptr);
    text += format_section();
    text += environment_section();
    text += exit_section;
    return text += program_examples;
}

std::string command_help(const Command& command) {
    return fmt::format("Usage: askdb [options] {}\n\n{}\n{}{}{}", command_and_arguments(command),
                       command.summary, verb_section(command), option_sections(&command),
                       format_section());
}

}

std::string help_text(const Command* command) {
    return command == nullptr ? program_help() : command_help(*command);
}

std::string version_text() {
    return "askdb " ASKDB_VERSION;
}

}
