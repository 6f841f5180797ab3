#include "sessions/moment_text.h"

#include <fmt/format.h>

#include <chrono>

namespace askdb::sessions {
namespace {

struct MomentParts {
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<session::Moment::duration> time;

    explicit MomentParts(session::Moment moment)
        : date(std::chrono::floor<std::chrono::days>(moment)),
          time(moment - std::chrono::floor<std::chrono::days>(moment)) {}

    std::string date_part() const {
        return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                           static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    }
};

}

std::string date_text(session::Moment moment) {
    return MomentParts(moment).date_part();
}

std::string minute_text(session::Moment moment) {
    const MomentParts parts(moment);
    return fmt::format("{} {:02}:{:02} UTC", parts.date_part(), parts.time.hours().count(),
                       parts.time.minutes().count());
}

std::string iso_text(session::Moment moment) {
    const MomentParts parts(moment);
    return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", parts.date_part(), parts.time.hours().count(),
                       parts.time.minutes().count(), parts.time.seconds().count(),
                       parts.time.subseconds().count());
}

}
