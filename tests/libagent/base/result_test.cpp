#include "libagent/base/result.h"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

using namespace askdb;

namespace {

Result<std::unique_ptr<int>> half_of(int number) {
    if (number % 2 != 0) return Error{Errc::bad_input, "'" + std::to_string(number) + "' is odd"};
    return std::make_unique<int>(number / 2);
}

}

TEST_CASE("result: holds a value that can be moved out", "[base]") {
    auto result = half_of(8);

    REQUIRE(result.ok());
    CHECK(*result.value() == 4);
    const std::unique_ptr<int> taken = std::move(result).value();
    CHECK(*taken == 4);
}

TEST_CASE("result: holds the error in the value's place", "[base]") {
    const auto result = half_of(7);

    REQUIRE_FALSE(result);
    CHECK(result.error().code == Errc::bad_input);
    CHECK(result.error().message == "'7' is odd");
}

TEST_CASE("result: without a choice the error becomes a Failure", "[base]") {
    CHECK(*half_of(2).value_or_throw() == 1);
    try {
        half_of(3).value_or_throw();
        FAIL("nothing was thrown");
    } catch (const Failure& failure) {
        CHECK(failure.error().message == "'3' is odd");
        CHECK(std::string(failure.what()) == "'3' is odd");
    }
}
