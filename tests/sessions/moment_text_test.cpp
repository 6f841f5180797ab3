#include "sessions/moment_text.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("moment text: dates, minutes and ISO 8601, in UTC", "[sessions]") {
    using namespace std::chrono;
    const session::Moment moment =
        sys_days(year(2026) / 11 / 3) + hours(8) + minutes(5) + seconds(7) + microseconds(123);

    CHECK(date_text(moment) == "2026-11-03");
    CHECK(minute_text(moment) == "2026-11-03 08:05 UTC");
    CHECK(iso_text(moment) == "2026-11-03T08:05:07.000123Z");
    CHECK(iso_text({}) == "1970-01-01T00:00:00.000000Z");
}

}
