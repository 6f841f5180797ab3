// The whole program: answers are run again without a model, and compared with their receipts.
#include "tests/cli/replay/replay_runs.h"
#include "tests/support/servers.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

namespace askdb::test {
namespace {

/// Checks a conversation of one statement after `sql` changed the database.
ProgramEnd checked_after(const std::string& statement, std::string_view sql, bool exact) {
    ReplayRuns runs(asks(statement));
    runs.ask("Which towns?");
    if (!sql.empty()) runs.change(sql);
    return runs.replay(exact ? std::vector<std::string>{"--check", "--exact"}
                             : std::vector<std::string>{"--check"});
}

}

TEST_CASE("replay: the SQL runs again without a key and without the model", "[program][replay]") {
    ReplayRuns runs(asks("SELECT name FROM towns ORDER BY people"));
    runs.ask("Which towns?");
    std::filesystem::create_directories(runs.home.file(".config/askdb"));
    std::ofstream(runs.home.file(".config/askdb/config.toml"))
        << "default_model = \"m\"\n[models.m]\nmodel = \"openai:gpt-test\"\nbase_url = \""
        << runs.model.url("/v1") << "\"\napi_key_env = \"NO_SUCH_KEY\"\n";
    const std::size_t requests = runs.model.requests().size();
    runs.change("INSERT INTO towns VALUES ('Rom', 2749)");

    const ProgramEnd end = runs.replay();

    INFO(end.err);
    CHECK(end.exit_code == 0);
    CHECK(end.out == "name\nBern\nOslo\nRom\nLima\n");
    CHECK(tells(end, "turn 1, r1: Which towns?"));
    CHECK(tells(end, "database 'towns': ./towns.db"));
    CHECK(runs.replay({"--check"}).exit_code == 8);
    CHECK(runs.model.requests().size() == requests);
}

TEST_CASE("replay: prints as it is told to, quietly where it is told so", "[program][replay]") {
    ReplayRuns runs(asks("SELECT name FROM towns WHERE people < 200"));
    runs.ask("Which towns are small?");

    CHECK(parse_json(runs.replay({"--output", "json"}).out, "rows").value_or_throw() ==
          Json::array({{{"name", "Bern"}}}));
    CHECK(runs.replay({"--data", "jsonl", "-q"}).out == "{\"name\":\"Bern\"}\n");
    CHECK(runs.replay({"-q"}).err.empty());
    const ProgramEnd to_file = runs.replay({"-o", runs.folder.file("out.md")});
    CHECK(to_file.exit_code == 0);
    CHECK(to_file.out.empty());
    CHECK(file_bytes(runs.folder.file("out.md")).find("| Bern |") != std::string::npos);
    CHECK(runs.replay({"--max-rows", "1", "-d", "towns.db", "--turn", "1"}).exit_code == 0);
}

TEST_CASE("replay: what a later statement reads is made anew first, under the same name",
          "[program][replay]") {
    ReplayRuns runs(
        {calls_query(all_towns), openai_text("There."),
         openai_calls({{"c2", "query_results",
                        R"({"sql":"SELECT name FROM r1 WHERE people > 700 ORDER BY name"})"}}),
         openai_text("These."),
         openai_calls({{"c3", "query_results", R"({"sql":"SELECT count(*) AS n FROM r2"})"}}),
         openai_text("Two.")});
    runs.ask("Which towns?");
    runs.ask("The large ones?");
    runs.ask("How many?");
    CHECK(runs.replay({"--check", "--exact"}).exit_code == 0);
    runs.change("INSERT INTO towns VALUES ('Rom', 2749)");

    CHECK(runs.replay().out == "n\n3\n");
    CHECK(runs.replay({"--turn", "2"}).out == "name\nLima\nOslo\nRom\n");
    const ProgramEnd checked = runs.replay({"--check", "--exact"});
    CHECK(checked.exit_code == 8);
    CHECK(tells(checked, "turn 2, r2: shape drifted: 3 rows, not 2 rows"));
    CHECK(tells(checked, "turn 3, r3: result drifted: 1 row new, 1 row gone"));
    CHECK(tells(checked, "3 results, 3 drifted"));
    CHECK(runs.replay({"--check", "--turn", "3"}).exit_code == 0);
    CHECK(runs.replay({"--check", "--turn", "3", "--exact"}).exit_code == 8);
}

TEST_CASE("replay: of one turn alone, what it reads and does not run any more is a drift",
          "[program][replay]") {
    ReplayRuns runs({calls_query(all_towns), openai_text("There."),
                     openai_calls({{"c2", "query_results", R"({"sql":"SELECT name FROM r1"})"}}),
                     openai_text("These.")});
    runs.ask("Which towns?");
    runs.ask("Their names?");
    runs.change("ALTER TABLE towns DROP COLUMN people");

    const ProgramEnd whole = runs.replay({"--check"});
    const ProgramEnd alone = runs.replay({"--check", "--turn", "2"});

    CHECK(whole.exit_code == 8);
    CHECK(alone.exit_code == 8);
    INFO(alone.err);
    CHECK(tells(alone,
                "turn 2, r2: schema drifted: its statement does not run: r1, which it "
                "reads: no such column: people"));
    const ProgramEnd slow = runs.replay({"--check", "--turn", "2", "-d", "no-such.db"});
    CHECK(slow.exit_code != 8);
}

TEST_CASE("replay: nothing drifts where nothing was changed", "[program][replay]") {
    const ProgramEnd end = checked_after(all_towns, "", true);

    INFO(end.err);
    CHECK(end.exit_code == 0);
    CHECK(end.out.empty());
    CHECK(tells(end, "1 result, none drifted"));
}

TEST_CASE("replay: an altered column or type is a drift of the schema", "[program][replay]") {
    const ProgramEnd added =
        checked_after(all_towns, "ALTER TABLE towns ADD COLUMN country TEXT", false);
    CHECK(added.exit_code == 8);
    CHECK(tells(added,
                "turn 1, r1: schema drifted: a column, type or key of towns is not what it was"));
    CHECK_FALSE(tells(added, "shape drifted"));

    const ProgramEnd renamed =
        checked_after(all_towns, "ALTER TABLE towns RENAME COLUMN people TO heads", false);
    CHECK(renamed.exit_code == 8);
    CHECK(tells(renamed, "schema drifted: its statement does not run: no such column: people"));

    const ProgramEnd retyped = checked_after(
        all_towns,
        "CREATE TABLE t2 (name TEXT NOT NULL, people TEXT); INSERT INTO t2 SELECT * FROM towns; "
        "DROP TABLE towns; ALTER TABLE t2 RENAME TO towns",
        false);
    CHECK(retyped.exit_code == 8);
    CHECK(tells(retyped, "schema drifted"));
    CHECK(tells(retyped, "shape drifted: column 2 is people TEXT, not people INTEGER"));
    CHECK(checked_after(all_towns, "CREATE TABLE other (x)", false).exit_code == 0);
}

TEST_CASE("replay: a row added, changed or deleted drifts as documented", "[program][replay]") {
    const char* const added = "INSERT INTO towns VALUES ('Rom', 2749)";
    const char* const changed = "UPDATE towns SET people = 710 WHERE name = 'Oslo'";
    const char* const deleted = "DELETE FROM towns WHERE name = 'Oslo'";

    const ProgramEnd one_more = checked_after(all_towns, added, false);
    CHECK(one_more.exit_code == 8);
    CHECK(tells(one_more, "shape drifted: 4 rows, not 3 rows"));
    CHECK(checked_after(all_towns, deleted, false).exit_code == 8);
    CHECK(checked_after(all_towns, changed, false).exit_code == 0);
    const ProgramEnd exact = checked_after(all_towns, changed, true);
    CHECK(exact.exit_code == 8);
    CHECK(tells(exact, "result drifted: 1 row new, 1 row gone"));
    CHECK_FALSE(tells(exact, "shape drifted"));
}

TEST_CASE("replay: the order of rows counts only where the statement asks for it",
          "[program][replay]") {
    const char* const moved =
        "DELETE FROM towns WHERE name = 'Bern'; "
        "INSERT INTO towns VALUES ('Bern', 134)";
    const char* const hidden = "UPDATE towns SET people = 20000 WHERE name = 'Bern'";

    CHECK(checked_after(all_towns, moved, true).exit_code == 0);
    CHECK(checked_after("SELECT name FROM towns ORDER BY people", moved, true).exit_code == 0);
    CHECK(checked_after("SELECT name FROM towns", hidden, true).exit_code == 0);
    const ProgramEnd end = checked_after("SELECT name FROM towns ORDER BY people", hidden, true);
    CHECK(end.exit_code == 8);
    CHECK(tells(end, "result drifted: the same rows in another order"));
}

TEST_CASE("replay: a report for programs says the same", "[program][replay]") {
    ReplayRuns runs(asks(all_towns));
    runs.ask("Which towns?");
    runs.change("DELETE FROM towns WHERE name = 'Oslo'");

    const ProgramEnd end = runs.replay({"--check", "--output", "json", "-q"});

    CHECK(end.exit_code == 8);
    const Json report = parse_json(end.out, "the report").value_or_throw();
    CHECK(report["ok"] == false);
    CHECK(report["exit_code"] == 8);
    CHECK(report["session_id"] == "one");
    CHECK(report["compared"] == 1);
    CHECK(report["results"][0]["compared"] == true);
    REQUIRE(report["results"].size() == 1);
    CHECK(report["results"][0]["handle"] == "r1");
    CHECK(report["results"][0]["database"] == "towns");
    CHECK(report["results"][0]["drifts"][0]["what"] == "shape");
    CHECK(report["results"][0]["error"].is_null());

    const std::string file = runs.folder.file("report.json");
    const ProgramEnd to_file = runs.replay({"--check", "--output", "json", "-q", "-o", file});
    CHECK(to_file.exit_code == 8);
    CHECK(to_file.out.empty());
    CHECK(file_bytes(file) == end.out);
}

TEST_CASE("replay: the receipt is seen where the conversation is", "[program][replay]") {
    ReplayRuns runs(asks(all_towns));
    runs.ask("Which towns?");

    const ProgramEnd shown = runs.sessions({"show", "one"});
    const Json document =
        parse_json(runs.sessions({"export", "one", "--format", "json"}).out, "it").value_or_throw();

    const Json& step = document["turns"][0]["answer"]["workflow"][0];
    CHECK(step["database"] == "towns");
    const std::string hash = step["result_hash"];
    CHECK(hash.size() == 32);
    CHECK(step["schema_hash"].get<std::string>().size() == 32);
    CHECK(shown.out.find("result " + hash.substr(0, 8)) != std::string::npos);
}

TEST_CASE("replay: the database is found by its name, or asked for", "[program][replay]") {
    ReplayRuns runs(asks(all_towns));
    runs.ask("Which towns?");
    const std::string far = runs.folder.file("elsewhere");
    std::filesystem::create_directories(far);
    std::filesystem::rename(runs.folder.file("towns.db"), far + "/moved.db");

    const ProgramEnd lost = runs.replay();
    CHECK(lost.exit_code == 2);
    CHECK(tells(lost,
                "the conversation asked a database 'towns', which is neither configured nor "
                "a file in this folder (name it: askdb replay one -d DB)"));
    CHECK(runs.replay({"-d", far + "/moved.db", "--check", "--exact"}).exit_code == 0);

    std::filesystem::create_directories(runs.home.file(".config/askdb"));
    std::ofstream(runs.home.file(".config/askdb/config.toml"))
        << "[databases.towns]\npath = \"" << far << "/moved.db\"\n";
    CHECK(runs.replay({"--check", "--exact"}).exit_code == 0);
}

TEST_CASE("replay: the usual database is it where it is called so", "[program][replay]") {
    ReplayRuns runs(asks(all_towns));
    runs.ask("Which towns?");
    const std::string far = runs.home.file("towns.sqlite"), other = runs.home.file("other.db");
    std::filesystem::rename(runs.folder.file("towns.db"), far);
    const auto replay_with = [&](const std::string& usual) {
        return run_program({.arguments = {"replay", "one", "--check", "--exact"},
                            .environment = {{"HOME", runs.home.path().string()},
                                            {"USER", "ann"},
                                            {"ASKDB_DATABASE", usual}},
                            .folder = runs.folder.path().string()});
    };

    CHECK(replay_with(far).exit_code == 0);
    CHECK(replay_with(other).exit_code == 2);
    CHECK(replay_with("no-such-name").exit_code == 2);
}

TEST_CASE("replay: several databases are told apart by their names", "[program][replay]") {
    ReplayRuns runs(
        {openai_calls({{"c1", "query", R"({"sql":"SELECT 1 AS n","database":"towns"})"},
                       {"c2", "query", R"({"sql":"SELECT n FROM ships","database":"fleet"})"}}),
         openai_text("There.")});
    const std::string fleet = make_database(
        runs.folder, "CREATE TABLE ships (n INTEGER); INSERT INTO ships VALUES (7)", "fleet.db");
    const std::string towns = runs.database;
    ProgramStart start{.arguments = {"-d", towns, "-d", fleet, "-m", "openai:gpt-test", "--session",
                                     "one", "Ships?"}};
    start.environment = {{"HOME", runs.home.path().string()},
                         {"USER", "ann"},
                         {"OPENAI_BASE_URL", runs.model.url("/v1")},
                         {"OPENAI_API_KEY", secret_key}};
    REQUIRE(run_program(start).exit_code == 0);

    CHECK(runs.replay().out == "n\n7\n");
    CHECK(runs.replay({"--check", "--exact"}).exit_code == 0);
    CHECK(runs.replay({"--check", "-d", fleet, "-d", towns}).exit_code == 0);
    const ProgramEnd one = runs.replay({"--check", "-d", fleet});
    CHECK(one.exit_code == 2);
    CHECK(tells(one,
                "the conversation asked the database 'towns', and none of -d is called so "
                "(its databases: towns, fleet)"));
}

TEST_CASE("replay: what changed data is not done again, and its rows stand in",
          "[program][replay]") {
    ReplayRuns runs({openai_text("Nobody asks.")});
    ProgramStart start{.arguments = {"chat", "-d", runs.database, "--write", "--session", "one"}};
    start.environment = {{"HOME", runs.home.path().string()}, {"USER", "ann"}};
    start.on_terminal = true;
    Program program(start);
    REQUIRE(program.wait_for("> "));
    program.type("DELETE FROM towns WHERE name = 'Lima' RETURNING name, people;\r");
    REQUIRE(program.wait_for("[y/N]"));
    program.type("y\r");
    REQUIRE(program.wait_for("r1: 1 row"));
    program.type("SELECT count(*) AS n FROM r1;\r");
    REQUIRE(program.wait_for("r2: 1 row"));
    program.type("\x04");
    REQUIRE(program.wait().exit_code == 0);

    const ProgramEnd end = runs.replay();
    INFO(end.err);
    CHECK(end.out == "n\n1\n");
    const ProgramEnd checked = runs.replay({"--check", "--exact"});
    CHECK(checked.exit_code == 0);
    CHECK(tells(checked, "turn 1, r1: not run again: it changed data, which is not done again"));
    CHECK(tells(checked, "2 results, none drifted, 1 not compared"));
    CHECK(runs.replay({"--turn", "1"}).exit_code == 6);

    const ProgramEnd none = runs.replay({"--check", "--turn", "1", "--output", "json"});
    CHECK(none.exit_code == 1);
    CHECK(tells(none, "1 result, none compared: nothing says that the answers still hold"));
    const Json report = parse_json(none.out, "the report").value_or_throw();
    CHECK(report["ok"] == false);
    CHECK(report["compared"] == 0);
    CHECK(report["results"][0]["compared"] == false);
}

TEST_CASE("replay: two files that may be it are both told", "[program][replay]") {
    ReplayRuns runs(asks(all_towns));
    runs.ask("Which towns?");
    std::ofstream(runs.folder.file("towns.csv")) << "name,people\nBern,1\n";

    const ProgramEnd end = runs.replay();

    CHECK(end.exit_code == 2);
    CHECK(tells(end, "which may be ./towns.csv or ./towns.db"));
}

TEST_CASE("replay: a conversation without results, or none, is told", "[program][replay]") {
    ReplayRuns runs({openai_text("Hello.")});
    CHECK(runs.replay().exit_code == 2);
    runs.ask("Hello?");

    const ProgramEnd end = runs.replay();

    CHECK(end.exit_code == 1);
    CHECK(tells(end, "the conversation has no result of a statement"));
    CHECK(runs.replay({"--turn", "9"}).exit_code == 2);
}

TEST_CASE("replay: PostgreSQL's columns, types and rows drift likewise",
          "[program][replay][servers]") {
    bool is_there = false;
    for (const TestServer& server : test_servers()) {
        if (!server.is_postgres()) continue;
        is_there = true;
        const std::string table = unique_name("replayed");
        server.run_as_owner({"CREATE TABLE " + table + " (name text NOT NULL, people integer)",
                             "INSERT INTO " + table + " VALUES ('Bern', 134), ('Oslo', 709)",
                             "GRANT SELECT ON " + table + " TO PUBLIC"});
        ReplayRuns runs(asks("SELECT name, people FROM " + table), server.url);
        runs.password = server.password;
        runs.ask("Which towns?");
        const auto check = [&](bool exact) {
            std::vector<std::string> words = {"-d", server.url, "--check"};
            if (exact) words.emplace_back("--exact");
            return runs.replay(words);
        };

        CHECK(check(true).exit_code == 0);
        server.run_as_owner({"UPDATE " + table + " SET people = 135 WHERE name = 'Bern'"});
        CHECK(check(false).exit_code == 0);
        CHECK(tells(check(true), "result drifted: 1 row new, 1 row gone"));
        server.run_as_owner({"ALTER TABLE " + table + " ALTER COLUMN people TYPE bigint"});
        const ProgramEnd retyped = check(false);
        CHECK(retyped.exit_code == 8);
        CHECK(tells(retyped, "schema drifted: a column, type or key of " + table));
        CHECK(tells(retyped, "shape drifted: column 2 is people"));
        server.run_as_owner({"DROP TABLE " + table});
        CHECK(tells(check(false), "schema drifted: its statement does not run"));
    }
    if (!is_there) WARN("skipped: no PostgreSQL server, see tests/support/servers.sh");
}

}
