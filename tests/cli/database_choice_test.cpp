#include "cli/database_choice.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

const std::vector<DatabaseConfig> known_databases = {{"sales", "/srv/sales.sqlite"}};

DatabaseChoice chosen_database(const std::string& wanted) {
    return choose_databases({wanted}, known_databases).value_or_throw().front();
}

std::string database_refusal(const std::vector<std::string>& wanted) {
    const auto choice = choose_databases(wanted, known_databases);
    REQUIRE_FALSE(choice.ok());
    CHECK(choice.error().code == Errc::usage);
    return choice.error().message + " | " + choice.error().hint;
}

}

TEST_CASE("database choice: a name, a path and sqlite: are understood", "[cli]") {
    CHECK(chosen_database("sales").path == "/srv/sales.sqlite");
    CHECK(chosen_database("data/plant.db").path == "data/plant.db");
    CHECK(chosen_database("data/plant.db").name == "plant");
    CHECK(chosen_database("sqlite:plant").path == "plant");
    CHECK(chosen_database("sqlite:///srv/plant").path == "/srv/plant");
}

TEST_CASE("database choice: what is unknown names the nearest", "[cli]") {
    CHECK(database_refusal({"slaes"}) ==
          "no database named 'slaes', and no file of that name | did you mean 'sales'?");
}

TEST_CASE("database choice: a password in a URL is not repeated", "[cli]") {
    const std::string error = database_refusal({"postgres://me:hunter2@host/db"});

    CHECK_THAT(error, Catch::StartsWith("cannot open a 'postgres' database"));
    CHECK_THAT(error, !Catch::Contains("hunter2"));
}

TEST_CASE("database choice: a connection string is not repeated, wherever it stands", "[cli]") {
    for (const char* wanted : {"Driver=x;PWD=hunter2", "Server=a.b/c;PWD=hunter2", "PWD=hunter2"}) {
        const std::string error = database_refusal({wanted});
        const auto configured = choose_databases({"x"}, {{"x", wanted}});

        CHECK_THAT(error, Catch::StartsWith("an ODBC connection string cannot be opened"));
        CHECK_THAT(error, !Catch::Contains("hunter2"));
        REQUIRE_FALSE(configured.ok());
        CHECK_THAT(configured.error().message, !Catch::Contains("hunter2"));
    }
}

TEST_CASE("database choice: none at all tells how to give one", "[cli]") {
    const std::string error = database_refusal({});

    CHECK_THAT(error, Catch::Contains("-d FILE"));
    CHECK_THAT(error, Catch::Contains("ASKDB_DATABASE"));
    CHECK_THAT(error, Catch::Contains("default_database"));
}

TEST_CASE("database choice: two files of one name are told apart", "[cli]") {
    const auto choices = choose_databases({"a/x.db", "b/X.db", "sqlite:x"}, {}).value_or_throw();

    CHECK(choices[0].name == "x");
    CHECK(choices[1].name == "X_2");
    CHECK(choices[2].name == "x_3");
}
