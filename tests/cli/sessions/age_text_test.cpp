#include "cli/sessions/age_text.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

TEST_CASE("age: as a person says it", "[cli][sessions]") {
    using namespace std::chrono;
    const session::Moment now = sys_days(year(2026) / 11 / 30) + hours(12);

    CHECK(age_text(now, now) == "just now");
    CHECK(age_text(now + seconds(30), now) == "just now");
    CHECK(age_text(now - minutes(5), now) == "5 min ago");
    CHECK(age_text(now - hours(3), now) == "3 h ago");
    CHECK(age_text(now - hours(30), now) == "yesterday");
    CHECK(age_text(now - days(12), now) == "12 days ago");
    CHECK(age_text(now - days(40), now) == "2026-10-21");
}
