#include "cli/replay/replay_args.h"

#include "cli/args.h"
#include "cli/options.h"
#include "libagent/base/text.h"

#include <fmt/format.h>

#include <charconv>

namespace askdb::cli {

Result<std::optional<int>> read_turn(const Args& args) {
    if (args.turn.empty()) return std::optional<int>();
    int number = 0;
    const char* const end = args.turn.data() + args.turn.size();
    const auto [last, code] = std::from_chars(args.turn.data(), end, number);
    if (code == std::errc() && last == end && number >= 1) return std::optional(number);
    return Error{
        Errc::usage,
        fmt::format("option '--turn' must be the number of a turn, not '{}'", visible(args.turn)),
        "their numbers: askdb sessions show"};
}

std::optional<Error> check_replay_args(const Args& args) {
    if (args.command->set != REPLAY) return std::nullopt;
    if (const auto turn = read_turn(args); !turn) return turn.error();
    if (args.exact && !args.check)
        return Error{Errc::usage, "'--exact' only goes with '--check'",
                     "askdb replay --check --exact"};
    if (!args.check) return std::nullopt;
    const bool wants_report = args.output_format == OutputFormat::json;
    if (!args.data.empty() || (!args.out.empty() && !wants_report))
        return Error{Errc::usage, "'--check' compares, and prints no rows",
                     "leave out '--check' for the rows; for a report: --output json, which may go "
                     "to a file: -o FILE"};
    return std::nullopt;
}

}
