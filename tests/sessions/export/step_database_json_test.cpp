#include "sessions/export/step_database_json.h"

#include <catch2/catch.hpp>

namespace askdb::sessions {

TEST_CASE("database of a step: by the arguments, whatever they are", "[sessions][export]") {
    CHECK(database_of_step({.arguments = R"({"database":"shop","sql":"x"})"}) == "shop");
    for (const char* arguments : {"", "[]", "{", "{}", R"({"database":7})"})
        CHECK(database_of_step({.arguments = arguments}).empty());
}

}
