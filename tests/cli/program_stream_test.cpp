// The whole program while it lets rows through: pipes, files, limits, memory.

#include "tests/built_paths.h"
#include "tests/support/model_question.h"
#include "tests/support/sanitized.h"
#include "tests/support/servers.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

namespace askdb::test {
namespace {

std::string numbers_sql(const std::string& last) {
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT " + last +
           ") SELECT i, i * 0.5 AS half, 'text ' || i AS t, 'a \"quoted\" text' AS q FROM n";
}

std::size_t lines_in(std::string_view text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::size_t peak_mib_of(const TempDatabase& shop, const std::string& rows) {
    // Read slowly, as a pipe that is read while it is written: memory is looked at meanwhile.
    return sql(shop, {numbers_sql(rows), "--data", "csv"}).peak_mib;
}

}

TEST_CASE("program: a pipe gets the whole result, in every format that lets rows through",
          "[program][stream]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd csv = sql(shop, {numbers_sql("150000")});
    const ProgramEnd json = sql(shop, {numbers_sql("150000"), "--data", "json"});
    const ProgramEnd table = sql(shop, {numbers_sql("100001"), "--data", "table"});

    CHECK(csv.exit_code == 0);
    CHECK(csv.err.empty());
    CHECK(lines_in(csv.out) == 150'001);
    CHECK(csv.out.ends_with("\n150000,75000.0,text 150000,\"a \"\"quoted\"\" text\"\n"));
    CHECK(json.exit_code == 0);
    CHECK(lines_in(json.out) == 150'002);
    CHECK(table.exit_code == 7);
    CHECK(shows(table, "cut after 100000 rows"));
}

TEST_CASE("program: a limit of rows that somebody set holds for a pipe, too", "[program][stream]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd by_option = sql(shop, {numbers_sql("30000"), "--max-rows", "20000"});
    const ProgramEnd by_environment =
        run_program({.arguments = {"-d", shop.path(), "sql", numbers_sql("30000")},
                     .environment = {{"ASKDB_MAX_ROWS", "10"}}});
    const ProgramEnd just_so = sql(shop, {numbers_sql("20000"), "--max-rows", "20000"});

    CHECK(by_option.exit_code == 7);
    CHECK(lines_in(by_option.out) == 20'001);
    CHECK(by_option.err ==
          "⚠ cut after 20000 rows; more were there (read more with --max-rows N)\n");
    CHECK(by_environment.exit_code == 7);
    CHECK(lines_in(by_environment.out) == 11);
    CHECK(just_so.exit_code == 0);
    CHECK(just_so.err.empty());
}

TEST_CASE("program: the time is for waiting, however long the whole takes", "[program][stream]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd many = sql(shop, {numbers_sql("400000"), "--timeout", "0.3"});
    const ProgramEnd none = sql(shop, {endless_statement, "--timeout", "0.2"});

    CHECK(many.exit_code == 0);
    CHECK(lines_in(many.out) == 400'001);
    CHECK(none.exit_code == 4);
    CHECK(none.out.empty());
}

TEST_CASE("program: a statement that is refused, or fails at once, prints no row and no header",
          "[program][stream]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd wrong = sql(shop, {"SELECT nosuch FROM orders", "--data", "csv"});
    const ProgramEnd refused = sql(shop, {"DELETE FROM orders", "--data", "json"});

    CHECK(wrong.exit_code == 1);
    CHECK(wrong.out.empty());
    CHECK(refused.exit_code == 6);
    CHECK(refused.out.empty());
}

TEST_CASE("program: an error after many rows is told behind them", "[program][stream]") {
    const TempDatabase shop(shop_sql);
    const std::string late =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 90000) "
        "SELECT CASE WHEN i < 80000 THEN i ELSE json_extract('{', '$') END AS a FROM n";

    const ProgramEnd end = sql(shop, {late});

    CHECK(end.exit_code == 1);
    CHECK(end.out.starts_with("a\n1\n2\n"));
    CHECK(end.err == "askdb: malformed JSON\n");
}

TEST_CASE("program: who reads a line and goes ends an endless export, quietly",
          "[program][stream]") {
    const TempDatabase shop(shop_sql);
    Program program({.arguments = {"-d", shop.path(), "sql", numbers_sql("-1")}});

    program.close_output();
    const ProgramEnd end = program.wait();

    CHECK(end.exit_code == 128 + SIGPIPE);
    CHECK(end.err.empty());
    CHECK(end.took < std::chrono::seconds(20));
}

TEST_CASE("program: Ctrl-C ends an endless export that nobody can follow", "[program][stream]") {
    const TempDatabase shop(shop_sql);
    Program program({.arguments = {"-d", shop.path(), "sql", numbers_sql("-1"), "--data", "csv"}});
    REQUIRE(program.wait_for("\n1000,"));

    program.send(SIGINT);
    const ProgramEnd end = program.wait();

    CHECK(end.exit_code == 130);
}

TEST_CASE("program: a full disk ends an endless export, and is said", "[program][stream]") {
    const TempDatabase shop(shop_sql);
    const std::string command = "timeout 60 " + std::string(ASKDB_PROGRAM) + " -d " + shop.path() +
                                " sql \"" + "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i " +
                                "+ 1 FROM n) SELECT i FROM n\" > /dev/full 2> " +
                                (shop.folder() / "err").string();

    const int status = ::system(command.c_str());

    CHECK(WEXITSTATUS(status) == 1);
    std::ifstream err(shop.folder() / "err");
    CHECK(std::string(std::istreambuf_iterator<char>(err), {}) ==
          "askdb: cannot write to standard output: No space left on device\n");
}

TEST_CASE("program: memory does not grow with the rows that pass", "[program][stream]") {
    if (is_sanitized) {
        WARN("skipped: a sanitizer keeps what is freed");
        return;
    }
    const TempDatabase shop(shop_sql);

    const std::size_t few = peak_mib_of(shop, "200000");
    const std::size_t many = peak_mib_of(shop, "1000000");

    INFO(few << " and " << many << " MiB");
    CHECK(many < few + 12);
    CHECK(many < 60);
}

TEST_CASE("program: the rows behind an answer are whole where the format lets them through",
          "[program][stream]") {
    const std::string many =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 120000) "
        "SELECT i FROM n";
    const ModelQuestion whole({calls_query(many), openai_text("All of them.")});
    const ModelQuestion table({calls_query(many), openai_text("All of them.")});
    const ModelQuestion limited({calls_query(many), openai_text("All of them.")});

    const ProgramEnd csv = whole.ask({"--data", "csv"});
    const ProgramEnd cut = table.ask({"--data", "table"});
    const ProgramEnd set = limited.ask({"--data", "csv", "--max-rows", "110000"});

    INFO(csv.err);
    CHECK(csv.exit_code == 0);
    CHECK(lines_in(csv.out) == 120'001);
    CHECK_FALSE(shows(csv, "⚠"));
    CHECK(cut.exit_code == 7);
    CHECK(shows(cut, "cut after 100000 rows"));
    CHECK(set.exit_code == 7);
    CHECK(lines_in(set.out) == 110'001);
}

TEST_CASE("program: a server that dies in the middle of an export is exit 3",
          "[program][stream][servers]") {
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        const std::string endless =
            "select n, pg_backend_pid() as pid from (select "
            "generate_series(1, 2000000000) n) s";
        Program program({.arguments = {"-d", server.url, "sql", endless},
                         .environment = {{"ASKDB_PASSWORD", server.password}}});
        REQUIRE(program.wait_for("\n1000,"));

        server.run_as_owner(
            {"select pg_terminate_backend(pid) from pg_stat_activity where "
             "query like '%askdb%' and usename = 'reader' and pid <> "
             "pg_backend_pid()"});
        const ProgramEnd end = program.wait();

        INFO(end.err);
        CHECK(end.exit_code == 3);
        CHECK(end.err.starts_with("askdb: the connection to '"));
        CHECK(end.err.find("was lost: ") != std::string::npos);
    }
}

}
