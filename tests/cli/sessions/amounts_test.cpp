#include "cli/sessions/amounts.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

TEST_CASE("amounts: ages have a unit, and are not endless", "[cli][sessions]") {
    CHECK(read_age("90d").value_or_throw() == std::chrono::hours(90 * 24));
    CHECK(read_age("12W").value_or_throw() == std::chrono::hours(12 * 7 * 24));
    CHECK(read_age("36 h").value_or_throw() == std::chrono::hours(36));
    CHECK(read_age("0h").value_or_throw() == std::chrono::hours(0));
    CHECK_FALSE(read_age("").value_or_throw());
    for (const char* wrong : {"90", "d", "-1d", "1.5d", "1y", "99999999999999999999d", "9999999w"})
        CHECK_FALSE(read_age(wrong));
}

TEST_CASE("amounts: sizes are bytes, or have a unit", "[cli][sessions]") {
    CHECK(read_size("500MB").value_or_throw() == 500'000'000);
    CHECK(read_size("2 gb").value_or_throw() == 2'000'000'000);
    CHECK(read_size("1048576").value_or_throw() == 1'048'576);
    CHECK(read_size("0").value_or_throw() == 0);
    CHECK_FALSE(read_size("").value_or_throw());
    for (const char* wrong : {"MB", "-1", "1TB", "1.5GB", "18446744073709551615GB"})
        CHECK_FALSE(read_size(wrong));
}

TEST_CASE("amounts: a limit is a number of lines", "[cli][sessions]") {
    CHECK(read_limit("").value_or_throw() == 20);
    CHECK(read_limit("5").value_or_throw() == 5);
    for (const char* wrong : {"0", "-1", "x", "5x", "100001"}) CHECK_FALSE(read_limit(wrong));
}

TEST_CASE("amounts: sizes as a person reads them", "[cli][sessions]") {
    CHECK(size_text(0) == "0 bytes");
    CHECK(size_text(1) == "1 byte");
    CHECK(size_text(999) == "999 bytes");
    CHECK(size_text(1'500) == "1.5 kB");
    CHECK(size_text(999'960) == "1.0 MB");
    CHECK(size_text(2'000'000'000) == "2.0 GB");
    CHECK(size_text(5'000'000'000'000) == "5.0 TB");
}
