#include "cli/config/same_place.h"

#include "cli/config/config.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <unistd.h>

using namespace askdb;
using namespace askdb::cli;

TEST_CASE("same place: a data source, an address or a file in common", "[cli][config]") {
    CHECK(is_same_place({.name = "a", .dsn = "crm"}, {.name = "b", .dsn = "CRM"}));
    CHECK(is_same_place({.name = "a", .connection_string = "DSN=crm;UID=me"},
                        {.name = "b", .dsn = "crm"}));
    CHECK(is_same_place({.name = "a", .path = "x/../not-there.db"},
                        {.name = "b", .url = "sqlite:not-there.db"}));
    CHECK(is_same_place({.name = "a", .files = {"a.csv", "b.csv"}},
                        {.name = "b", .path = "./b.csv"}));
    CHECK_FALSE(is_same_place({.name = "a", .dsn = "crm"}, {.name = "b", .dsn = "shop"}));
    CHECK_FALSE(is_same_place({.name = "a", .path = "a.db"}, {.name = "b", .path = "b.db"}));
    CHECK_FALSE(is_same_place({.name = "a"}, {.name = "b"}));
}

TEST_CASE("same place: a link leads to the same file", "[cli][config]") {
    const test::TempDatabase file("CREATE TABLE t (x)");
    const std::string link = file.path() + ".link";
    REQUIRE(::symlink(file.path().c_str(), link.c_str()) == 0);

    CHECK(is_same_place({.name = "a", .path = file.path()}, {.name = "b", .path = link}));
    ::unlink(link.c_str());
}

TEST_CASE("same place: a project's other name for a database of the user's loosens nothing",
          "[cli][config][share]") {
    const FoundFile user{parse_config("[databases.crm]\ndsn = \"crm\"\nshare = \"schema\"\n"
                                      "mask = [\"*.email\"]\ndeny_tables = [\"pay\"]\n",
                                      "c.toml", Trust::user)
                             .value_or_throw(),
                         "/cfg/c.toml"};
    const FoundFile project{parse_config("default_database = \"x\"\n[databases.x]\n"
                                         "dsn = \"CRM\"\nshare = \"rows\"\nmask = [\"*.phone\"]\n",
                                         "askdb.toml", Trust::project)
                                .value_or_throw(),
                            "askdb.toml"};

    const Config config = merge_config({user, project, Environment(), Args()}).value_or_throw();

    const DatabaseConfig& alias = config.known_databases.at(1);
    REQUIRE(alias.name == "x");
    CHECK(alias.share == tools::ShareLevel::schema);
    CHECK(alias.mask == std::vector<std::string>{"*.phone", "*.email"});
    CHECK(alias.table_lists.size() == 1);
}
