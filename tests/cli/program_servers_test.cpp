// The whole program before database servers that are there, are not, or are spelled in many ways.

#include "tests/support/model_question.h"
#include "tests/support/servers.h"
#include "tests/support/silent_port.h"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace askdb::test {
namespace {

constexpr const char* canary_password = "canary-9f3b";

/// `askdb -d ADDRESS sql STATEMENT` with the password in the environment.
ProgramStart sql_start(const std::string& address, const std::string& password,
                       const std::string& statement = "select 1 as one") {
    return {.arguments = {"-d", address, "sql", statement},
            .environment = {{"ASKDB_PASSWORD", password}}};
}

/// A failure as the design promises it: nothing on stdout, one line that says `words`, no secret.
void check_failure(const ProgramEnd& end, int exit_code, const std::string& words) {
    INFO(end.err);
    CHECK(end.exit_code == exit_code);
    CHECK(end.out.empty());
    CHECK(end.err.starts_with("askdb: "));
    CHECK(std::count(end.err.begin(), end.err.end(), '\n') == 1);
    CHECK(end.err.find(words) != std::string::npos);
    CHECK(end.err.find(canary_password) == std::string::npos);
    CHECK(end.took < std::chrono::seconds(40));
}

/// What stands behind the `@` of the server's URL: host, port and database.
std::string place_of(const TestServer& server) {
    return server.url.substr(server.url.find('@') + 1);
}

std::string port_of(const TestServer& server) {
    const std::string place = place_of(server);
    const std::size_t colon = place.find(':');
    return place.substr(colon + 1, place.find('/') - colon - 1);
}

std::string scheme_of(const TestServer& server) {
    return server.url.substr(0, server.url.find(':'));
}

}

TEST_CASE("program: a closed port is exit 3, at once", "[program][servers]") {
    for (const TestServer& server : test_servers()) {
        for (const std::string host : {"127.0.0.1", "[::1]"}) {
            INFO(server.name << " " << host);

            const ProgramEnd end = run_program(
                sql_start(scheme_of(server) + "://me@" + host + ":1/shop", canary_password));

            check_failure(end, 3, "cannot connect to 'shop'");
        }
    }
}

TEST_CASE("program: a host that takes the connection and says nothing is exit 3 in the time limit",
          "[program][servers]") {
    const SilentPort port;
    for (const TestServer& server : test_servers()) {
        ProgramStart start =
            sql_start(scheme_of(server) + "://me@127.0.0.1:" + std::to_string(port.port()) + "/far",
                      canary_password);
        start.arguments.insert(start.arguments.end(), {"--timeout", "1"});

        const ProgramEnd end = run_program(start);

        check_failure(end, 3, "cannot connect to 'far': it did not answer for 1 s");
        CHECK(end.took < std::chrono::seconds(9));  // The drivers themselves wait for ten.
    }
}

TEST_CASE("program: a host without an address is exit 3 and named", "[program][servers]") {
    for (const TestServer& server : test_servers()) {
        const ProgramEnd end = run_program(
            sql_start(scheme_of(server) + "://me@no-such-host.invalid/shop", canary_password));

        check_failure(end, 3, "no-such-host.invalid");
    }
}

TEST_CASE("program: a wrong password, user or database is exit 3, and nothing secret is shown",
          "[program][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const std::string place = place_of(server);
        const std::string elsewhere = place.substr(0, place.find('/')) + "/no_such_database";

        check_failure(run_program(sql_start(server.url, canary_password)), 3,
                      "'shop' refused the user or password");
        check_failure(
            run_program(sql_start(scheme_of(server) + "://nobody@" + place, canary_password)), 3,
            "refused the user or password");
        const ProgramEnd end =
            run_program(sql_start(scheme_of(server) + "://reader@" + elsewhere, server.password));
        check_failure(end, 3, "no_such_database");
        CHECK(end.err.find(server.password) == std::string::npos);
    }
}

TEST_CASE("program: a driver that is not installed is exit 2, with the package to install",
          "[program]") {
    const TempFolder nothing_installed;
    const auto end_of = [&](const std::string& address) {
        ProgramStart start = sql_start(address, canary_password);
        start.environment["ODBCSYSINI"] = nothing_installed.path();
        return run_program(start);
    };

    check_failure(end_of("postgres://h/d"), 2, "(apt-get install odbc-postgresql)");
    check_failure(end_of("mysql://h/d"), 2, "(apt-get install odbc-mariadb)");
    check_failure(end_of("Driver={MariaDB Unicode};Server=h"), 2,
                  "no ODBC driver named 'MariaDB Unicode' is installed (apt-get install "
                  "odbc-mariadb)");
    check_failure(end_of("Driver=/nowhere/psqlodbcw.so;Server=h"), 2, "/nowhere/psqlodbcw.so");
}

TEST_CASE("program: without a driver manager servers are exit 2, and SQLite files are read",
          "[program]") {
    const TempFolder libraries;
    std::ofstream(libraries.file("libodbc.so.2")) << "no library";
    const TempDatabase shop(shop_sql);
    ProgramStart server = sql_start("postgres://h/d", canary_password);
    ProgramStart file = sql_start(shop.path(), {});
    for (ProgramStart* start : {&server, &file}) {
        start->environment["LD_LIBRARY_PATH"] = libraries.path();
    }

    check_failure(run_program(server), 2, "(apt-get install unixodbc)");
    CHECK(run_program(file).out == "one\n1\n");
}

