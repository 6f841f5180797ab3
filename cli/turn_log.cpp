#include "cli/turn_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string>

namespace askdb::cli {
namespace {

std::string_view value_of(std::initializer_list<LogField> fields, std::string_view key) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [key](const LogField& field) { return field.key == key; });
    return found == fields.end() ? std::string_view() : std::string_view(found->value);
}

}

std::string retry_notice(std::initializer_list<LogField> fields) {
    constexpr double milliseconds_per_second = 1'000;
    const std::string_view wait = value_of(fields, "wait_ms");
    const std::string_view error = value_of(fields, "error");
    double milliseconds = 0;
    if (wait.empty() || error.empty()) return {};
    std::from_chars(wait.data(), wait.data() + wait.size(), milliseconds);
    return fmt::format("trying again in {:.1f} s ({})", milliseconds / milliseconds_per_second,
                       error);
}

std::string log_line(std::string_view what, std::initializer_list<LogField> fields) {
    std::string line(what);
    for (const LogField& field : fields) {
        line += "  ";
        line += field.key;
        line += '=';
        line += field.value;
    }
    return line;
}

void TurnLog::write(LogLevel level, std::string_view what, std::initializer_list<LogField> fields) {
    if (const std::string retry = retry_notice(fields); !retry.empty()) progress_.show(retry);
    if (!verbose_ || level == LogLevel::debug) return;
    messages_.say(log_line(what, fields), level == LogLevel::info ? Tone::dim : Tone::warning);
}

}
