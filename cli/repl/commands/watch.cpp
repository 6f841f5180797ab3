#include "cli/limits.h"
#include "cli/repl/command_words.h"
#include "cli/repl/shell.h"
#include "cli/repl/slash_command.h"
#include "libagent/base/stop.h"
#include "libagent/base/text.h"

#include <fmt/chrono.h>

#include <charconv>
#include <chrono>

namespace askdb::cli::repl {

extern const SlashCommand watch_command;

namespace {

struct Watched {
    std::chrono::milliseconds pause;
    std::string statement;
};

/// "5 SELECT …", or the last statement behind a number alone.
Watched read_watched(std::string_view arguments, const LastTurn& last) {
    constexpr double least_seconds = 0.1, most_seconds = 86'400, milliseconds_per_second = 1'000;
    const std::size_t end = std::min(arguments.find_first_of(" \t\n"), arguments.size());
    const std::string_view number = arguments.substr(0, end);
    if (number.empty())
        throw wrong_usage(watch_command, "'/watch' needs a number of seconds behind it");
    double seconds = 0;
    const auto [rest, failed] =
        std::from_chars(number.data(), number.data() + number.size(), seconds);
    const bool is_number = failed == std::errc() && rest == number.data() + number.size();
    if (!is_number || !(seconds >= least_seconds) || seconds > most_seconds)
        throw wrong_usage(watch_command,
                          fmt::format("'{}' is no number of seconds from {} to {:.0f}",
                                      visible(number), least_seconds, most_seconds));
    const std::string_view typed = trim(arguments.substr(end));
    std::string statement = typed.empty() ? last.sql : std::string(typed);
    if (statement.empty())
        throw wrong_usage(watch_command, "there is no statement to watch, none has run yet");
    return {std::chrono::milliseconds(static_cast<std::int64_t>(seconds * milliseconds_per_second)),
            std::move(statement)};
}

/// Its rows are shown and not kept: somebody may watch for days.
void show_once(Shell& shell, const std::string& statement) {
    const database::Limits limits = turn_limits(shell.state().config.limits).statement;
    database::Rows rows;
    shell.wait("running the statement", [&](const std::stop_token& stop) {
        rows = shell.database().query(statement, limits, stop).value_or_throw();
    });
    const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    shell.say(fmt::format("{:%Y-%m-%d %H:%M:%S}", fmt::localtime(now)), Tone::dim);
    shell.show_rows(rows);
}

void run_watch_command(Shell& shell, std::string_view arguments) {
    const Watched watched = read_watched(arguments, shell.state().last);
    show_once(shell, watched.statement);
    const std::string doing = fmt::format("again every {:g} s; Ctrl-C ends",
                                          std::chrono::duration<double>(watched.pause).count());
    while (true) {
        shell.wait(doing, [&](const std::stop_token& stop) { sleep_or_stop(watched.pause, stop); });
        show_once(shell, watched.statement);
    }
}

}

extern const SlashCommand watch_command = {
    .name = "watch",
    .aliases = "\\watch",
    .arguments = "SECONDS [STATEMENT]",
    .completes = Argument::sql,
    .group = "Asking",
    .summary = "run a statement again and again",
    .details =
        "Without a STATEMENT the last one. It only reads, in the default database, and\n"
        "its rows become no results. Ctrl-C ends it, and so does an error.",
    .run = run_watch_command,
};

}
