// Lists of tables and dialects in the configuration, as a person meets them.

#include "tests/support/program.h"
#include "tests/support/servers.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <fstream>

using namespace askdb::test;

namespace {

constexpr const char* listed_script =
    "CREATE TABLE sites (id INTEGER PRIMARY KEY, name TEXT);"
    "INSERT INTO sites VALUES (1, 'Lyon');"
    "CREATE TABLE secrets (id INTEGER PRIMARY KEY, word TEXT);"
    "INSERT INTO secrets VALUES (1, 'xyzzy');";

/// Runs askdb with a configuration of this text.
class Configured {
  public:
    explicit Configured(const std::string& text) : path_((folder_.path() / "c.toml").string()) {
        std::ofstream(path_) << text;
    }

    ProgramEnd run(std::vector<std::string> words, const std::string& password = "") const {
        words.insert(words.begin(), {"--config", path_});
        return run_program({.arguments = std::move(words), .environment = {{"PW", password}}});
    }

  private:
    TempFolder folder_;
    std::string path_;
};

}

TEST_CASE("program: a table off the list is not shown, not read and not written",
          "[program][lists]") {
    const TempDatabase file(listed_script);
    const Configured shop("[databases.shop]\npath = \"" + file.path() +
                          "\"\ndeny_tables = [\"secrets\"]\n");

    CHECK(shop.run({"tables"}).out.find("secrets") == std::string::npos);
    CHECK(shop.run({"tables"}).out.find("sites") != std::string::npos);
    const ProgramEnd described = shop.run({"describe", "secrets"});
    CHECK(described.exit_code != 0);
    CHECK(described.err.find("no table named 'secrets'") != std::string::npos);
    CHECK(shop.run({"sql", "SELECT name FROM sites"}).out == "name\nLyon\n");
    const ProgramEnd read = shop.run({"sql", "SELECT word FROM secrets"});
    CHECK(read.exit_code == 6);
    CHECK(read.out.empty());
    CHECK(read.err.find("table 'secrets' is not among those that the configuration allows") !=
          std::string::npos);
    CHECK(shop.run({"sql", "--check", "SELECT word FROM secrets"}).exit_code == 6);
    CHECK(shop.run({"sql", "--check", "SELECT name FROM sites"}).exit_code == 0);
    CHECK(shop.run({"sql", "--write", "DELETE FROM secrets"}).exit_code == 6);
    const ProgramEnd asked = shop.run({"How many secrets are there?"});
    CHECK(asked.exit_code != 0);
    CHECK(asked.out.find("xyzzy") == std::string::npos);
}

TEST_CASE("program: a configured dialect is used, and shown to be used",
          "[program][generic][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const Configured shop("[databases.shop]\nurl = \"" + server.url +
                              "\"\npassword_env = \"PW\"\ndialect = \"generic\"\n");

        CHECK(shop.run({"sql", "SELECT {fn YEAR({d '2024-05-31'})} AS y"}, server.password).out ==
              "y\n2024\n");
        const ProgramEnd call = shop.run({"sql", "SELECT 1 {call p}"}, server.password);
        CHECK(call.exit_code == 6);
        CHECK(shop.run({"tables"}, server.password).exit_code == 0);
    }
}

TEST_CASE("program: an unknown dialect and a wrong pattern are mistakes of the configuration",
          "[program][lists]") {
    const ProgramEnd dialect =
        Configured("[databases.a]\ndsn = \"x\"\ndialect = \"generc\"\n").run({"tables"});
    CHECK(dialect.exit_code == 2);
    CHECK(dialect.err.find("did you mean 'generic'?") != std::string::npos);
    const ProgramEnd pattern =
        Configured("[databases.a]\npath = \"x.db\"\ntables = [\"a..b\"]\n").run({"tables"});
    CHECK(pattern.exit_code == 2);
    CHECK(pattern.err.find("'a..b' is no pattern for tables") != std::string::npos);
}
