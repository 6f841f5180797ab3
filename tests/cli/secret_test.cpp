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

TEST_CASE("secret: of several lines the first is the secret", "[cli]") {
    const TempFolder folder;
    const std::string file = folder.file("secret");
    std::ofstream(file) << "p w\nuser: me\n";

    CHECK(secret_at({.command = "printf 'pw\\r\\nuser: me\\n'"}).value_or_throw() == "pw");
    CHECK(secret_at({.command = "printf pw"}).value_or_throw() == "pw");
    CHECK(secret_at({.command = "printf '\\nbelow'"}).value_or_throw().empty());
    CHECK(secret_at({.command = "echo '{pw}'"}).value_or_throw() == "{pw}");
    CHECK(secret_at({.file = file}).value_or_throw() == "p w");
}

TEST_CASE("secret: a JSON object is refused with what to do, and not shown", "[cli]") {
    for (const char* command : {"echo '{\"password\":\"hunter2\"}'",
                                "printf '{\\n  \"data\": {\"key\": \"hunter2\"}\\n}\\n'"}) {
        const auto object = secret_at({.command = command});
        REQUIRE_FALSE(object.ok());
        CHECK(object.error().code == Errc::usage);
        CHECK_THAT(object.error().message, Catch::Contains("printed a JSON object"));
        CHECK_THAT(object.error().hint, Catch::Contains("jq -r"));
        CHECK_THAT(object.error().message + object.error().hint, !Catch::Contains("hunter2"));
    }
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
