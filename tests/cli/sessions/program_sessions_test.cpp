// The whole program with conversations that are kept: follow-up questions, and `askdb sessions`.
#include "tests/support/json_schema.h"
#include "tests/support/model_question.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace askdb::test {
namespace {

/// A user with a home, a shop, and a model that always has the next answer.
struct KeptRun {
    explicit KeptRun(std::vector<ScriptedReply> script = {openai_text("There are 4.")})
        : model(std::move(script)) {}

    ProgramStart start(std::vector<std::string> arguments) const {
        ProgramStart start{.arguments = std::move(arguments)};
        start.environment = environment;
        return start;
    }
    ProgramEnd run(std::vector<std::string> arguments, std::string input = {}) const {
        ProgramStart started = start(std::move(arguments));
        started.input = std::move(input);
        return run_program(std::move(started));
    }
    ProgramEnd ask(std::vector<std::string> more) const {
        std::vector<std::string> arguments = {"-d", model.shop.path(), "-m", "openai:gpt-test"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(std::move(arguments));
    }
    /// The one object that `askdb sessions …` prints.
    Json report(std::vector<std::string> words, int exit_code = 0) const {
        words.insert(words.begin(), "sessions");
        words.insert(words.end(), {"--output", "json"});
        const ProgramEnd end = run(std::move(words));
        INFO(end.err);
        CHECK(end.exit_code == exit_code);
        return parse_json(end.out, "the report").value_or_throw();
    }
    std::string last_body() const { return model.server.requests().back().body; }

    ModelQuestion model;
    TempFolder home;
    std::map<std::string, std::string> environment = {{"HOME", home.path().string()},
                                                      {"USER", "ann"},
                                                      {"OPENAI_BASE_URL", model.server.url("/v1")},
                                                      {"OPENAI_API_KEY", secret_key}};
};

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

}

TEST_CASE("sessions: a follow-up question goes on from what was asked", "[cli][sessions]") {
    const KeptRun kept(
        {calls_query("SELECT count(*) AS n FROM orders"), openai_text("There are 4."),
         openai_calls({{"c2", "query_results",
                        R"({"sql":"SELECT 2 * n AS twice, 4711 AS other FROM r1"})"}}),
         openai_text("Twice that is 10.")});
    CHECK(kept.ask({"How many orders?"}).exit_code == 0);

    const ProgramEnd end = kept.ask({"-c", "And twice that?"});

    INFO(end.err);
    CHECK(end.exit_code == 0);
    CHECK(end.out == "Twice that is 10.\n");
    CHECK(has(kept.model.server.requests()[2].body, "How many orders?"));
    CHECK(has(kept.model.server.requests()[2].body, "There are 4."));
    CHECK(has(kept.last_body(), "4711"));
    const Json list = kept.report({"list"});
    REQUIRE(list.at("sessions").size() == 1);
    CHECK(list["sessions"][0]["title"] == "How many orders?");
    CHECK(list["sessions"][0]["turn_count"] == 2);
    CHECK(list["sessions"][0]["user"] == "ann");
}

TEST_CASE("sessions: --session begins a conversation once, and goes on with it",
          "[cli][sessions]") {
    const KeptRun kept;
    CHECK(kept.ask({"--session", "nightly", "First?"}).exit_code == 0);
    CHECK_FALSE(has(kept.last_body(), "There are 4."));
    CHECK(kept.ask({"--session", "nightly", "Second?"}).exit_code == 0);

    CHECK(has(kept.last_body(), "First?"));
    CHECK(kept.report({"list"})["sessions"][0]["id"] == "nightly");
}

TEST_CASE("sessions: --resume takes an id or its beginning, and names the nearest",
          "[cli][sessions]") {
    const KeptRun kept;
    kept.ask({"--session", "nightly", "First?"});
    kept.ask({"--session", "other", "Something else"});

    CHECK(kept.ask({"-r", "night", "Second?"}).exit_code == 0);
    CHECK(has(kept.last_body(), "First?"));
    const ProgramEnd wrong = kept.ask({"-r", "nihgtly", "Third?"});
    CHECK(wrong.exit_code == 2);
    CHECK(has(wrong.err, "there is no conversation 'nihgtly' (did you mean 'nightly'?)"));
    const ProgramEnd none = kept.ask({"Third?", "-r"});
    CHECK(none.exit_code == 2);
    CHECK(has(none.err, "'--resume' without an id"));
}

TEST_CASE("sessions: --resume without an id lets a person choose", "[cli][sessions]") {
    const KeptRun kept;
    kept.ask({"--session", "older", "The older question"});
    kept.ask({"--session", "newer", "The newer question"});
    ProgramStart start =
        kept.start({"-d", kept.model.shop.path(), "-m", "openai:gpt-test", "And now?", "-r"});
    start.on_terminal = true;
    Program program(start);

    REQUIRE(program.wait_for("The older question"));
    program.type("2\n");
    CHECK(program.wait().exit_code == 0);

    CHECK(has(kept.last_body(), "The older question"));
}

TEST_CASE("sessions: show and search have the colours of the configuration", "[cli][sessions]") {
    KeptRun kept;
    kept.ask({"--session", "one", "How many **orders**?"});
    kept.environment["TERM"] = "xterm-256color";
    const std::vector<std::vector<std::string>> reports = {{"sessions", "show", "one"},
                                                           {"sessions", "search", "orders"}};
    for (const std::string theme : {"dark", "none"}) {
        std::filesystem::create_directories(kept.home.file(".config/askdb"));
        std::ofstream(kept.home.file(".config/askdb/config.toml"))
            << "[terminal]\ntheme = \"" << theme << "\"\n";
        for (const std::vector<std::string>& words : reports) {
            ProgramStart start = kept.start(words);
            start.on_terminal = true;
            const ProgramEnd end = Program(start).wait();
            INFO(theme << ": " << end.out);
            CHECK(end.exit_code == 0);
            CHECK(has(end.out, "orders"));
            CHECK(has(end.out, "\x1b[") == (theme == "dark"));
        }
    }
}

TEST_CASE("sessions: who chooses no conversation leaves", "[cli][sessions]") {
    const KeptRun kept;
    kept.ask({"--session", "older", "The older question"});
    for (const char* typed : {"q\n", "\n", "\x04"}) {
        ProgramStart start =
            kept.start({"-d", kept.model.shop.path(), "-m", "openai:gpt-test", "And now?", "-r"});
        start.on_terminal = true;
        Program program(start);
        REQUIRE(program.wait_for("older  just now, 1 turn  The older question"));
        program.type(typed);
        CHECK(program.wait().exit_code == 130);
    }
    CHECK(kept.model.server.requests().size() == 1);
}

TEST_CASE("sessions: at the prompt a conversation goes on, and is kept", "[cli][sessions]") {
    const KeptRun kept;
    kept.ask({"--session", "nightly", "How many orders?"});
    ProgramStart start = kept.start({"-d", kept.model.shop.path(), "-m", "openai:gpt-test", "-c"});
    start.on_terminal = true;
    Program program(start);

    REQUIRE(program.wait_for("How many orders?"));
    program.type("And last year?\r");
    REQUIRE(kept.model.server.wait_for_requests(2));
    CHECK(has(kept.last_body(), "There are 4."));
    const auto is_done = [&] {
        return kept.report({"show", "nightly"})["turns"].back()["state"] == "finished";
    };
    for (int looks = 0; looks < 200 && !is_done();) ++looks;
    program.type("\x04");
    CHECK(program.wait().exit_code == 0);

    const Json shown = kept.report({"show", "nightly"});
    REQUIRE(shown.at("turns").size() == 2);
    CHECK(shown["turns"][1]["question"] == "And last year?");
}

TEST_CASE("sessions: without a conversation there is none to go on with", "[cli][sessions]") {
    const KeptRun kept;
    const ProgramEnd end = kept.ask({"-c", "And now?"});

    CHECK(end.exit_code == 2);
    CHECK(has(end.err, "there is no conversation to go on with yet"));
    CHECK(kept.model.server.requests().empty());
}

TEST_CASE("sessions: --ephemeral, many questions and no home keep nothing", "[cli][sessions]") {
    KeptRun kept;
    CHECK(kept.ask({"--ephemeral", "First?"}).exit_code == 0);
    kept.run({"-d", kept.model.shop.path(), "-m", "openai:gpt-test", "-q"}, "One?\nTwo?\n");
    CHECK_FALSE(std::filesystem::exists(kept.home.file(".local")));

    kept.environment["HOME"] = "/nonexistent";
    const ProgramEnd end = kept.ask({"Second?"});
    CHECK(end.exit_code == 0);
    CHECK(end.err == "");
    const ProgramEnd named = kept.ask({"--session", "x", "Third?"});
    CHECK(named.exit_code == 2);
    CHECK(has(named.err, "no conversation is kept: there is no home folder"));
}

TEST_CASE("sessions: many questions of a named conversation are asked in it, in order",
          "[cli][sessions]") {
    const KeptRun kept;
    const ProgramEnd end =
        kept.run({"-d", kept.model.shop.path(), "-m", "openai:gpt-test", "--session", "batch"},
                 "One?\nTwo?\nThree?\n");

    CHECK(end.exit_code == 0);
    CHECK(has(kept.last_body(), "One?"));
    CHECK(has(kept.last_body(), "Two?"));
    const Json shown = kept.report({"show", "batch"});
    REQUIRE(shown.at("turns").size() == 3);
    CHECK(shown["turns"][2]["question"] == "Three?");
}

TEST_CASE("sessions: a store that cannot be used stops only who asked for it", "[cli][sessions]") {
    KeptRun kept;
    const std::string broken = kept.home.file("broken.db");
    std::ofstream(broken) << "this is no database, however long it is looked at, not at all";
    kept.environment["ASKDB_SESSIONS"] = broken;

    const ProgramEnd new_one = kept.ask({"First?"});
    CHECK(new_one.exit_code == 0);
    CHECK(new_one.out == "There are 4.\n");
    CHECK(has(new_one.err, "⚠ this conversation is not kept: "));
    const ProgramEnd named = kept.ask({"--session", "x", "Second?"});
    CHECK((named.exit_code == 2 || named.exit_code == 3));
    CHECK(named.out.empty());
    const ProgramEnd list = kept.run({"sessions", "list"});
    CHECK((list.exit_code == 2 || list.exit_code == 3));
}

TEST_CASE("sessions: the store is its owner's alone", "[cli][sessions]") {
    const KeptRun kept;
    kept.ask({"First?"});
    struct stat file = {}, folder = {};
    const std::string path = kept.home.file(".local/share/askdb");

    REQUIRE(::stat((path + "/sessions.db").c_str(), &file) == 0);
    REQUIRE(::stat(path.c_str(), &folder) == 0);
    CHECK((file.st_mode & 0777u) == 0600u);
    CHECK((folder.st_mode & 0777u) == 0700u);
}

TEST_CASE("sessions: list, show and search", "[cli][sessions]") {
    const KeptRun kept({calls_query("SELECT 'café' AS name"), openai_text("Our **Café** leads.")});
    kept.ask({"Which place leads?\x1b[2J"});
    const std::string id = kept.report({"list"})["sessions"][0]["id"];

    const ProgramEnd list = kept.run({"sessions", "list", "--data", "csv"});
    CHECK(list.out.starts_with("id,updated_at,title,turns,database,state\n" + id + ","));
    const ProgramEnd show = kept.run({"sessions", "show"});
    CHECK(has(show.out, "## 1. Which place leads?"));
    CHECK(has(show.out, "SELECT 'café' AS name"));
    CHECK(has(show.out, "Our **Café** leads."));
    CHECK_FALSE(has(show.out, "\x1b"));
    const Json found = kept.report({"search", "leads", "cafe"});
    REQUIRE(found.at("hits").size() == 1);
    CHECK(found["hits"][0]["id"] == id);
    CHECK(found["hits"][0]["excerpt"] == "Our **Café** leads.");
    CHECK(has(kept.run({"sessions", "search", "nowhere"}).err, "no conversation has all"));
    CHECK(kept.run({"sessions", "show", "zzz"}).exit_code == 2);
    CHECK(kept.report({"list", "--user", "bob"})["sessions"].empty());
    CHECK(kept.report({"list", "--all-users"})["sessions"].size() == 1);
}

TEST_CASE("sessions: on a terminal, a table for a person", "[cli][sessions]") {
    const KeptRun kept;
    kept.ask({"--session", "nightly", "How many orders are there?"});
    for (const char* verb : {"list", "show"}) {
        ProgramStart start = kept.start({"sessions", verb});
        start.on_terminal = true;
        const ProgramEnd end = run_program(start);
        INFO(end.out);
        CHECK(end.exit_code == 0);
        CHECK(has(end.out, "nightly"));
        CHECK(has(end.out, "How many orders are"));
    }
}

TEST_CASE("sessions: every format of an export, by option and by the file's name",
          "[cli][sessions]") {
    const KeptRun kept(
        {calls_query("SELECT 'a' AS x, 1 AS n UNION ALL SELECT 'b', 2"), openai_text("Two rows.")});
    kept.ask({"--session", "nightly", "Which?"});

    CHECK(has(kept.run({"sessions", "export"}).out, "| a | 1 |"));
    CHECK(has(kept.run({"sessions", "export", "nightly", "--format", "sql"}).out,
              "UNION ALL SELECT 'b', 2;\n"));
    const std::string page = kept.home.file("page.html");
    CHECK(kept.run({"sessions", "export", "nightly", "-o", page}).exit_code == 0);
    std::ifstream file(page);
    const std::string html{std::istreambuf_iterator<char>(file), {}};
    CHECK(html.starts_with("<!DOCTYPE html>"));
    CHECK(has(html, "<td>a</td>"));
    const ProgramEnd json = kept.run({"sessions", "export", "night", "--format", "json"});
    const ProgramEnd schema = kept.run({"schema", "conversation"});
    CHECK(schema_violations(std::string_view(schema.out), std::string_view(json.out)) ==
          std::vector<std::string>{});
    CHECK(kept.run({"sessions", "export", "zzz"}).exit_code == 2);
}

TEST_CASE("sessions: no file is called what it is not", "[cli][sessions]") {
    const KeptRun kept;
    CHECK(kept.ask({"How many orders?"}).exit_code == 0);

    const ProgramEnd end = kept.run({"sessions", "export", "-o", kept.home.file("report.pdf")});

    CHECK(end.exit_code == 2);
    CHECK(has(end.err, "no conversation is exported as '.pdf'"));
    CHECK_FALSE(std::filesystem::exists(kept.home.file("report.pdf")));
}

TEST_CASE("sessions: nothing is kept among somebody's data", "[cli][sessions]") {
    KeptRun kept;
    kept.environment["ASKDB_SESSIONS"] = kept.model.shop.path();

    const ProgramEnd end = kept.ask({"How many orders?"});

    CHECK(end.exit_code == 0);
    CHECK(end.out == "There are 4.\n");
    CHECK(has(end.err, "is no store of conversations: it has tables of others"));
    CHECK_FALSE(has(kept.run({"-d", kept.model.shop.path(), "tables"}).out, "askdb_"));
}

TEST_CASE("sessions: nothing is deleted unless somebody says yes", "[cli][sessions]") {
    const KeptRun kept;
    kept.ask({"--session", "one", "First?"});
    kept.ask({"--session", "two", "Second?"});

    CHECK(kept.run({"sessions", "delete", "one"}).exit_code == 6);
    CHECK(kept.run({"sessions", "delete", "one", "zzz", "--yes"}).exit_code == 2);
    CHECK(kept.run({"sessions", "delete", "", "--yes"}).exit_code == 2);
    CHECK(kept.run({"sessions", "delete", "", "one", "--yes"}).exit_code == 2);
    CHECK(kept.report({"list"})["sessions"].size() == 2);
    CHECK(kept.report({"delete", "one", "--yes"})["deleted"] == Json::array({"one"}));

    ProgramStart start = kept.start({"sessions", "delete", "two"});
    start.on_terminal = true;
    Program program(start);
    REQUIRE(program.wait_for("Delete this conversation"));
    program.type("y\n");
    CHECK(program.wait().exit_code == 0);
    CHECK(kept.report({"list"})["sessions"].empty());
}

TEST_CASE("sessions: prune says what would go, and takes it away", "[cli][sessions]") {
    const KeptRun kept;
    kept.ask({"--session", "one", "First?"});

    CHECK(kept.run({"sessions", "prune"}).exit_code == 2);
    CHECK(kept.report({"prune", "--older-than", "90d"})["sessions"] == 0);
    const Json told = kept.report({"prune", "--max-size", "1", "--dry-run"});
    CHECK(told["sessions"] == 1);
    CHECK(told["dry_run"] == true);
    CHECK(kept.report({"list"})["sessions"].size() == 1);
    CHECK(kept.report({"prune", "--max-size", "1"})["sessions"] == 1);
    CHECK(kept.report({"list"})["sessions"].empty());
}

TEST_CASE("sessions: what the configuration lets be kept is kept", "[cli][sessions]") {
    KeptRun kept;
    kept.ask({"--session", "one", "First?"});
    const std::string file = kept.home.file("c.toml");
    std::ofstream(file) << "[sessions]\nretention_megabytes = 1\nretention_days = 1\n";
    CHECK(kept.ask({"--config", file, "--session", "two", "Second?"}).exit_code == 0);
    CHECK(kept.report({"list"})["sessions"].size() == 2);
    CHECK(std::filesystem::exists(kept.home.file(".local/state/askdb/pruned")));
}

TEST_CASE("sessions: doctor looks at all that is kept", "[cli][sessions]") {
    const KeptRun kept;
    kept.ask({"First?"});
    const Json report = kept.report({"doctor"});

    CHECK(report["ok"] == true);
    CHECK(report["sessions"] == 1);
    CHECK(report["turns"] == 1);
    CHECK(has(kept.run({"sessions", "doctor"}).out, "1 conversation, 1 turn, 0"));
}

TEST_CASE("sessions: ids are completed", "[cli][sessions]") {
    const KeptRun kept;
    kept.ask({"--session", "nightly", "First?"});

    CHECK(kept.run({"completion", "--words", "sessions"}).out == "nightly\n");
}

}
