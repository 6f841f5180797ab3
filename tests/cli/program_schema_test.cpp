// Every JSON that the program prints of turns is valid by `askdb schema`.

#include "libagent/base/text.h"
#include "tests/support/example.h"
#include "tests/support/json_schema.h"
#include "tests/support/model_question.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace askdb::test {
namespace {

using NoViolations = std::vector<std::string>;

std::string printed_schema(const std::string& name) {
    const ProgramEnd end = run_program({.arguments = {"schema", name}});
    REQUIRE(end.exit_code == 0);
    return end.out;
}

/// What speaks against each line that the program prints.
NoViolations violations_of(const std::string& schema, const ProgramEnd& end) {
    NoViolations all;
    std::size_t lines = 0;
    for (const std::string& line : split(end.out, '\n')) {
        if (line.empty()) continue;
        ++lines;
        for (const std::string& violation : schema_violations(schema, line))
            all.push_back(violation + " in " + line);
    }
    CHECK(lines > 0);
    return all;
}

/// Turns that end in every way: with rows, with words, with a limit, with a failure.
std::vector<std::vector<ScriptedReply>> scripts() {
    return {{calls_query("SELECT count(*) FROM customers"), openai_text("There are 3.")},
            {calls_query("SELECT nothing FROM nowhere"), openai_text("I cannot say.")},
            {calls_query("DELETE FROM customers"), openai_text("I may not.")},
            {openai_calls({{.id = "a", .name = "list_tables", .arguments = "{}"},
                           {.id = "b", .name = "no_such_tool", .arguments = "no json"}}),
             openai_text("Some \xE2\x80\xAE words.")},
            {calls_query("SELECT 1")},  // Again and again, until a limit ends it.
            {openai_error(401, "no such key")}};
}

}

TEST_CASE("program: --output json of every ending is valid by the schema", "[program][schema]") {
    const std::string schema = printed_schema("answer");
    for (const auto& script : scripts()) {
        const ModelQuestion question(script);
        const ProgramEnd end = question.ask({"--output", "json", "--max-steps", "4"});
        CHECK(violations_of(schema, end) == NoViolations{});
    }
}

TEST_CASE("program: every event of --output stream-json is valid by the schema",
          "[program][schema]") {
    const std::string schema = printed_schema("events");
    for (const auto& script : scripts()) {
        const ModelQuestion question(script);
        const ProgramEnd end = question.ask({"--output", "stream-json", "--max-steps", "4"});
        CHECK(violations_of(schema, end) == NoViolations{});
    }
}

TEST_CASE("program: the planner's answers and failures are valid by the schemas",
          "[program][schema]") {
    const TempDatabase shop(shop_sql);
    const std::string answer = printed_schema("answer"), events = printed_schema("events");
    for (const char* words : {"How many customers?", "Why is the sky blue?"}) {
        const auto ask = [&](const char* format) {
            return run_program({.arguments = {"-d", shop.path(), "--output", format, words}});
        };
        CHECK(violations_of(answer, ask("json")) == NoViolations{});
        CHECK(violations_of(events, ask("stream-json")) == NoViolations{});
    }
}

TEST_CASE("program: the lines of a batch are valid by the schemas", "[program][schema][batch]") {
    const TempDatabase shop(shop_sql);
    const std::string questions =
        "How many customers?\n{\"id\": \"sky\", \"question\": \"Why is the sky blue?\"}\n";
    const auto ask = [&](const char* format) {
        return run_program(
            {.arguments = {"-d", shop.path(), "--output", format}, .input = questions});
    };

    CHECK(violations_of(printed_schema("answer"), ask("json")) == NoViolations{});
    CHECK(violations_of(printed_schema("events"), ask("stream-json")) == NoViolations{});
}

TEST_CASE("program: every error is an object on stdout with --output json, whatever the command",
          "[program][schema]") {
    const TempDatabase shop(shop_sql);
    const std::string broken = (shop.folder() / "broken.toml").string();
    std::ofstream(broken) << "[broken";
    const std::string& db = shop.path();
    const std::vector<std::vector<std::string>> wrong = {
        {"-d", db, "-m", "nosuch:x", "How many?"},
        {"-d", db, "-m", "openai:x", "How many?"},
        {"-d", "nosuch", "How many?"},
        {"-d", "/no/such/file.db", "How many?"},
        {"-d", db, "--config", "/no/such", "Hi"},
        {"How many?"},
        {"-d", db, "--config", broken, "tables"},
        {"tables"},
        {"-d", db, "describe", "nosuch"},
        {"-d", db, "sql", "SELECT nothing FROM nowhere"},
        {"-d", db, "sql", "DELETE FROM orders"},
        {"models", "nosuch"},
        {"config", "show", "--config", broken},
        {"-d", db, "-f", "/no/such"}};
    const std::string answer = printed_schema("answer"), events = printed_schema("events");

    for (std::vector<std::string> words : wrong) {
        INFO(join(words, " "));
        words.insert(words.begin(), {"--no-project-config", "--output", "json"});
        const ProgramEnd end = run_program({.arguments = words});
        CHECK(end.exit_code != 0);
        CHECK_THAT(end.err, Catch::StartsWith("askdb: "));
        CHECK_THAT(end.out, Catch::Contains("\"error\":{"));
        CHECK(std::count(end.out.begin(), end.out.end(), '\n') == 1);
        CHECK(violations_of(answer, end) == NoViolations{});
    }
    const ProgramEnd event =
        run_program({.arguments = {"-d", "nosuch", "--output", "stream-json", "How many?"}});
    CHECK(violations_of(events, event) == NoViolations{});
    const ProgramEnd batch =
        run_program({.arguments = {"-d", db, "--output", "json"}, .input = "{\"id\": 7}\n"});
    CHECK(violations_of(answer, batch) == NoViolations{});
}

TEST_CASE("program: an error of --output json leaves no file, and shows no secret",
          "[program][schema]") {
    const TempDatabase shop(shop_sql);
    const std::string out = (shop.folder() / "out.json").string();

    const ProgramEnd end =
        run_program({.arguments = {"-d", "nosuch", "--output", "json", "-o", out, "How many?"}});
    const ProgramEnd secret =
        run_program({.arguments = {"-d", "nosuch", "-d", "postgres://u:hunter2@h/d", "--output",
                                   "json", "How many?"}});

    CHECK(end.exit_code == 2);
    CHECK(end.out.empty());
    CHECK_FALSE(std::filesystem::exists(out));
    CHECK_THAT(secret.out, Catch::StartsWith("{\"error\":{"));
    CHECK_FALSE(shows(secret, "hunter2"));
}

TEST_CASE("program: a change that was approved is valid by the schema", "[program][schema]") {
    const TempDatabase shop(shop_sql);
    const std::string schema = printed_schema("answer");
    Program program({.arguments = {"-d", shop.path(), "sql", "--write", "--output", "json",
                                   "UPDATE customers SET name = 'x' WHERE 1 = 0"},
                     .on_terminal = true});
    REQUIRE(program.wait_for("[y/N]"));
    program.type("y\n");

    const ProgramEnd end = program.wait();
    const std::size_t begin = end.out.find("{\"write\""), stop = end.out.find('\n', begin);

    REQUIRE(begin != std::string::npos);
    CHECK(schema_violations(schema, std::string_view(end.out).substr(begin, stop - begin)) ==
          NoViolations{});
}

}
