// The whole program with FreeTDS's driver, as far as that goes without an SQL Server.

#include "libagent/database/odbc/installed_odbc.h"
#include "tests/support/model_question.h"
#include "tests/support/silent_port.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace askdb::test {
namespace {

constexpr const char* freetds_password = "canary-4c1e";

bool has_freetds() {
    const auto drivers = database::installed_drivers();
    const bool has = std::any_of(drivers.begin(), drivers.end(),
                                 [](const auto& driver) { return driver.name == "FreeTDS"; });
    if (!has) WARN("skipped: FreeTDS's ODBC driver is not installed");
    return has;
}

/// `askdb -d ADDRESS sql …`, which fails: one line, no secret.
ProgramEnd failed_start(const std::string& address, std::vector<std::string> more = {},
                        std::map<std::string, std::string> variables = {}) {
    std::vector<std::string> arguments{"-d", address, "sql", "select 1 as one"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    variables.emplace("ASKDB_PASSWORD", freetds_password);
    const ProgramEnd end =
        run_program({.arguments = std::move(arguments), .environment = std::move(variables)});
    INFO(end.err);
    CHECK(end.exit_code == 3);
    CHECK(end.out.empty());
    CHECK(std::count(end.err.begin(), end.err.end(), '\n') == 1);
    CHECK(end.err.find(freetds_password) == std::string::npos);
    return end;
}

}

TEST_CASE("program: an SQL Server that is not there is exit 3, and told", "[program][odbc]") {
    if (!has_freetds()) return;

    for (const std::string address : {"mssql://u@127.0.0.1:1/d", "sqlserver://u@[::1]:1/d",
                                      "Driver=FreeTDS;Server=127.0.0.1;Port=1;Database=d;UID=u"}) {
        INFO(address);
        CHECK_THAT(failed_start(address).err, Catch::StartsWith("askdb: cannot connect to '"));
    }
}

TEST_CASE("program: an SQL Server that says nothing is given up within the time limit",
          "[program][odbc]") {
    if (!has_freetds()) return;
    const SilentPort port;
    const std::string number = std::to_string(port.port());

    for (const std::string& address :
         {"mssql://u@127.0.0.1:" + number + "/d",
          "Driver=FreeTDS;Server=127.0.0.1;Database=d;UID=u;Port=" + number}) {
        const ProgramEnd end = failed_start(address, {"--timeout", "1"});

        CHECK_THAT(end.err, Catch::Contains("it did not answer for 1 s"));
        CHECK(end.took < std::chrono::seconds(9));
    }
}

TEST_CASE("program: FreeTDS's driver is taken for a server that nobody knows when it is told so",
          "[program][odbc]") {
    if (!has_freetds()) return;
    const TempFolder home;
    const std::string file = home.file("c.toml");
    std::ofstream(file) << "[databases.sales]\ndialect = \"generic\"\nconnection_string = "
                           "\"Driver=FreeTDS;Server=127.0.0.1;Port=1;Database=d;UID=u\"\n";

    const ProgramEnd end = failed_start("sales", {"--config", file});

    CHECK_THAT(end.err, Catch::StartsWith("askdb: cannot connect to 'sales': "));
}

TEST_CASE("program: doctor lists FreeTDS's driver, and loads it", "[program][doctor][odbc]") {
    if (!has_freetds()) return;

    const ProgramEnd end = run_program({.arguments = {"doctor", "--no-project-config"}});

    INFO(end.out);
    CHECK_THAT(end.out, Catch::Contains("'FreeTDS' ("));
    CHECK(end.out.find("'FreeTDS' does not load") == std::string::npos);
}

}
