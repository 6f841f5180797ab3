// The whole program, told to share less.

#include "libagent/base/text.h"
#include "tests/support/model_question.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace askdb::test {
namespace {

std::string text_of_file(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

std::string all_bodies(const ModelQuestion& question) {
    std::string bodies;
    for (const RecordedRequest& request : question.server.requests()) bodies += request.body;
    return bodies;
}

ScriptedReply asks_for_total() {
    return openai_calls(
        {{"call_1", "query", dump_json({{"sql", "SELECT sum(total) AS total FROM orders"}})},
         {"call_2", "query", dump_json({{"sql", "SELECT name, city FROM customers"}})},
         {"call_3", "query",
          dump_json({{"sql", "SELECT json_extract('{}', name) FROM customers"}})}});
}

}

TEST_CASE("program: at schema the answer is filled in here", "[program][share]") {
    const ModelQuestion question(
        {asks_for_total(), openai_text("In all {r1.total}, by {r2.rows} customers:\n\n{r2}\n")});

    const ProgramEnd end = question.ask({"--share", "schema", "-v"});

    CHECK(end.exit_code == 0);
    CHECK(end.out.starts_with("In all 135.85, by 3 customers:\n\n| name"));
    CHECK(end.out.find("Çelik") != std::string::npos);
    for (const char* value : {"135.85", "Sevilla", "Çelik", "Ana"}) {
        INFO(value);
        CHECK(all_bodies(question).find(value) == std::string::npos);
        CHECK(end.err.find(value) == std::string::npos);
    }
}

TEST_CASE("program: the answer as JSON holds the values, too", "[program][share]") {
    const ModelQuestion question({asks_for_total(), openai_text("In all {r1.total}.")});

    const ProgramEnd end = question.ask({"--share", "schema", "--output", "json"});

    CHECK(parse_json(end.out, "stdout").value()["response"] == "In all 135.85.");
}

TEST_CASE("program: a stream never shows the place of a value", "[program][share]") {
    const ModelQuestion question({asks_for_total(), openai_text("In all {r1.total}.")});

    const ProgramEnd end = question.ask({"--share", "schema", "--output", "stream-json"});

    CHECK(end.out.find("135.85") != std::string::npos);
    CHECK(end.out.find("{r1") == std::string::npos);
}

TEST_CASE("program: --egress-log tells each request before it is sent", "[program][share]") {
    const TempFolder folder;
    const std::string log = folder.file("egress.jsonl");
    const ModelQuestion question(
        {calls_query("SELECT name FROM customers WHERE customer_id = 1"), openai_text("Ana.")});

    const ProgramEnd end = question.ask({"--egress-log", log});

    CHECK(end.exit_code == 0);
    const std::vector<std::string> lines = split(text_of_file(log), '\n');
    const auto requests = question.server.requests();
    REQUIRE(lines.size() == requests.size() + 1);
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const Json line = parse_json(lines[i], "line").value();
        CHECK(line["host"] == "127.0.0.1");
        CHECK(line["request_bytes"] == requests[i].body.size());
    }
    CHECK(parse_json(lines[0], "line").value()["values"].empty());
    const Json sent = parse_json(lines[1], "line").value()["values"][0];
    CHECK(sent["source"] == "r1");
    CHECK(sent["column"] == "name");
    CHECK(sent["values"][0] == "Ana");
    CHECK(text_of_file(log).find(secret_key) == std::string::npos);
    struct stat info = {};
    REQUIRE(::stat(log.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
}

TEST_CASE("program: a log that cannot be written ends it before anything is sent",
          "[program][share]") {
    const ModelQuestion question({openai_text("Hello.")});

    const ProgramEnd no_folder = question.ask({"--egress-log", "/nowhere/egress.jsonl"});
    CHECK(no_folder.exit_code == 2);
    CHECK(no_folder.err.find("'/nowhere/egress.jsonl'") != std::string::npos);
    const ProgramEnd full = question.ask({"--egress-log", "/dev/full"});
    CHECK(full.exit_code == 6);
    CHECK(full.err.find("nothing was sent to '127.0.0.1'") != std::string::npos);
    CHECK(question.server.requests().empty());
}

TEST_CASE("program: an egress log spares files of another use", "[program][share]") {
    const TempFolder folder;
    const ModelQuestion question({openai_text("Hello.")});
    const std::string answers = folder.file("answers.jsonl");
    const auto refusal = [&](const std::string& log, std::vector<std::string> more = {}) {
        more.insert(more.end(), {"--egress-log", log});
        const ProgramEnd end = question.ask(std::move(more));
        CHECK(end.exit_code == 2);
        CHECK(end.out.empty());
        return end.err;
    };
    const std::string before = text_of_file(question.shop.path());

    CHECK_THAT(refusal(question.shop.path()), Catch::Contains("it is a database"));
    CHECK_THAT(refusal(folder.file("out.md"), {"-o", folder.file("out.md")}),
               Catch::Contains("'--out' writes it"));
    std::ofstream(folder.file("notes.txt")) << "my notes\n";
    CHECK_THAT(refusal(folder.file("notes.txt")), Catch::Contains("something else"));
    CHECK_THAT(refusal("-"), Catch::Contains("--egress-log /dev/stderr"));
    CHECK(text_of_file(question.shop.path()) == before);
    CHECK(text_of_file(folder.file("notes.txt")) == "my notes\n");
    CHECK(question.server.requests().empty());

    const ProgramEnd seen = question.ask({"--egress-log", "/dev/stderr"});
    CHECK(seen.exit_code == 0);
    CHECK_THAT(seen.err, Catch::Contains("\"request_bytes\""));
}

TEST_CASE("program: what leaves is said once", "[program][share]") {
    const ModelQuestion question({openai_text("Hello.")});

    const ProgramEnd levels = question.ask({"--share", "schema", "--share", "rows"});
    CHECK(levels.exit_code == 2);
    CHECK_THAT(levels.err, Catch::Contains("option '--share' is given twice, as 'schema' and as"));
    CHECK(question.ask({"--egress-log", "/tmp/a", "--egress-log", "/tmp/b"}).exit_code == 2);
    CHECK(question.server.requests().empty());
    CHECK(question.ask({"--share", "schema", "--share", "schema"}).exit_code == 0);
}

TEST_CASE("program: a mask that matches nothing is told before anything is sent",
          "[program][share][mask]") {
    const TempFolder folder;
    std::ofstream(folder.file("askdb.toml")) << "mask = [\"customers.nam\", \"*.city\"]\n";
    const ModelQuestion question({openai_text("Hello."), openai_text("Hello.")});
    ProgramStart start = question.start();
    start.folder = folder.path();

    const ProgramEnd end = run_program(start);

    CHECK(end.exit_code == 0);
    CHECK_THAT(end.err, Catch::Contains("the mask 'customers.nam' matches no column of any "
                                        "database") &&
                            Catch::Contains("customers.name"));
    CHECK_THAT(end.err, !Catch::Contains("*.city"));
    std::ofstream(folder.file("askdb.toml")) << "mask = [\"a.b.c.d\"]\n";
    const ProgramEnd wrong = run_program(start);
    CHECK(wrong.exit_code == 2);
    CHECK_THAT(wrong.err, Catch::Contains("'a.b.c.d' is no mask of columns"));
}

TEST_CASE("program: at schema the first row of a file without names does not leave",
          "[program][share]") {
    const TempFolder folder;
    std::ofstream(folder.file("people.csv"))
        << "Carmen Ibanez,mechanic\nJonas Weber,pilot\nAda Novak,clerk\n";
    const ModelQuestion question({openai_text("There are some."), openai_text("There are some.")});
    ProgramStart start = question.start({"--share", "schema"});
    for (std::string& argument : start.arguments) {
        if (argument == question.shop.path()) argument = folder.file("people.csv");
    }

    const ProgramEnd end = run_program(start);

    CHECK(end.exit_code == 0);
    CHECK_THAT(end.err, Catch::Contains("people.csv: line 1 may hold names or be a row"));
    CHECK_THAT(all_bodies(question), Catch::Contains("column1") && !Catch::Contains("Carmen") &&
                                         !Catch::Contains("mechanic"));
}

TEST_CASE("program: a mask of the project's configuration keeps a column here",
          "[program][share]") {
    const TempFolder folder;
    std::ofstream(folder.file("askdb.toml")) << "mask = [\"*.city\"]\n";
    const ModelQuestion question(
        {calls_query("SELECT name, city FROM customers"), openai_text("{r1[1].city}")});
    ProgramStart start = question.start();
    start.folder = folder.path();

    const ProgramEnd end = run_program(start);

    CHECK(end.out == "Sevilla\n");
    CHECK(all_bodies(question).find("(masked)") != std::string::npos);
    CHECK(all_bodies(question).find("Ana") != std::string::npos);
    CHECK(all_bodies(question).find("Sevilla") == std::string::npos);
}

TEST_CASE("program: a level that there is not is exit 2, with the nearest", "[program][share]") {
    const ModelQuestion question({openai_text("Hello.")});

    const ProgramEnd flag = question.ask({"--share", "schem"});
    CHECK(flag.exit_code == 2);
    CHECK(flag.err.find("schema") != std::string::npos);
    ProgramStart start = question.start();
    start.environment["ASKDB_SHARE"] = "all";
    CHECK(run_program(start).exit_code == 2);
    CHECK(question.server.requests().empty());
}

TEST_CASE("program: the built-in planner keeps nothing from itself", "[program][share]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd end = run_program(
        {.arguments = {"-d", shop.path(), "--share", "schema", "How many customers are there?"}});

    CHECK(end.exit_code == 0);
    CHECK(end.out.find('3') != std::string::npos);
}

}
