#include "cli/sessions/retention.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

TEST_CASE("retention: what the configuration says, in hours and bytes", "[cli][sessions]") {
    const session::Retention none = configured_retention({});
    CHECK_FALSE(none.longest);
    CHECK_FALSE(none.most_bytes);

    const session::Retention both =
        configured_retention({.retention_days = 30, .retention_megabytes = 2});
    CHECK(both.longest == std::chrono::hours(720));
    CHECK(both.most_bytes == 2'000'000);
}
