// What `askdb sessions export --format sql` writes, run by the programs that it is for.
#include "tests/support/example.h"
#include "tests/support/model_question.h"
#include "tests/support/servers.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <cstdlib>

namespace askdb::test {
namespace {

/// Four answers, with questions and statements that could end a comment or be taken for commands.
std::vector<ScriptedReply> script_of(const std::string& table) {
    return {
        calls_query("SELECT city, count(*) AS n FROM " + table +
                    " WHERE city <> 'a;b--c' GROUP BY city -- each"),
        openai_text("There."),
        openai_calls({{"c2", "query_results",
                       R"({"sql":"SELECT city AS large FROM r1 WHERE n > 1 ORDER BY city;"})"}}),
        openai_text("These."),
        openai_calls({{"c3", "query_results", R"({"sql":"SELECT 'rows: ' || count(*) FROM r2"})"}}),
        openai_text("One.")};
}

/// Asks three questions of the database, and gives the script of the conversation.
std::string exported(const std::string& address, const std::string& password,
                     const std::string& table, const TempFolder& home) {
    ScriptedServer model(script_of(table));
    std::map<std::string, std::string> environment = {{"HOME", home.path().string()},
                                                      {"USER", "ann"},
                                                      {"ASKDB_PASSWORD", password},
                                                      {"OPENAI_BASE_URL", model.url("/v1")},
                                                      {"OPENAI_API_KEY", secret_key}};
    for (const char* question : {"Cities?\n; DROP TABLE x; \\! ls", "\\q Large ones?", ".quit"}) {
        const ProgramEnd end = run_program(
            {.arguments = {"-d", address, "-m", "openai:gpt-test", "--session", "one", question},
             .environment = environment});
        INFO(end.err);
        CHECK(end.exit_code == 0);
    }
    const std::string file = home.file("script.sql");
    CHECK(run_program(
              {.arguments = {"sessions", "export", "one", "-o", file}, .environment = environment})
              .exit_code == 0);
    return file;
}

bool is_installed(const std::string& program) {
    return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

}

TEST_CASE("export to SQL: sqlite3 runs the script from its first line to its last",
          "[program][sessions][export]") {
    if (!is_installed("sqlite3")) {
        WARN("skipped: sqlite3 is not installed");
        return;
    }
    const TempDatabase shop(
        "CREATE TABLE customers (city TEXT); INSERT INTO customers VALUES ('Oslo'), ('Oslo'), "
        "('Bern')");
    const TempFolder home;
    const std::string script = exported(shop.path(), "", "customers", home);

    const CommandEnd end = run_command("sqlite3 -bail -readonly " + shell_word(shop.path()) +
                                       " < " + shell_word(script) + " 2>&1");

    INFO(file_bytes(script));
    CHECK(end.exit_code == 0);
    CHECK(end.out == "Bern|1\nOslo|2\nOslo\nrows: 1\n");
}

TEST_CASE("export to SQL: psql runs the script from its first line to its last",
          "[program][sessions][export][servers]") {
    bool is_there = false;
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres() || !is_installed("psql")) continue;
        is_there = true;
        const std::string table = unique_name("scripted");
        server.run_as_owner({"CREATE TABLE " + table + " (city text)",
                             "INSERT INTO " + table + " VALUES ('Oslo'), ('Oslo'), ('Bern')",
                             "GRANT SELECT ON " + table + " TO PUBLIC"});
        const TempFolder home;
        const std::string script = exported(server.url, server.password, table, home);

        const CommandEnd end = run_command(
            "PGPASSWORD=" + shell_word(server.password) + " psql -X -q -t -A -v ON_ERROR_STOP=1 " +
            shell_word(server.url) + " -f " + shell_word(script) + " 2>&1 | sort");

        INFO(file_bytes(script));
        CHECK(end.out == "Bern|1\nOslo\nOslo|2\nrows: 1\n");
        server.run_as_owner({"DROP TABLE " + table});
    }
    if (!is_there) WARN("skipped: no PostgreSQL server or no psql, see tests/support/servers.sh");
}

}
