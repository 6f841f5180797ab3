#include "libagent/database/files/date_shape.h"

#include "libagent/base/ascii.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <optional>

namespace askdb::database {
namespace {

constexpr std::size_t iso_date_bytes = 10;

/// The one or two digits at `at`, below `end`.
bool two_digits_below(std::string_view text, std::size_t at, int end) {
    if (text.size() < at + 2 || !is_ascii_digit(text[at]) || !is_ascii_digit(text[at + 1]))
        return false;
    return (text[at] - '0') * 10 + (text[at + 1] - '0') < end;
}

/// How long the time at the beginning is; 0: there is none.
std::size_t time_bytes(std::string_view text) {
    constexpr std::size_t hour_and_minute = 5, with_seconds = 8;
    constexpr int hours = 24, minutes = 60, seconds = 61;  // A leap second is one.
    if (!two_digits_below(text, 0, hours) || text.size() < hour_and_minute || text[2] != ':' ||
        !two_digits_below(text, 3, minutes))
        return 0;
    if (text.size() == hour_and_minute || text[hour_and_minute] != ':') return hour_and_minute;
    if (!two_digits_below(text, hour_and_minute + 1, seconds)) return 0;
    std::size_t end = with_seconds;
    if (end < text.size() && text[end] == '.') {
        ++end;
        const std::size_t begin = end;
        while (end < text.size() && is_ascii_digit(text[end])) ++end;
        if (end == begin) return 0;
    }
    return end;
}

constexpr int minutes_per_hour = 60;

int two_digits(std::string_view text, std::size_t at) {
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

/// The minutes that Z, +HH, +HHMM or +HH:MM is east of UTC.
std::optional<int> zone_minutes(std::string_view zone) {
    constexpr int hours = 24;
    constexpr std::size_t sign_and_hour = 3;
    if (zone == "Z") return 0;
    if (zone.empty() || (zone[0] != '+' && zone[0] != '-') || !two_digits_below(zone, 1, hours))
        return std::nullopt;
    int minutes = two_digits(zone, 1) * minutes_per_hour;
    if (zone.size() > sign_and_hour) {
        const std::size_t at = zone[sign_and_hour] == ':' ? sign_and_hour + 1 : sign_and_hour;
        if (zone.size() != at + 2 || !two_digits_below(zone, at, minutes_per_hour))
            return std::nullopt;
        minutes += two_digits(zone, at);
    }
    return zone[0] == '-' ? -minutes : minutes;
}

/// A date's three numbers as they stand, and where they end.
struct ThreeNumbers {
    std::array<int, 3> values{};
    std::array<std::size_t, 3> digits{};
    char separator = 0;
    std::size_t end = 0;
};

std::optional<ThreeNumbers> three_numbers(std::string_view text) {
    constexpr std::size_t most_digits = 4;
    ThreeNumbers found;
    std::size_t at = 0;
    for (std::size_t i = 0; i < found.values.size(); ++i) {
        while (at < text.size() && is_ascii_digit(text[at])) {
            if (++found.digits[i] > most_digits) return std::nullopt;
            found.values[i] = found.values[i] * 10 + (text[at++] - '0');
        }
        if (found.digits[i] == 0) return std::nullopt;
        if (i == 2) break;
        if (at == text.size() || (i == 1 && text[at] != found.separator)) return std::nullopt;
        found.separator = text[at++];
    }
    found.end = at;
    const bool known = std::string_view("-/.").find(found.separator) != std::string_view::npos;
    return known ? std::optional(found) : std::nullopt;
}

bool is_calendar_day(int year, int month, int day) {
    return std::chrono::year_month_day(std::chrono::year(year),
                                       std::chrono::month(static_cast<unsigned>(month)),
                                       std::chrono::day(static_cast<unsigned>(day)))
        .ok();
}

unsigned orders_of(const ThreeNumbers& n) {
    constexpr std::size_t year_digits = 4;
    const auto [a, b, c] = n.values;
    if (n.digits[0] == year_digits && n.digits[1] <= 2 && n.digits[2] <= 2) {
        if (!is_calendar_day(a, b, c)) return 0;
        const bool is_iso = n.separator == '-' && n.digits[1] == 2 && n.digits[2] == 2;
        return is_iso ? iso_date : year_month_day;
    }
    if (n.digits[2] != year_digits || n.digits[0] > 2 || n.digits[1] > 2) return 0;
    unsigned orders = 0;
    if (is_calendar_day(c, b, a)) orders |= day_month_year;
    if (is_calendar_day(c, a, b)) orders |= month_day_year;
    return orders;
}

/// Where a day more or less may leave the years of four digits.
bool is_at_the_end_of_years(const ThreeNumbers& n) {
    constexpr int last_year = 9999;
    const int year = n.digits[0] > 2 ? n.values[0] : n.values[2];
    return year == 0 || year == last_year;
}

/// `10:30` as `10:30:00`, `10:30:00.50` as `10:30:00.5`.
void append_whole_time(std::string_view time, std::string& out) {
    constexpr std::size_t hour_and_minute = 5;
    if (time.find('.') != std::string_view::npos) {
        time = time.substr(0, time.find_last_not_of('0') + 1);
        if (time.ends_with('.')) time.remove_suffix(1);
    }
    out += time;
    if (time.size() == hour_and_minute) out += ":00";
}

/// "2024-01-05 22:30:00" for these numbers, a time and the minutes that it is east of UTC.
void write_in_utc(const std::array<int, 3>& date, std::string_view time, int east,
                  std::string& out) {
    constexpr std::size_t hour_and_minute = 5;
    const auto [year, month, day] = date;
    const std::chrono::sys_days midnight = std::chrono::year_month_day(
        std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
        std::chrono::day(static_cast<unsigned>(day)));
    const int of_day = two_digits(time, 0) * minutes_per_hour + two_digits(time, 3) - east;
    const auto moment = midnight + std::chrono::minutes(of_day);
    const auto begin = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day utc(begin);
    const auto minutes = (moment - begin).count();
    std::string in_utc =
        fmt::format("{:02}:{:02}", minutes / minutes_per_hour, minutes % minutes_per_hour);
    in_utc += time.substr(hour_and_minute);
    fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02} ", static_cast<int>(utc.year()),
                   static_cast<unsigned>(utc.month()), static_cast<unsigned>(utc.day()));
    append_whole_time(in_utc, out);
}

/// Year, month and day.
std::array<int, 3> calendar_order(const std::array<int, 3>& values, DateOrder order) {
    const auto [first, second, third] = values;
    if (order == day_month_year) return {third, second, first};
    if (order == month_day_year) return {third, first, second};
    return values;
}

/// Whether iso_timestamp_text() would write the same: what programs write mostly.
bool is_iso_timestamp(std::string_view text, DateOrder order) {
    constexpr std::string_view shape = "0000-00-00 00:00:00";
    constexpr std::size_t before_seconds = 16;  // An offset may be as long as seconds are.
    return order == iso_date && text.size() == shape.size() && text[iso_date_bytes] == ' ' &&
           text[before_seconds] == ':';
}

}

