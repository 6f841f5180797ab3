#include "libagent/base/time_text.h"

#include <catch2/catch.hpp>

namespace askdb {

TEST_CASE("time_text: a moment is written to the second, and read back", "[base]") {
    const WallTime moment = WallTime() + std::chrono::seconds(1'717'174'805);

    CHECK(rfc3339_text(moment + std::chrono::milliseconds(999)) == "2024-05-31T17:00:05Z");
    CHECK(rfc3339_moment("2024-05-31T17:00:05Z") == moment);
    CHECK(rfc3339_text(rfc3339_moment("1969-12-31T23:59:59Z")) == "1969-12-31T23:59:59Z");
}

TEST_CASE("time_text: no moment is no text, and what is no moment is none", "[base]") {
    CHECK(rfc3339_text({}).empty());
    for (const char* text : {"", "2024-05-31", "2024-05-31T17:00:05", "2024-05-31 17:00:05Z",
                             "2024-13-31T17:00:05Z", "2024-02-30T17:00:05Z", "2024-05-31T24:00:00Z",
                             "2024-05-31T17:60:00Z", "yesterday, at about Z"}) {
        INFO(text);
        CHECK(rfc3339_moment(text) == WallTime());
    }
}

}
