#include "cli/secret.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace askdb;
using namespace askdb::cli;
using namespace askdb::test;

namespace {

Result<std::string> secret_at(const SecretPlace& place) {
    const Environment environment(
        std::map<std::string, std::string, std::less<>>{{"HERE", " kept as it is "}});
    const std::stop_token stop;
    return read_secret(place, "the database 'shop'", {environment, stop});
}

}

TEST_CASE("secret: a variable, a file and a command are read", "[cli]") {
    const TempFolder folder;
    const std::string file = folder.file("secret");
    std::ofstream(file) << " p w \r\n";

    CHECK(secret_at({.variable = "HERE"}).value_or_throw() == " kept as it is ");
    CHECK(secret_at({.file = file}).value_or_throw() == " p w ");
    CHECK(secret_at({.command = "echo pw"}).value_or_throw() == "pw");
    CHECK(secret_at({}).value_or_throw().empty());
}

TEST_CASE("secret: what cannot be read says whose it is", "[cli]") {
    const auto missing = secret_at({.file = "/no/such/file"});
    const auto failing = secret_at({.command = "echo pw; false"});

    REQUIRE_FALSE(missing.ok());
    CHECK_THAT(missing.error().message, Catch::Contains("/no/such/file"));
    REQUIRE_FALSE(failing.ok());
    CHECK(failing.error().message ==
          "the command for the secret of the database 'shop' failed with exit code 1");
}
