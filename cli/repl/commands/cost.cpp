#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace askdb::cli::repl {

extern const SlashCommand cost_command;

namespace {

std::string count_of(std::int64_t number) {
    return with_thousands(static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0)));
}

std::string money_text(const Spent& spent) {
    const std::string known = fmt::format("${:.4f}", spent.cost_usd);
    if (!spent.has_unpriced) return known;
    return spent.cost_usd > 0 ? known + ", and what has no known price" : "no known price";
}

std::string spent_text(const Spent& spent) {
    constexpr double milliseconds_per_second = 1'000;
    const chat::Usage& usage = spent.usage;
    std::string text = fmt::format("turns        {}\n", spent.turns);
    text += fmt::format("tokens       {} in", count_of(usage.input_tokens));
    if (usage.cached_input_tokens > 0)
        text += fmt::format(" ({} of them from a cache)", count_of(usage.cached_input_tokens));
    text += fmt::format(", {} out\n", count_of(usage.output_tokens));
    text += fmt::format("money        {}\n", money_text(spent));
    text += fmt::format("model time   {:.1f} s\n", spent.model_ms / milliseconds_per_second);
    text += fmt::format("SQL time     {:.1f} s\n", spent.sql_ms / milliseconds_per_second);
    return text;
}

std::string last_turn_text(const chat::Answer& answer) {
    constexpr double milliseconds_per_second = 1'000;
    std::string text =
        fmt::format("last turn    {}: {} in, {} out", visible(answer.model),
                    count_of(answer.usage.input_tokens), count_of(answer.usage.output_tokens));
    if (answer.cost_usd) text += fmt::format(", ${:.4f}", *answer.cost_usd);
    return text + fmt::format(", {:.1f} s\n", answer.total_ms / milliseconds_per_second);
}

void run_cost_command(Shell& shell, std::string_view arguments) {
    expect_no_words(cost_command, arguments);
    const ShellState& state = shell.state();
    std::string text = spent_text(state.spent);
    if (!state.last.answer.model.empty()) text += last_turn_text(state.last.answer);
    shell.print(text);
}

}

extern const SlashCommand cost_command = {
    .name = "cost",
    .aliases = "",
    .arguments = "",
    .group = "Settings",
    .summary = "tokens, money and time since the start",
    .details =
        "Money is known where the model's price is: askdb knows those of usual models,\n"
        "and input_price and output_price of the configuration. To bound it:\n"
        "/limits max_cost_usd 0.50",
    .while_working = true,
    .run = run_cost_command,
};

}
