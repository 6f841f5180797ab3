#include "cli/repl/work_status.h"

#include "libagent/base/text.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <vector>

namespace askdb::cli::repl {
namespace {

constexpr std::array<std::string_view, 10> pictures = {"⠋", "⠙", "⠹", "⠸", "⠼",
                                                       "⠴", "⠦", "⠧", "⠇", "⠏"};
constexpr std::string_view separator = " · ";

}

std::string tokens_in_short(std::int64_t tokens) {
    constexpr std::int64_t thousand = 1'000, million = 1'000'000;
    if (tokens < thousand) return fmt::format("{} tokens", tokens);
    if (tokens < million)
        return fmt::format("{:.1f} k tokens", static_cast<double>(tokens) / thousand);
    return fmt::format("{:.1f} M tokens", static_cast<double>(tokens) / million);
}

std::string time_in_short(double milliseconds) {
    constexpr double second = 1'000, minute = 60'000;
    if (milliseconds < 1) return "<1 ms";
    if (milliseconds < second) return fmt::format("{:.0f} ms", milliseconds);
    if (milliseconds < minute) return fmt::format("{:.1f} s", milliseconds / second);
    const auto seconds = static_cast<std::int64_t>(milliseconds / second);
    return fmt::format("{} min {} s", seconds / 60, seconds % 60);
}

std::string money_in_short(double usd) {
    constexpr double cent = 0.01;
    return usd != 0 && usd < cent ? fmt::format("${:.4f}", usd) : fmt::format("${:.2f}", usd);
}

std::string status_row(const WorkStatus& status, std::size_t width, const Theme& theme) {
    std::vector<std::string> parts;
    if (status.step > 1) parts.push_back(fmt::format("step {}", status.step));
    parts.push_back(status.is_stopping ? "stopping" : status.doing);
    if (status.rows && *status.rows > 0)
        parts.push_back(
            fmt::format("{} row{}", with_thousands(*status.rows), *status.rows == 1 ? "" : "s"));
    if (status.seconds >= 1) parts.push_back(fmt::format("{:.0f} s", status.seconds));
    if (status.tokens > 0) parts.push_back(tokens_in_short(status.tokens));
    if (status.cost_usd && *status.cost_usd > 0) parts.push_back(money_in_short(*status.cost_usd));
    const std::string line =
        fmt::format("{} {}", pictures[status.frame % pictures.size()], join(parts, separator));
    return theme.paint(Style::status, display_prefix(line, width > 1 ? width - 1 : 1));
}

}
