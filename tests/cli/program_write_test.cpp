// The whole program with --write: approval at a terminal, refusal without one.

#include "tests/support/model_question.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace askdb::test {
namespace {

constexpr std::string_view written_sql =
    "CREATE TABLE t (a INTEGER); INSERT INTO t VALUES (1), (2), (3);";

ProgramEnd at_terminal(const TempDatabase& file, const std::string& sql, std::string_view keys,
                       std::vector<std::string> options = {}) {
    std::vector<std::string> arguments = {"-d", file.path(), "sql", "--write", sql};
    arguments.insert(arguments.end(), options.begin(), options.end());
    Program program({.arguments = arguments, .on_terminal = true});
    REQUIRE(program.wait_for("[y/N]"));
    program.type(keys);
    return program.wait();
}

}

TEST_CASE("--write: yes at the terminal commits", "[write][program]") {
    const TempDatabase file(written_sql);

    const ProgramEnd end = at_terminal(file, "UPDATE t SET a = 9 WHERE a > 1", "y\n");

    CHECK(end.exit_code == 0);
    CHECK(end.out.find("UPDATE t: 2 rows") != std::string::npos);
    CHECK(end.out.find("committed") != std::string::npos);
    const ProgramEnd read = run_program(
        {.arguments = {"-d", file.path(), "sql", "SELECT count(*) AS n FROM t WHERE a = 9"}});
    CHECK(read.out == "n\n2\n");
}

TEST_CASE("--write: anything but yes at the terminal changes nothing", "[write][program]") {
    for (const char* keys :
         {"n\n", "\n", "yep\n", "\x04", "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n"}) {
        const TempDatabase file(written_sql);
        const std::string before = file.bytes();

        const ProgramEnd end = at_terminal(file, "DELETE FROM t", keys);

        CHECK(end.exit_code == 6);
        CHECK(end.out.find("all 3 rows") != std::string::npos);
        CHECK(end.out.find("EVERY ROW") != std::string::npos);
        CHECK(file.bytes() == before);
    }
}

TEST_CASE("--write: Ctrl-C and SIGTERM at the question roll back", "[write][program]") {
    const TempDatabase file(written_sql);
    const std::string before = file.bytes();

    CHECK(at_terminal(file, "DROP TABLE t", "\x03").exit_code == 130);

    CHECK(file.bytes() == before);
    CHECK_FALSE(std::filesystem::exists(file.path() + "-journal"));
}

TEST_CASE("--write: what was typed before the question answers nothing", "[write][program]") {
    const TempDatabase file(written_sql);
    const std::string slow =
        "UPDATE t SET a = (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT "
        "3000000) SELECT count(*) FROM n)";
    Program program(
        {.arguments = {"-d", file.path(), "sql", "--write", slow}, .on_terminal = true});

    program.type("y\n");
    REQUIRE(program.wait_for("[y/N]"));
    program.type("n\n");

    CHECK(program.wait().exit_code == 6);
}

TEST_CASE("--write: without a terminal a change is refused, whatever stdin says",
          "[write][program]") {
    const TempDatabase file(written_sql);
    const std::string before = file.bytes();

    const ProgramEnd end = run_program(
        {.arguments = {"-d", file.path(), "sql", "--write", "DELETE FROM t"}, .input = "y\ny\n"});

    CHECK(end.exit_code == 6);
    CHECK(end.err.find("at a terminal") != std::string::npos);
    CHECK(std::count(end.err.begin(), end.err.end(), '\n') == 1);
    CHECK(file.bytes() == before);
}

TEST_CASE("--write: reading needs no approval, and without --write nothing writes",
          "[write][program]") {
    const TempDatabase file(written_sql);
    const std::string before = file.bytes();

    const ProgramEnd read = run_program(
        {.arguments = {"-d", file.path(), "sql", "--write", "SELECT sum(a) AS n FROM t"}});
    const ProgramEnd write =
        run_program({.arguments = {"-d", file.path(), "sql", "DELETE FROM t"}});

    CHECK(read.exit_code == 0);
    CHECK(read.out == "n\n6\n");
    CHECK(write.exit_code == 6);
    CHECK(file.bytes() == before);
}

TEST_CASE("--write: a project file cannot turn it on", "[write][program]") {
    const TempDatabase file(written_sql);
    const std::string before = file.bytes();
    for (const char* line : {"write = true\n", "[limits]\nwrite = true\n"}) {
        std::ofstream(file.folder() / "askdb.toml") << line;
        const ProgramEnd end = run_program({.arguments = {"-d", "test.db", "sql", "DELETE FROM t"},
                                            .environment = {{"ASKDB_WRITE", "1"}},
                                            .folder = file.folder().string()});
        CHECK(end.exit_code != 0);
    }
    CHECK(file.bytes() == before);
}

TEST_CASE("--write: a statement with escape sequences reaches the terminal as text",
          "[write][program]") {
    const TempDatabase file(written_sql);

    const ProgramEnd end =
        at_terminal(file, "INSERT INTO t VALUES ('\x1b[2J\x1b[1;1Hcommit? [y/N]')", "n\n");

    CHECK(end.out.find("\x1b[2J") == std::string::npos);
    CHECK(end.out.find("\\x1b[2J") != std::string::npos);
}

TEST_CASE("--write: JSON tells what was written", "[write][program]") {
    const TempDatabase file(written_sql);

    const ProgramEnd end =
        at_terminal(file, "DELETE FROM t WHERE a = 1", "y\n", {"--output", "json"});

    CHECK(end.exit_code == 0);
    CHECK(end.out.find(R"("touched":"DELETE from t: 1 row")") != std::string::npos);
}

TEST_CASE("--write: a model's change without a terminal is refused, and exits 6",
          "[write][program]") {
    ModelQuestion question(
        {openai_calls({{"c1", "change_data", R"({"sql":"DELETE FROM orders"})"}}),
         openai_text("It was not approved.")});
    ProgramStart start = question.start();
    start.arguments.push_back("--write");

    const ProgramEnd end = run_program(std::move(start));

    CHECK(end.exit_code == 6);
    CHECK(end.err.find("at a terminal") != std::string::npos);
}

}
