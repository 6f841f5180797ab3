#include "cli/config/share_setting.h"
#include "cli/limits.h"
#include "cli/repl/change_config.h"
#include "cli/repl/command_words.h"
#include "cli/repl/model_words.h"
#include "cli/repl/sharing_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"
#include "libagent/loop/lessons.h"
#include "libagent/loop/prompt.h"
#include "libagent/tools/tool.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace askdb::cli::repl {

extern const SlashCommand share_command;

namespace {

std::string where_it_goes(const Shell& shell) {
    if (all_models_are_offline(shell))
        return "The built-in planner answers: nothing of this leaves this machine.\n";
    return fmt::format("What follows goes to:\n{}\n{}", model_in_words(shell),
                       model_is_elsewhere(shell) ? "" : "That is this machine.\n");
}

/// What of each result goes along with the conversation.
std::string rows_that_go(Shell& shell) {
    const std::size_t head = shell.wiring().agent().limits.head_rows;
    const tools::Sharing sharing = sharing_of_conversation(shell);
    if (!sharing.is_full()) return "\n" + sharing_in_words(sharing, head);
    std::string text = fmt::format(
        "Of each result: its columns with their smallest and largest value, how many\n"
        "rows there are, and the first {} of them (/share N changes that). A model may\n"
        "search columns for a value, read more rows of a result by SQL over it, and gets\n"
        "to see why a statement failed, in the database's words (/share schema, stats or\n"
        "sample shows it less). So far there are:\n",
        head);
    for (const results::StoredResult& result : shell.conversation().results.all())
        text += fmt::format("  {}: {} of {} rows, {} columns\n", result.handle,
                            with_thousands(std::min(head, result.rows.row_count())),
                            with_thousands(result.rows.row_count()), result.rows.column_count());
    if (shell.conversation().results.all().empty()) text += "  none\n";
    return text;
}

/// Lines longer than a screen is wide go on below, behind a margin: a pager may cut them.
std::string folded_lines(const std::string& text) {
    constexpr std::size_t widest = 78;
    constexpr std::string_view margin = "    ";
    std::string folded;
    for (const std::string& line : split(text, '\n')) {
        std::string rest = line;
        while (display_width(rest) > widest) {
            const std::size_t most = display_prefix(rest, widest).size();
            const std::size_t blank = rest.rfind(' ', most);
            const bool has_blank = blank != std::string::npos && blank > margin.size();
            const std::size_t cut = has_blank ? blank : most;
            folded += rest.substr(0, cut) + "\n";
            rest = std::string(margin) + rest.substr(has_blank ? cut + 1 : cut);
        }
        folded += rest + "\n";
    }
    return folded;
}

std::string system_message(Shell& shell) {
    const loop::Agent& agent = shell.wiring().agent();
    const std::string question = shell.state().last.question;
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    std::string text;
    shell.wait("reading the catalog", [&](const std::stop_token& stop) {
        const knowledge::Lessons lessons = loop::lessons_for(agent, question);
        text = loop::system_prompt(agent, {loop::Question{.text = question}, lessons, today}, stop);
    });
    return text;
}

void set_head_rows(Shell& shell, const std::string& rows) {
    const auto specs = all_limits();
    const auto limit = std::find_if(specs.begin(), specs.end(), [](const LimitSpec& spec) {
        return spec.member == &LimitValues::head_rows;
    });
    change_config(shell, [&](Config& config) {
        if (auto error = set_limit(config.limits, *limit, rows, "the number of rows"))
            throw Failure(std::move(*error));
    });
    shell.say(fmt::format("A model gets to see the first {} rows of each result.",
                          shell.wiring().agent().limits.head_rows));
}

void set_level(Shell& shell, const std::string& name) {
    const tools::ShareLevel level = read_share(lower_ascii(name), "'/share'").value_or_throw();
    change_config(shell, [&](Config& config) { config.sharing.level = level; });
    shell.say(
        sharing_in_words(sharing_of_conversation(shell), shell.wiring().agent().limits.head_rows));
}

void run_share_command(Shell& shell, std::string_view arguments) {
    const std::string word = at_most_one_word(share_command, arguments);
    const bool is_number = !word.empty() && word.find_first_not_of("0123456789-+.") == word.npos;
    if (is_number) return set_head_rows(shell, word);
    if (!word.empty()) return set_level(shell, word);
    std::string text = where_it_goes(shell) + "\n" + rows_that_go(shell);
    const std::string asked = shell.state().last.question;
    text += fmt::format(
        "\nWith every question goes the conversation so far, and this (here for {}):\n\n",
        asked.empty() ? std::string("no question yet") : "'" + visible(asked) + "'");
    shell.print(text + folded_lines(system_message(shell)));
}

}

extern const SlashCommand share_command = {
    .name = "share",
    .aliases = "",
    .arguments = "[LEVEL|ROWS]",
    .completes = Argument::none,
    .group = "Settings",
    .summary = "what a model gets to see, and where it goes",
    .details =
        "The very text that goes along with a question: databases, catalog, rules. LEVEL\n"
        "(schema, stats, sample, rows) is what a model sees of the data until you leave;\n"
        "a number, how many rows of each result: with 0 none, but at 'rows' and 'sample'\n"
        "still the smallest and largest value of each column. See also /egress.",
    .run = run_share_command,
};

}
