// `askdb doctor` and `askdb models`, as the whole program.

#include "tests/support/model_question.h"
#include "tests/support/servers.h"
#include "tests/support/silent_port.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <thread>

namespace askdb::test {
namespace {

ScriptedReply model_names(const std::string& names) {
    return {.headers = {{"Content-Type", "application/json"}},
            .pieces = {R"({"data":[)" + names + "]}"},
            .framing = ReplyFraming::length};
}

/// `askdb doctor`, with a model's server behind OPENAI_BASE_URL.
ProgramEnd doctor(std::vector<std::string> more,
                  std::map<std::string, std::string> variables = {}) {
    more.insert(more.begin(), {"doctor", "--no-project-config"});
    return run_program({.arguments = std::move(more), .environment = std::move(variables)});
}

Json findings_of(const ProgramEnd& end) {
    return parse_json(end.out, "findings").value_or_throw().at("findings");
}

bool has_finding(const ProgramEnd& end, std::string_view verdict, std::string_view part) {
    for (const Json& finding : findings_of(end)) {
        const std::string text = finding.at("about").get<std::string>() + ": " +
                                 finding.at("message").get<std::string>();
        if (finding.at("verdict") == verdict && text.find(part) != std::string::npos) return true;
    }
    return false;
}

}

TEST_CASE("program: doctor with nothing configured says what to do first, and is not ill",
          "[program][doctor]") {
    const ProgramEnd end = doctor({});

    CHECK(end.exit_code == 0);
    CHECK_THAT(end.out, Catch::StartsWith("! database: none is configured\n    → askdb -d "));
    CHECK_THAT(end.out, Catch::Contains("! model: none is configured"));
}

TEST_CASE("program: doctor tells where no conversation can be kept", "[program][doctor]") {
    const ProgramEnd end = doctor({"--output", "json"}, {{"XDG_DATA_HOME", "/dev/null/data"}});

    CHECK(end.exit_code == 2);
    CHECK(
        has_finding(end, "broken", "sessions: '/dev/null/data/askdb/sessions.db' cannot be made"));
}

TEST_CASE("program: doctor tells masks that match nothing, and views that pass by them",
          "[program][doctor][mask]") {
    const TempDatabase plant(
        "CREATE TABLE technicians (id INTEGER, name TEXT, phone TEXT);"
        "CREATE VIEW rota AS SELECT name AS who FROM technicians;");
    const TempFolder folder;
    std::ofstream(folder.file("config.toml"))
        << "mask = [\"technicians.nam\", \"technicians.phone\"]\n";

    const ProgramEnd end =
        doctor({"-d", plant.path(), "--config", folder.file("config.toml"), "--output", "json"});

    INFO(end.out);
    CHECK(has_finding(end, "warning", "the mask 'technicians.nam' matches no column"));
    CHECK(has_finding(end, "warning", "views may show masked columns under other names: rota"));
    CHECK_FALSE(has_finding(end, "warning", "technicians.phone"));
}

TEST_CASE("program: doctor reaches a sound database and model", "[program][doctor]") {
    const ModelQuestion question({model_names(R"({"id":"gpt-4o"})")});
    const std::map<std::string, std::string> variables = {
        {"OPENAI_BASE_URL", question.server.url("/v1")}, {"OPENAI_API_KEY", secret_key}};

    const ProgramEnd end =
        doctor({"-d", question.shop.path(), "-m", "openai:gpt-4o", "--output", "json"}, variables);

    INFO(end.out);
    CHECK(end.exit_code == 0);
    CHECK(has_finding(end, "ok", "SQLite 3."));
    CHECK(has_finding(end, "ok", "tables, "));
    CHECK(has_finding(end, "ok", "opened for reading only"));
    CHECK(has_finding(end, "ok", "answers and has 'gpt-4o'"));
    CHECK(has_finding(end, "ok", "2.5 USD per million tokens in, 10 out"));
    const auto requests = question.server.requests();
    REQUIRE(requests.size() == 1);
    CHECK(requests[0].line() == "GET /v1/models HTTP/1.1");
    CHECK_FALSE(shows(end, secret_key));
}

TEST_CASE("program: doctor reads a configuration that can be read only once", "[program][doctor]") {
    const TempFolder home;
    make_database(home, "create table t(a)", "shop.db");
    const std::string fifo = home.file("config");
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    // As by --config <(…): the first reader gets all of it, and another one would wait for ever.
    const std::jthread writer(
        [&] { std::ofstream(fifo) << "[databases.shop]\npath = \"shop.db\"\n"; });

    const ProgramEnd end = doctor({"--config", fifo, "--output", "json"});

    INFO(end.out);
    CHECK(end.exit_code == 0);
    CHECK(has_finding(end, "ok", "databases: 1, models: 0"));
    CHECK(has_finding(end, "ok", "database 'shop': SQLite 3."));
}

TEST_CASE("program: doctor tells each broken thing with its fix, and exits with the worst",
          "[program][doctor]") {
    const ModelQuestion refusing({openai_error(401, std::string("no such key: ") + secret_key)});
    const std::map<std::string, std::string> variables = {
        {"OPENAI_BASE_URL", refusing.server.url("/v1")}, {"OPENAI_API_KEY", secret_key}};

    const ProgramEnd model =
        doctor({"-d", refusing.shop.path(), "-m", "openai:gpt-4o", "--output", "json"}, variables);
    const ProgramEnd gone = doctor({"/no/such/file.db", "--output", "json"});
    const ProgramEnd typo = doctor({"-m", "opnai:x", "--output", "json"});

    CHECK(model.exit_code == 5);
    CHECK(has_finding(model, "broken", "model 'openai:gpt-4o': "));
    CHECK_FALSE(shows(model, secret_key));
    CHECK(gone.exit_code == 2);
    CHECK(has_finding(gone, "broken", "/no/such/file.db"));
    CHECK(typo.exit_code == 2);
    CHECK(has_finding(typo, "broken", "opnai"));
    for (const ProgramEnd* end : {&model, &gone, &typo}) {
        for (const Json& finding : findings_of(*end)) {
            INFO(finding.dump());
            CHECK((finding.at("verdict") != "broken" || finding.at("fix").is_string()));
        }
    }
}

TEST_CASE("program: doctor and a question say the same of the planner as a fallback",
          "[program][doctor]") {
    const ModelQuestion question({model_names(R"({"id":"x"})")});
    const std::string file = (question.shop.folder() / "c.toml").string();
    std::ofstream(file) << "default_model = \"fast\"\n[models.fast]\nbase_url = \""
                        << question.server.url("/v1")
                        << "\"\nmodel = \"x\"\nfallback = [\"offline\"]\n";
    const std::string why = "the built-in planner is no language model";

    const ProgramEnd checked = doctor({"--config", file, "--output", "json"});
    const ProgramEnd asked =
        run_program({.arguments = {"--config", file, "-d", question.shop.path(), "How many?"}});

    CHECK(checked.exit_code == 2);
    CHECK(has_finding(checked, "broken", why));
    CHECK_FALSE(shows(checked, "no model named"));
    CHECK(asked.exit_code == 2);
    CHECK(shows(asked, why));
}

TEST_CASE("program: doctor sends nobody to the configuration for a file that was typed",
          "[program][doctor]") {
    const ProgramEnd end = doctor({"/no/such/file.db"});

    CHECK_THAT(end.out, Catch::Contains("askdb doctor DB"));
    CHECK_FALSE(shows(end, "config check"));
}

TEST_CASE("program: doctor waits for nobody who says nothing", "[program][doctor]") {
    const SilentPort silent;
    const ModelQuestion mute({{.end = ReplyEnd::never}});
    const std::string url = "postgres://u@127.0.0.1:" + std::to_string(silent.port()) + "/d";

    const ProgramEnd end =
        doctor({"-d", url, "-d", mute.shop.path(), "-m", "openai:x", "--output", "json"},
               {{"OPENAI_BASE_URL", mute.server.url("/v1")}});

    INFO(end.out);
    CHECK(end.exit_code == 3);
    CHECK(has_finding(end, "ok", "SQLite 3."));
    CHECK(has_finding(end, "broken", "model 'openai:x'"));
    CHECK(end.took < std::chrono::seconds(30));
}

TEST_CASE("program: an interrupted doctor ends at once", "[program][doctor]") {
    const ModelQuestion mute({{.end = ReplyEnd::never}});
    Program program({.arguments = {"doctor", "--no-project-config", "-m", "openai:x"},
                     .environment = {{"OPENAI_BASE_URL", mute.server.url("/v1")}}});

    REQUIRE(mute.server.wait_for_requests(1));
    program.send(SIGINT);

    CHECK(program.wait().exit_code == 130);
}

TEST_CASE(
    "program: doctor sees a broken configuration, a driver that is not there and folders "
    "that are open",
    "[program][doctor]") {
    const TempFolder home;
    std::filesystem::create_directories(home.file(".config/askdb"));
    std::filesystem::create_directories(home.file(".cache/askdb"));
    std::filesystem::permissions(home.file(".cache/askdb"), std::filesystem::perms(0755));
    std::ofstream(home.file(".config/askdb/config.toml")) << "default_databse = \"x\"\n";
    std::ofstream(home.file("odbcinst.ini"))
        << "[PostgreSQL Unicode]\nDriver=/no/such/psqlodbcw.so\n";

    const ProgramEnd end = doctor({"--output", "json"}, {{"HOME", home.path().string()},
                                                         {"ODBCSYSINI", home.path().string()}});

    INFO(end.out);
    CHECK(end.exit_code == 2);
    CHECK(has_finding(end, "broken", "config.toml:1: unknown key 'default_databse'"));
    CHECK(has_finding(end, "warning", "'PostgreSQL Unicode' does not load: "));
    CHECK(has_finding(end, "warning", "none for MariaDB"));
    CHECK(has_finding(end, "warning", "the cache folder '"));
}

TEST_CASE("program: doctor judges real servers", "[program][doctor][odbc]") {
    const std::vector<TestServer> servers = test_servers();
    if (servers.empty()) WARN("skipped: no database server is running");
    for (const TestServer& server : servers) {
        const ProgramEnd end =
            doctor({"-d", server.url, "--output", "json"}, {{"ASKDB_PASSWORD", server.password}});
        INFO(end.out);
        CHECK(end.exit_code == 0);
        // Other tests make tables there; none at all is worth a warning.
        const bool is_empty = has_finding(end, "warning", ", 0 tables, ");
        CHECK(has_finding(end, is_empty ? "warning" : "ok", server.name + " "));
        CHECK(has_finding(end, "ok", "statements run in read-only transactions"));
        CHECK(has_finding(end, "warning",
                          server.is_postgres() ? "may create tables" : "ALL PRIVILEGES"));
        CHECK_FALSE(shows(end, server.password));

        const ProgramEnd denied =
            doctor({"-d", server.url, "--output", "json"}, {{"ASKDB_PASSWORD", "wrong"}});
        CHECK(denied.exit_code == 3);
    }
}

TEST_CASE("program: models lists what is configured and the vendors, without a request",
          "[program][models]") {
    const TempFolder home;
    const std::string file = home.file("c.toml");
    std::ofstream(file) << "default_model = \"fast\"\n[models.fast]\nvendor = \"openai\"\n"
                           "model = \"gpt-4o-mini\"\napi_key_command = \"pass show hunter2\"\n";

    const ProgramEnd end = run_program({.arguments = {"models", "--config", file, "--data", "csv"},
                                        .environment = {{"GROQ_API_KEY", secret_key}}});

    CHECK(end.exit_code == 0);
    CHECK_THAT(end.out, Catch::StartsWith("name,vendor,model,default,key,key_from,"));
    CHECK_THAT(end.out, Catch::Contains("fast,openai,gpt-4o-mini,yes,not asked,command: pass …,"
                                        "0.15,0.6\n"));
    CHECK_THAT(end.out, Catch::Contains("groq:,groq,,,set,GROQ_API_KEY,,\n"));
    CHECK_THAT(end.out, Catch::Contains("mistral:,mistral,,,missing,MISTRAL_API_KEY,,\n"));
    CHECK_FALSE(shows(end, secret_key));
    CHECK_FALSE(shows(end, "hunter2"));
}

TEST_CASE("program: models --check asks endpoints, and models NAME lists what one offers",
          "[program][models]") {
    const ScriptedServer server({model_names(R"({"id":"qwen2"},{"id":"gpt-4o"})")});
    const TempFolder home;
    const std::string file = home.file("c.toml");
    std::ofstream(file) << "[models.here]\nbase_url = \"" << server.url("/v1")
                        << "\"\nmodel = \"qwen2\"\n[models.typo]\nbase_url = \""
                        << server.url("/v1") << "\"\nmodel = \"qwne2\"\n"
                        << "[models.gone]\nbase_url = \"http://127.0.0.1:1/v1\"\nmodel = \"x\"\n";

    const ProgramEnd check =
        run_program({.arguments = {"models", "--check", "--config", file, "--data", "csv"}});
    const ProgramEnd names =
        run_program({.arguments = {"models", "here", "--config", file, "--data", "csv"}});
    const ProgramEnd unknown = run_program({.arguments = {"models", "heer", "--config", file}});

    INFO(check.out);
    CHECK(check.exit_code == 5);
    CHECK_THAT(check.out, Catch::Contains("here,,qwen2,,not needed,,,,\"answers, has it\"\n"));
    CHECK_THAT(check.out, Catch::Contains("\"answers, does not list it, but 'qwen2'\""));
    CHECK_THAT(check.out, Catch::Contains("gone,,x,,not needed,,,,\"cannot reach") ||
                              Catch::Contains("gone,,x,,not needed,,,,cannot reach"));
    CHECK(names.out == "model,input_price,output_price\nqwen2,,\ngpt-4o,,\n");
    CHECK(unknown.exit_code == 2);
    CHECK(shows(unknown, "here"));
}

}
