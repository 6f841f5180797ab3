#include "cli/database_choice.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

const std::vector<DatabaseConfig> known_databases = {
    {.name = "sales", .path = "/srv/sales.sqlite"},
    {.name = "shop",
     .url = "postgres://reader@db.example/shop",
     .password = {.variable = "SHOP_PASSWORD"}},
    {.name = "old", .dsn = "Legacy", .user = "me", .password = {.command = "printf 'p w\\n'"}},
};

const Environment no_variables;
const std::stop_token never_stopped;

Result<std::vector<DatabaseChoice>> choose(const std::vector<std::string>& wanted,
                                           const Environment& environment = no_variables,
                                           std::vector<DatabaseConfig> known = known_databases) {
    return choose_databases(wanted, known, {environment, never_stopped});
}

DatabaseChoice chosen_database(const std::string& wanted,
                               const Environment& environment = no_variables) {
    return choose({wanted}, environment).value_or_throw().front();
}

std::string database_refusal(const std::vector<std::string>& wanted) {
    const auto choice = choose(wanted);
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

TEST_CASE("database choice: a URL is named by its database", "[cli]") {
    const DatabaseChoice choice = chosen_database("postgres://me@db.example:5433/orders");

    CHECK(choice.name == "orders");
    CHECK(choice.path.empty());
    CHECK(choice.address == "postgres://me@db.example:5433/orders");
    CHECK(chosen_database("mysql://db.example").name == "mysql");
}

TEST_CASE("database choice: a connection string is named by its database", "[cli]") {
    const std::string text = "Driver={PostgreSQL Unicode};Server=a.b/c;Database=orders;UID=me";

    CHECK(chosen_database(text).name == "orders");
    CHECK(chosen_database(text).address == text);
    CHECK(chosen_database("DSN=Legacy").name == "Legacy");
    CHECK(chosen_database("Driver=x").name == "database");
}

TEST_CASE("database choice: what is unknown names the nearest", "[cli]") {
    CHECK_THAT(database_refusal({"slaes"}), Catch::StartsWith("no database named 'slaes'"));
    CHECK_THAT(database_refusal({"slaes"}), Catch::EndsWith("did you mean 'sales'?"));
}

TEST_CASE("database choice: an address that is not understood is not repeated", "[cli]") {
    for (const char* wanted : {"oracle://me:hunter2@host/db", "postgres://me:hunter2@host:x/db",
                               "Driver={x;PWD=hunter2", "hunter2;PWD"}) {
        INFO(wanted);
        CHECK_THAT(database_refusal({wanted}), !Catch::Contains("hunter2"));
    }
    CHECK_THAT(database_refusal({"oracle://me:hunter2@host/db"}),
               Catch::StartsWith("cannot open a 'oracle' database"));
}

TEST_CASE("database choice: a password comes from where the configuration says", "[cli]") {
    const Environment environment({{"SHOP_PASSWORD", "s3"}, {"ASKDB_PASSWORD", "other"}});

    CHECK(chosen_database("shop", environment).password == "s3");
    CHECK(chosen_database("old", environment).password == "p w");
    CHECK(chosen_database("old", environment).user == "me");
    CHECK(chosen_database("old", environment).address == "Legacy");
}

TEST_CASE("database choice: a password that is missing where it should be is told", "[cli]") {
    CHECK(database_refusal({"shop"}) ==
          "no password for the database 'shop': the variable SHOP_PASSWORD is not set | ");
    const auto failing =
        choose({"x"}, no_variables, {{.name = "x", .dsn = "d", .password = {.command = "exit 3"}}});
    REQUIRE_FALSE(failing.ok());
    CHECK(failing.error().message ==
          "the command for the secret of the database 'x' failed with exit code 3");
}

TEST_CASE("database choice: without configuration the usual variables are asked", "[cli]") {
    const Environment usual({{"PGPASSWORD", "pg"}, {"MYSQL_PWD", "my"}});
    const Environment ours({{"PGPASSWORD", "pg"}, {"ASKDB_PASSWORD", "ours"}});

    CHECK(chosen_database("postgres://me@h/d", usual).password == "pg");
    CHECK(chosen_database("mariadb://me@h/d", usual).password == "my");
    CHECK(chosen_database("postgres://me@h/d", ours).password == "ours");
    CHECK(chosen_database("DSN=x", usual).password.empty());
    CHECK(chosen_database("postgres://me:own@h/d", ours).password.empty());
    CHECK(chosen_database("data/plant.db", ours).password.empty());
}

TEST_CASE("database choice: what holds a password is known", "[cli]") {
    for (const char* address : {"postgres://me:p@h/d", "mysql://:p@h", "Driver=x;PWD=p",
                                "DSN=x;password={p}", "dsn=x;pwd="}) {
        INFO(address);
        CHECK(holds_password(address));
    }
    for (const char* address : {"postgres://me@h/d", "a.db", "Driver=x;UID=me", "PWD"}) {
        INFO(address);
        CHECK_FALSE(holds_password(address));
    }
}

TEST_CASE("database choice: none at all tells how to give one", "[cli]") {
    const std::string error = database_refusal({});

    CHECK_THAT(error, Catch::Contains("-d FILE"));
    CHECK_THAT(error, Catch::Contains("ASKDB_DATABASE"));
    CHECK_THAT(error, Catch::Contains("default_database"));
}

TEST_CASE("database choice: two files of one name are told apart", "[cli]") {
    const auto choices = choose({"a/x.db", "b/X.db", "sqlite:x"}).value_or_throw();

    CHECK(choices[0].name == "x");
    CHECK(choices[1].name == "X_2");
    CHECK(choices[2].name == "x_3");
}

TEST_CASE("database choice: a configured one is known whatever it is called", "[cli][share]") {
    const auto choices = choose({"./sales.db", "sales"}).value_or_throw();

    CHECK(choices[0].name == "sales");
    CHECK(choices[0].configured.empty());
    CHECK(choices[1].name == "sales_2");
    CHECK(choices[1].configured == "sales");
}

TEST_CASE("database choice: data files named one by one are one database", "[cli][files]") {
    const std::vector<DatabaseChoice> choices =
        choose({"dir/a.csv", "b.db", "c.JSONL", "-"}).value_or_throw();

    REQUIRE(choices.size() == 2);
    CHECK(choices[0].name == "files");
    CHECK(choices[0].files == std::vector<std::string>{"dir/a.csv", "c.JSONL", "-"});
    CHECK(choices[1].path == "b.db");
    CHECK(chosen_database("dir/a.csv").name == "a");
    CHECK(chosen_database("-").name == "stdin");
    CHECK(chosen_database("sqlite:a.csv").path == "a.csv");
}

TEST_CASE("database choice: a configured database of files stays one of its own", "[cli][files]") {
    const std::vector<DatabaseConfig> known = {{.name = "both", .files = {"a.csv", "b.csv"}},
                                               {.name = "one", .path = "x.tsv"}};

    const auto choices = choose({"both", "one", "y.csv"}, no_variables, known).value_or_throw();

    REQUIRE(choices.size() == 3);
    CHECK(choices[0].files.size() == 2);
    CHECK(choices[1].path.empty());
    CHECK(choices[1].files == std::vector<std::string>{"x.tsv"});
    CHECK(choices[2].files == std::vector<std::string>{"y.csv"});
}
