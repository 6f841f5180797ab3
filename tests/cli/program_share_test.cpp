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
