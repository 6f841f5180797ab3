// The whole program, asked many questions about databases on servers.

#include "tests/cli/batch/batch_fixture.h"
#include "tests/support/relay.h"
#include "tests/support/servers.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace askdb::test {
namespace {

/// A name of this process's own that reads as one plural word.
std::string unique_plural() {
    std::string word = unique_name("b");
    std::erase(word, '_');
    for (char& c : word) {
        if (c >= '0' && c <= '9') c = static_cast<char>('b' + (c - '0'));
    }
    return word + "parcels";
}

/// A table of a test's own with five rows, on a server.
struct ServerTable {
    explicit ServerTable(const TestServer& a_server) : server(a_server) {
        server.run_as_owner({"create table " + name + " (city varchar(20), total int)",
                             "insert into " + name +
                                 " values ('Oslo', 1), ('Oslo', 2), ('Brno', 3), ('Brno', 4), "
                                 "('Porto', 5)"});
        if (server.is_postgres()) server.run_as_owner({"grant select on " + name + " to reader"});
    }
    ~ServerTable() { server.run_as_owner({"drop table " + name}); }
    ServerTable(const ServerTable&) = delete;
    ServerTable& operator=(const ServerTable&) = delete;

    std::string count_question() const { return "How many " + name + " are there?\n"; }

    const TestServer& server;
    std::string name = unique_plural();
};

ProgramStart server_start(const TestServer& server, const std::string& url,
                          std::vector<std::string> more, std::string input = {}) {
    ProgramStart start{.arguments = {"-d", url},
                       .environment = {{"ASKDB_PASSWORD", server.password}},
                       .input = std::move(input)};
    start.arguments.insert(start.arguments.end(), more.begin(), more.end());
    return start;
}

/// host:port/database of the URL, as its port and what stands before and behind it.
std::string url_with_port(const std::string& url, int port) {
    const std::size_t colon = url.rfind(':');
    return url.substr(0, colon + 1) + std::to_string(port) + url.substr(url.find('/', colon));
}

int port_of_url(const std::string& url) {
    return std::stoi(url.substr(url.rfind(':') + 1));
}

}

TEST_CASE("batch: four at once on a server say what one at a time says", "[batch][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const ServerTable table(server);
        std::string questions;
        for (int i = 0; i < 12; ++i) {
            questions += table.count_question();
            questions += "Total of " + table.name + " by city?\n";
        }

        const ProgramEnd one = run_program(server_start(server, server.url, {"-q"}, questions));
        const ProgramEnd four =
            run_program(server_start(server, server.url, {"-q", "-j", "4"}, questions));

        CHECK(one.exit_code == 0);
        CHECK(four.exit_code == 0);
        CHECK(one.out == four.out);
        CHECK_THAT(one.out, Catch::Contains("There are 5 "));
    }
}

TEST_CASE("batch: a database that goes away is told, and found again when it is back",
          "[batch][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const ServerTable table(server);
        const TempFolder folder;
        NamedPipe pipe(folder.file("pipe"));
        Relay relay(port_of_url(server.url));
        Program program(server_start(server, url_with_port(server.url, relay.port()),
                                     {"-f", pipe.path(), "--output", "json"}));

        pipe.write(table.count_question());
        REQUIRE(program.wait_for("\"id\":1"));
        relay.go_away();
        pipe.write(table.count_question());
        REQUIRE(program.wait_for("askdb: question 2: "));
        relay.come_back();
        pipe.write(table.count_question());
        REQUIRE(program.wait_for("\"id\":3"));
        pipe.close();
        const ProgramEnd end = program.wait();
        const std::vector<Json> lines = json_lines(end.out);

        REQUIRE(lines.size() == 3);
        CHECK_THAT(lines[0].at("response").get<std::string>(), Catch::Contains("There are 5 "));
        CHECK(lines[1].at("error").at("type") == "database_unavailable");
        CHECK(lines[2].value("response", "") == lines[0].at("response"));
        CHECK(end.exit_code == 3);
    }
}

TEST_CASE("batch: a refused password is not tried a thousand times", "[batch][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        std::string questions;
        for (int i = 0; i < 1'000; ++i) questions += "How many?\n";
        ProgramStart start = server_start(server, server.url, {"--output", "json"}, questions);
        start.environment["ASKDB_PASSWORD"] = "wrong";

        const ProgramEnd end = run_program(std::move(start));

        CHECK(end.exit_code == 3);
        CHECK(json_lines(end.out).size() == 1);
    }
}

}
