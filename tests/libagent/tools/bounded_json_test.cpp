#include "libagent/tools/bounded_json.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace askdb::tools {

TEST_CASE("bounded json: items are added as long as their text fits", "[tools]") {
    Json array = Json::array();
    std::size_t left_bytes = 10;

    CHECK(push_within(array, "abc", left_bytes));
    CHECK(left_bytes == 4);
    CHECK_FALSE(push_within(array, "\x01", left_bytes));
    CHECK(left_bytes == 4);
    CHECK(push_within(array, 123, left_bytes));
    CHECK(dump_json(array) == R"(["abc",123])");
}

TEST_CASE("bounded json: names are clipped and counted", "[tools]") {
    const std::vector<std::string> names = {"a", std::string(10'000, 'x'), "b", "c"};

    const Json told = names_within(names, 500);

    CHECK(told[0] == "a");
    CHECK(dump_json(told).size() <= 502);
    CHECK(names_within(names, 3).empty());
}

}
