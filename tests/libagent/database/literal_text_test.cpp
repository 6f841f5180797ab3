#include "libagent/database/literal_text.h"

#include <catch2/catch.hpp>

namespace askdb::database {

TEST_CASE("literal text: quotes are doubled, and backslashes where they escape", "[database]") {
    CHECK(literal_text(*find_dialect("sqlite"), R"(O'Hara\)") == R"('O''Hara\')");
    CHECK(literal_text(*find_dialect("mysql"), R"(O'Hara\)") == R"('O''Hara\\')");
}

TEST_CASE("literal text: what a pattern has is meant by itself", "[database]") {
    CHECK(containing_pattern("a_b 100%!") == "%a!_b 100!%!!%");
    CHECK(containing_pattern("") == "%%");
}

}
