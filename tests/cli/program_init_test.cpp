// `askdb init` by the program itself, at a terminal and without one.
#include "tests/support/program.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace askdb::test;
namespace fs = std::filesystem;

namespace {

ProgramStart start(const TempFolder& home, std::vector<std::string> arguments,
                   bool on_terminal = false) {
    return {.arguments = std::move(arguments),
            .environment = {{"HOME", home.path().string()}, {"TERM", "xterm"}},
            .on_terminal = on_terminal,
            .folder = home.path().string()};
}

}

TEST_CASE("init: without a terminal it says what to write instead", "[init][program]") {
    const TempFolder home;

    const ProgramEnd end = run_program(start(home, {"init"}));

    CHECK(end.exit_code == 2);
    CHECK(end.out.empty());
    CHECK_THAT(end.err, Catch::Contains("man askdb-config") && Catch::Contains("--example"));
    CHECK(fs::is_empty(home.path()));
}

TEST_CASE("init: at a terminal, by keys alone", "[init][program]") {
    const TempFolder home;
    make_database(home, "CREATE TABLE orders(id INTEGER PRIMARY KEY); INSERT INTO orders VALUES(1)",
                  "shop.db");
    Program program(start(home, {"init"}, true));

    REQUIRE(program.wait_for("Which database"));
    program.type("shop.db\r");
    REQUIRE(program.wait_for("[shop]"));
    program.type("\r");
    REQUIRE(program.wait_for("Which model"));
    program.type("\r");
    REQUIRE(program.wait_for("[Y/n]"));
    program.type("\r");
    const ProgramEnd end = program.wait();

    CHECK(end.exit_code == 0);
    CHECK_THAT(end.out, Catch::Contains("Written:"));
    CHECK(run_program(start(home, {"config", "check"})).exit_code == 0);
    const ProgramEnd asked = run_program(start(home, {"How many orders are there?"}));
    CHECK_THAT(asked.out, Catch::Contains("There is 1 order"));
}

TEST_CASE("init: Ctrl-C and Ctrl-D leave nothing behind", "[init][program]") {
    for (const char* key : {"\x03", "\x04"}) {
        const TempFolder home;
        Program program(start(home, {"init"}, true));
        REQUIRE(program.wait_for("Which database"));
        program.type(key);

        CHECK(program.wait().exit_code == 130);
        CHECK(fs::is_empty(home.path()));
    }
}

TEST_CASE("init: a password is not shown while it is typed", "[init][program]") {
    const TempFolder home;
    Program program(start(home, {"init"}, true));
    const std::vector<std::pair<const char*, const char*>> talk = {
        {"Which database", "postgres://reader@127.0.0.1:1/shop\r"},
        {"[shop]", "\r"},
        {"a command prints it", "2\r"},
        {"shop.password]", "\r"},
        {"mode 0600", "geheim\r"},
        {"Keep it all the same", "\x03"}};
    for (const auto& [question, keys] : talk) {
        INFO(question);
        REQUIRE(program.wait_for(question));
        program.type(keys);
    }
    const ProgramEnd end = program.wait();

    CHECK(end.exit_code == 130);
    CHECK_THAT(end.out, !Catch::Contains("geheim"));
    CHECK(fs::is_empty(home.path()));
}

TEST_CASE("init: the example database is made once, and answers", "[init][program]") {
    const TempFolder home;
    const ProgramEnd made = run_program(start(home, {"init", "--example"}));
    if (made.err.find("is not installed") != std::string::npos) {
        WARN("skipped: this build is not beside the examples");
        return;
    }
    const std::string path = home.file(".local/share/askdb/maintenance.db");

    CHECK(made.exit_code == 0);
    CHECK(made.out == path + "\n");
    const std::string before = file_bytes(path);
    CHECK(run_program(start(home, {"init", "--example", "-q"})).out == path + "\n");
    CHECK(file_bytes(path) == before);
    const ProgramEnd asked =
        run_program(start(home, {"-d", path, "How many work orders are overdue by site?"}));
    CHECK(asked.exit_code == 0);
}
