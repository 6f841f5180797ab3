#include "libagent/models/retry_after.h"

#include "libagent/base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace askdb::models {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

constexpr milliseconds longest_requested_wait = std::chrono::hours(24);

std::optional<double> read_wait_number(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) {
        return std::nullopt;
    }
    return number;
}

milliseconds bounded_wait(double wait_ms) {
    const auto longest = static_cast<double>(longest_requested_wait.count());
    return milliseconds(static_cast<std::int64_t>(std::clamp(wait_ms, 0.0, longest)));
}

unsigned http_date_digits(std::string_view text, std::size_t at, std::size_t count) {
    unsigned number = 0;
    const std::string_view digits = text.substr(at, count);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() ? number : 0;
}

/// The preferred form only: senders must use it, and it has the same width always.
std::optional<system_clock::time_point> parse_http_date(std::string_view text) {
    constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    constexpr std::size_t date_width = std::string_view("Sun, 06 Nov 1994 08:49:37 GMT").size();
    if (text.size() != date_width || !text.ends_with(" GMT")) return std::nullopt;
    const auto month = std::find(months.begin(), months.end(), text.substr(8, 3));
    if (month == months.end()) return std::nullopt;
    const std::chrono::year_month_day date(
        std::chrono::year(static_cast<int>(http_date_digits(text, 12, 4))),
        std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1),
        std::chrono::day(http_date_digits(text, 5, 2)));
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(http_date_digits(text, 17, 2)) +
           std::chrono::minutes(http_date_digits(text, 20, 2)) +
           std::chrono::seconds(http_date_digits(text, 23, 2));
}

}

milliseconds parse_retry_after(std::string_view value, system_clock::time_point now) {
    constexpr double ms_per_second = 1000;
    value = trim(value);
    if (const auto seconds = read_wait_number(value)) return bounded_wait(*seconds * ms_per_second);
    const auto date = parse_http_date(value);
    if (!date || *date <= now) return milliseconds(0);
    return std::min(std::chrono::ceil<milliseconds>(*date - now), longest_requested_wait);
}

milliseconds requested_wait(const net::HttpResponse& response, system_clock::time_point now) {
    if (const auto wait_ms = read_wait_number(trim(response.header("retry-after-ms")))) {
        return bounded_wait(*wait_ms);
    }
    return parse_retry_after(response.header("retry-after"), now);
}

}
