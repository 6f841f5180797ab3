#include "cli/args.h"
#include "cli/repl/command_words.h"
#include "cli/repl/model_words.h"
#include "cli/repl/sharing_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "cli/wiring.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

namespace askdb::cli::repl {

extern const SlashCommand egress_command;

namespace {

constexpr std::size_t most_told_columns = 200;

std::string counted(std::uint64_t number, std::string_view what) {
    return fmt::format("{} {}{}", with_thousands(number), what, number == 1 ? "" : "s");
}

/// The smallest and largest value of a column go along beside its rows.
std::string values_text(const models::HostEgress::Column& column) {
    const std::string values = counted(column.values - column.bounds, "value");
    return column.bounds == 0 ? values : values + " and " + counted(column.bounds, "bound");
}

std::string host_text(const std::string& host, const models::HostEgress& sent) {
    std::string text = fmt::format("{}: {}, {}\n", visible(host), counted(sent.requests, "request"),
                                   counted(sent.bytes, "byte"));
    std::size_t told = 0;
    for (const auto& [name, column] : sent.columns) {
        if (++told > most_told_columns) break;
        text += fmt::format("  {}: {}, {}\n", visible(name), values_text(column),
                            counted(column.bytes, "byte"));
    }
    if (sent.columns.empty()) text += "  no value of the data\n";
    if (sent.columns.size() > most_told_columns)
        text += fmt::format("  … {} columns in all\n", sent.columns.size());
    return text;
}

void run_egress_command(Shell& shell, std::string_view arguments) {
    expect_no_words(egress_command, arguments);
    std::string text =
        sharing_in_words(sharing_of_conversation(shell), shell.wiring().agent().limits.head_rows);
    const std::string& log = shell.program().args.egress_log;
    text +=
        fmt::format("log          {}\n", log.empty() ? "none (--egress-log FILE)" : visible(log));
    if (shell.wiring().model_choice().offline)
        text += "The built-in planner answers here: it sends nothing, and sees everything.\n";
    if (!all_models_are_offline(shell))
        text += fmt::format("What a model sees goes to:\n{}\n", model_in_words(shell));
    text += "\nFrom this conversation, since the start, went to:\n";
    const models::EgressByHost hosts =
        shell.ledger().of_conversation(shell.conversation().session_id);
    if (hosts.empty()) text += "nobody\n";
    for (const auto& [host, sent] : hosts) text += host_text(host, sent);
    shell.print(text);
}

}

extern const SlashCommand egress_command = {
    .name = "egress",
    .aliases = "",
    .arguments = "",
    .group = "Settings",
    .summary = "what has left this machine, by host",
    .details =
        "What a model may see (/share LEVEL), and for each host that was asked in this\n"
        "conversation: requests, their bytes, and how many values of which columns of\n"
        "results went along. Each request repeats those before it; they count once.",
    .while_working = true,
    .run = run_egress_command,
};

}
