#include "libagent/base/time_text.h"

#include "libagent/base/ascii.h"

#include <fmt/format.h>

#include <charconv>

namespace askdb {
namespace {

constexpr std::string_view shape = "dddd-dd-ddTdd:dd:ddZ";

bool has_shape(std::string_view text) {
    if (text.size() != shape.size()) return false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const bool fits = shape[i] == 'd' ? is_ascii_digit(text[i]) : text[i] == shape[i];
        if (!fits) return false;
    }
    return true;
}

int number_at(std::string_view text, std::size_t at, std::size_t digits) {
    int number = 0;
    std::from_chars(text.data() + at, text.data() + at + digits, number);
    return number;
}

}

std::string rfc3339_text(WallTime moment) {
    using namespace std::chrono;
    if (moment == WallTime()) return {};
    const auto seconds_since = floor<seconds>(moment);
    const sys_days day = floor<days>(seconds_since);
    const year_month_day date(day);
    const hh_mm_ss time(seconds_since - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

WallTime rfc3339_moment(std::string_view text) {
    using namespace std::chrono;
    if (!has_shape(text)) return {};
    const year_month_day date(year(number_at(text, 0, 4)),
                              month(static_cast<unsigned>(number_at(text, 5, 2))),
                              day(static_cast<unsigned>(number_at(text, 8, 2))));
    const int hour = number_at(text, 11, 2), minute = number_at(text, 14, 2);
    const int second = number_at(text, 17, 2);
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) return {};
    return sys_days(date) + hours(hour) + minutes(minute) + seconds(second);
}

}
