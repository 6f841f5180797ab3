#include "cli/limits.h"

#include "cli/render/rows_output.h"
#include "cli/repl/change_config.h"
#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace askdb::cli::repl {

extern const SlashCommand limits_command;

namespace {

using database::Kind;

std::string_view shown_unit(LimitUnit unit) {
    switch (unit) {
        case LimitUnit::count: return "";
        case LimitUnit::seconds: return "s";
        case LimitUnit::dollars: return "USD";
    }
    return "";
}

std::string limit_text(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : std::string("none");
}

database::Rows list_limits(const Config& config) {
    const LimitValues own = built_in_limits();
    database::Rows rows;
    for (const char* name : {"limit", "value", "unit", "built_in"})
        rows.columns.push_back({.name = name});
    for (const LimitSpec& limit : all_limits()) {
        const double usual = *(own.*limit.member);
        rows.append(Kind::text, limit.key);
        rows.append(Kind::text, limit_text((config.limits.*limit.member).value_or(usual)));
        append_or_null(rows, std::string(shown_unit(limit.unit)));
        rows.append(Kind::text, limit_text(usual));
    }
    rows.settle_kinds();
    return rows;
}

/// "max-rows" and "--max-rows" are "max_rows".
const LimitSpec& find_limit(std::string name) {
    name = lower_ascii(name);
    name.erase(0, name.find_first_not_of('-'));
    std::replace(name.begin(), name.end(), '-', '_');
    std::vector<std::string> names;
    for (const LimitSpec& limit : all_limits()) {
        if (limit.key == name) return limit;
        names.emplace_back(limit.key);
    }
    throw Failure({Errc::usage, fmt::format("no limit named '{}'", visible(name)),
                   did_you_mean(nearest(name, names, 1), "list them with: /limits")});
}

void change_limit(Shell& shell, const LimitSpec& limit, const std::string& value) {
    const std::string where = fmt::format("the limit '{}'", limit.key);
    change_config(shell, [&](Config& config) {
        if (lower_ascii(value) == "default") {
            config.limits.*limit.member = shell.program().config.limits.*limit.member;
        } else if (auto error = set_limit(config.limits, limit, value, where)) {
            throw Failure(std::move(*error));
        }
    });
    const std::optional<double>& now = shell.state().config.limits.*limit.member;
    shell.say(fmt::format("{} is {}", limit.key,
                          limit_text(now.value_or(*(built_in_limits().*limit.member)))),
              Tone::dim);
}

void run_limits_command(Shell& shell, std::string_view arguments) {
    const std::vector<std::string> words = command_words(arguments);
    if (words.empty()) return shell.show_rows(list_limits(shell.state().config), "");
    if (words.size() != 2)
        throw wrong_usage(limits_command, "'/limits' takes a name and a value, or nothing");
    change_limit(shell, find_limit(words[0]), words[1]);
}

}

extern const SlashCommand limits_command = {
    .name = "limits",
    .aliases = "",
    .arguments = "[NAME VALUE]",
    .completes = Argument::limit,
    .group = "Settings",
    .summary = "show the limits, or change one",
    .details =
        "They bound every turn, outside the model's sight: rows and time of a statement,\n"
        "steps, tokens, money. A change holds until you leave; the VALUE 'default' takes\n"
        "it back.",
    .run = run_limits_command,
};

}
