#include "libagent/database/odbc/odbc_route.h"

#include "libagent/database/dialect.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

using namespace askdb;
using namespace askdb::database;

namespace {

/// An odbc.ini of our own, for the whole process: the driver manager keeps what it once read.
void use_own_data_sources() {
    static const test::TempFolder folder;
    static const std::string path = (folder.path() / "odbc.ini").string();
    static const bool written = [] {
        std::ofstream(path) << "[warehouse]\nDriver=PostgreSQL Unicode\nServername=localhost\n"
                            << "[legacy]\nDriver=SQLite3\nDatabase=" << folder.path().string()
                            << "/legacy.db\n";
        setenv("ODBCINI", path.c_str(), 1);
        return true;
    }();
    (void)written;
}

Error usage_error(const OdbcTarget& target) {
    try {
        find_odbc_route(target);
    } catch (const Failure& failure) {
        return failure.error();
    }
    FAIL("'" << target.address << "' was found");
    return {};
}

bool is_postgres_driver_installed() {
    try {
        find_odbc_route({.address = "postgres://h/d"});
        return true;
    } catch (const Failure& failure) {
        WARN("skipped: " << failure.error().message);
        return false;
    }
}

}

TEST_CASE("odbc route: a URL becomes a connection string, the password only there", "[odbc]") {
    if (!is_postgres_driver_installed()) return;

    const FoundRoute found =
        find_odbc_route({.address = "postgres://me:fromurl@h:5433/shop", .password = "se;cr}et"});

    CHECK(found.route.name == "postgres://me@h:5433/shop");
    CHECK(found.route.text.find("PWD={se;cr}}et};") != std::string::npos);
    CHECK(found.route.text.find("fromurl") == std::string::npos);
    REQUIRE(found.route.secrets.size() == 1);
    CHECK(found.route.secrets[0] == "se;cr}et");
    CHECK(make_odbc_source({.address = "postgres://h/d"})->dialect().name == "postgres");
}

TEST_CASE("odbc route: an unknown scheme, driver or data source is said with what is near",
          "[odbc]") {
    use_own_data_sources();
    if (!is_postgres_driver_installed()) return;

    CHECK(usage_error({.address = "oracle://h/d"}).hint.starts_with("known: postgres, "));
    CHECK(usage_error({.address = "postgress://h/d"}).hint == "did you mean 'postgres'?");
    CHECK(usage_error({.address = "warehose"}).message ==
          "no ODBC data source named 'warehose' (did you mean 'warehouse'?)");
    const Error driver =
        usage_error({.address = "Driver={Postgre SQL Unicode};Server=h;PWD=sekret"});
    CHECK(driver.message.find("'Postgre SQL Unicode' is installed") != std::string::npos);
    CHECK(driver.hint == "Driver={PostgreSQL Unicode}");
    CHECK(driver.message.find("sekret") == std::string::npos);
    CHECK(usage_error({.address = "Server=h;Database=d"}).code == Errc::usage);
    CHECK(usage_error({.address = "Driver={MariaDB Unicode};OPTION=67108864"}).code == Errc::usage);
}

TEST_CASE("odbc route: a data source's driver decides the dialect", "[odbc]") {
    use_own_data_sources();
    if (!is_postgres_driver_installed()) return;

    CHECK(find_odbc_route({.address = "warehouse"}).route.quirks->dialect == "postgres");
    CHECK(find_odbc_route({.address = "DSN=warehouse"}).route.quirks->dialect == "postgres");
}

TEST_CASE("odbc route: what SQLite's driver would open is opened natively", "[odbc]") {
    use_own_data_sources();
    const test::TempDatabase file("create table t(a); insert into t values (42)");
    const auto source = make_odbc_source(
        {.address = "Driver={SQLite3};Database=file:" + file.path() + "?mode=rw;LoadExt=/x.so"});

    const auto rows = source->connect({})->query("select a from t", {}, {});

    CHECK(source->dialect().name == "sqlite");
    REQUIRE(rows.ok());
    CHECK(rows.value().cell(0, 0).text == "42");
    const std::string path = find_odbc_route({.address = "legacy"}).sqlite_path;
    CHECK(path.ends_with("/legacy.db"));
}

TEST_CASE("odbc route: the path of an SQLite URI is what stands behind its authority", "[odbc]") {
    CHECK(sqlite_path_of("a.db") == "a.db");
    CHECK(sqlite_path_of("file:a.db?mode=ro") == "a.db");
    CHECK(sqlite_path_of("file:///data/a.db") == "/data/a.db");
    CHECK(sqlite_path_of("file://localhost/data/a.db") == "/data/a.db");
    CHECK(sqlite_path_of("file://localhost").empty());
    CHECK(usage_error({.address = "Driver={SQLite3};Database=file://localhost"}).code ==
          Errc::usage);
}

TEST_CASE("odbc route: every password of a connection string is a secret", "[odbc]") {
    if (!is_postgres_driver_installed()) return;

    const FoundRoute found = find_odbc_route(
        {.address = "Driver={PostgreSQL Unicode};Server=h;PWD=first-one;password=second-one"});

    CHECK(found.route.secrets == std::vector<std::string>{"first-one", "second-one"});
}