DateShape date_shape(std::string_view text) {
    const std::optional<ThreeNumbers> numbers = three_numbers(text);
    if (!numbers) return {};
    const unsigned orders = orders_of(*numbers);
    if (orders == 0 || numbers->end == text.size()) return {.orders = orders};
    const char gap = text[numbers->end];
    if (gap != ' ' && gap != 'T') return {};
    const std::string_view time = text.substr(numbers->end + 1);
    const std::size_t bytes = time_bytes(time);
    if (bytes == 0) return {};
    if (bytes == time.size()) return {.orders = orders, .has_time = true};
    const std::optional<int> zone = zone_minutes(time.substr(bytes));
    if (!zone || (*zone != 0 && is_at_the_end_of_years(*numbers))) return {};
    return {.orders = orders, .has_time = true, .has_zone = true};
}

bool is_time_of_day(std::string_view text) {
    const std::size_t time = time_bytes(text);
    return time > 0 && time == text.size();
}

std::string_view iso_date_text(std::string_view text, DateOrder order, std::string& scratch) {
    if (order == iso_date && text.size() == iso_date_bytes) return text;
    const std::optional<ThreeNumbers> numbers = three_numbers(text);
    if (!numbers) return text;
    const auto [year, month, day] = calendar_order(numbers->values, order);
    scratch = fmt::format("{:04}-{:02}-{:02}", year, month, day);
    return scratch;
}

std::string_view iso_timestamp_text(std::string_view text, DateOrder order, std::string& scratch) {
    if (is_iso_timestamp(text, order)) return text;
    const std::optional<ThreeNumbers> numbers = three_numbers(text);
    if (!numbers) return text;
    const std::array<int, 3> date = calendar_order(numbers->values, order);
    const std::string_view rest = text.substr(std::min(numbers->end + 1, text.size()));
    const std::size_t bytes = time_bytes(rest);
    const std::string_view time = bytes > 0 ? rest.substr(0, bytes) : "00:00:00";
    scratch.clear();
    write_in_utc(date, time, zone_minutes(rest.substr(bytes)).value_or(0), scratch);
    return scratch;
}

std::string_view iso_time_text(std::string_view text, std::string& scratch) {
    scratch.clear();
    append_whole_time(text, scratch);
    return scratch;
}

}
