#include "libagent/database/files/json_numbers.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("json numbers: only those that no double reaches are taken out", "[files]") {
    const std::string digits = std::string(400, '7');
    const std::string json =
        R"({"a":1,"1e400":"2e400 \"3e400","b":[-1e+400,1e300],"c":)" + digits + R"(,"d":1.5E999})";
    std::string shortened;

    const LongNumbers found = shorten_numbers(json, shortened);

    CHECK(found == LongNumbers{{1, "-1e+400"}, {3, digits}, {4, "1.5E999"}});
    CHECK(shortened == R"({"a":1,"1e400":"2e400 \"3e400","b":[-1e+000,1e300],"c":)" +
                           std::string(20, '7') + R"(,"d":1.5E000})");
}

TEST_CASE("json numbers: what has none is not copied, and what is malformed stays so", "[files]") {
    std::string shortened;

    CHECK(shorten_numbers(R"({"a":1.5e-7,"b":"x\\"})", shortened).empty());
    CHECK(shortened.empty());
    CHECK(shorten_numbers("[01e400]", shortened).size() == 1);
    CHECK(shortened == "[01e000]");
}