TEST_CASE("program: data sources are found by name, the nearest is said, SQLite's open natively",
          "[program]") {
    const TempDatabase shop(shop_sql);
    const std::string ini = (shop.folder() / "odbc.ini").string();
    std::ofstream(ini) << "[legacy]\nDriver=SQLite3\nDatabase=" << shop.path()
                       << "\n[warehouse]\nDriver=PostgreSQL Unicode\n";
    const auto end_of = [&](const std::string& address) {
        ProgramStart start = sql_start(address, canary_password, "select count(*) n from orders");
        start.environment["ODBCINI"] = ini;
        return run_program(start);
    };

    CHECK(end_of("legacy").out == "n\n5\n");
    CHECK(end_of("DSN=legacy").out == "n\n5\n");
    CHECK(end_of("Driver={SQLite3};Database=" + shop.path()).out == "n\n5\n");
    check_failure(end_of("wharehouse"), 2, "warehouse");
    check_failure(end_of("DSN=wharehouse"), 2, "did you mean 'warehouse'?");
}

TEST_CASE("program: a password of every special character is taken as it is",
          "[program][servers]") {
    const std::string password = "%41 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ é{}};{";
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const std::string user = unique_name("odd_user");
        std::string literal;
        for (const char c : password) {
            if (c == '\'' || (c == '\\' && !server.is_postgres())) literal += c;
            literal += c;
        }
        const std::string account = server.is_postgres() ? user : user + "@'127.0.0.1'";
        server.run_as_owner({server.is_postgres()
                                 ? "create role " + user + " login password '" + literal + "'"
                                 : "create user " + account + " identified by '" + literal + "'"});
        if (!server.is_postgres()) {
            server.run_as_owner({"grant select on shop.* to " + account});
        }

        const ProgramEnd end = run_program(
            sql_start(scheme_of(server) + "://" + user + "@" + place_of(server), password));

        CHECK(end.err == "");
        CHECK(end.out == "one\n1\n");
        server.run_as_owner({"drop user " + account});
    }
}

TEST_CASE("program: URLs with parameters, encoded parts and sockets open as psql opens them",
          "[program][servers]") {
    for (const TestServer& server : test_servers()) {
        const std::string scheme = scheme_of(server);
        const std::string place = "127.0.0.1:" + port_of(server);
        std::vector<std::string> spellings = {
            scheme + "://re%61der@" + place + "/sh%6Fp",
            scheme + "://reader@" + place + "/shop?sslmode=prefer",
            scheme + "://reader@" + place + "/shop?sslmode=disable"};
        if (server.is_postgres()) {
            const std::string folder = std::string(std::getenv("ASKDB_TEST_SERVERS")) + "/postgres";
            const std::string rest = "&port=" + port_of(server);
            spellings.push_back("postgresql:///shop?user=reader&host=" + folder + rest);
            spellings.push_back("postgres://reader@" + place +
                                "/shop?connect_timeout=5&application_name=a%20b%27c%5C");
        }
        for (const std::string& spelling : spellings) {
            INFO(spelling);
            const ProgramEnd end = run_program(sql_start(spelling, server.password));
            CHECK(end.err == "");
            CHECK(end.out == "one\n1\n");
        }
        check_failure(run_program(sql_start(scheme + "://me@h/d?no_such_key=1", canary_password)),
                      2, "'no_such_key'");
        check_failure(run_program(sql_start(scheme + "://me@h/d?sslmod=require", canary_password)),
                      2, "did you mean 'sslmode'?");
        check_failure(run_program(sql_start(scheme + "://me@h/d?sslmode=disabel", canary_password)),
                      2, "did you mean 'disable'?");
    }
}

TEST_CASE("program: TLS that was asked for is not silently left away", "[program][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);  // Neither of the test servers offers it.

        const ProgramEnd end =
            run_program(sql_start(server.url + "?sslmode=require", server.password));

        CHECK(end.exit_code == 3);
        CHECK(end.out.empty());
        CHECK(end.err.find("required") != std::string::npos);
    }
}

TEST_CASE("program: a password on the command line is refused and not repeated", "[program]") {
    for (const std::string& address :
         {std::string("postgres://me:") + canary_password + "@h/d",
          std::string("Driver={MariaDB Unicode};Server=h;PWD=") + canary_password}) {
        check_failure(run_program(sql_start(address, {})), 2, "ASKDB_PASSWORD");
    }
}

TEST_CASE("program: psqlodbc leaves no file behind, but for a log that somebody asked for",
          "[program][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        const TempFolder folder;
        // As Debian's package has it, but for the folder of the logs.
        std::ofstream(folder.file("odbcinst.ini"))
            << "[PostgreSQL Unicode]\nDriver=psqlodbcw.so\nCommLog=1\nLogdir="
            << folder.path().string() << "\n";
        const auto logs_after = [&](const std::string& address, const std::string& password) {
            ProgramStart start = sql_start(address, password);
            start.environment["ODBCSYSINI"] = folder.path().string();
            (void)run_program(start);
            std::size_t count = 0;
            for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
                count += entry.path().extension() == ".log" ? 1 : 0;
            }
            return count;
        };

        CHECK(logs_after(server.url, server.password) == 0);
        CHECK(logs_after(server.url, "wrong") == 0);
        CHECK(logs_after("Driver={PostgreSQL Unicode};Server=127.0.0.1;Port=" + port_of(server) +
                             ";Database=shop;UID=reader;CommLog=1",
                         server.password) == 1);
    }
}

}
