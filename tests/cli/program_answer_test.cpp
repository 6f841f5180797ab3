// The whole program, asked a question through a scripted model server.

#include "libagent/base/text.h"
#include "tests/support/model_question.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace askdb::test {
// ---- a question and its answer

TEST_CASE("program: a model's answer is all of stdout", "[program]") {
    const ModelQuestion question(
        {calls_query("SELECT count(*) FROM orders"), openai_text("There are 5 orders.")});

    const ProgramEnd end = question.ask();

    CHECK(end.out == "There are 5 orders.\n");
    CHECK(end.err.empty());
    CHECK(end.exit_code == 0);
    const auto requests = question.server.requests();
    REQUIRE(requests.size() == 2);
    CHECK(requests[0].header("authorization") == std::string("Bearer ") + secret_key);
    CHECK(requests[1].body.find("\\\"row_count\\\":1") != std::string::npos);
}

TEST_CASE("program: without a model the built-in planner answers, with no network", "[program]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd end =
        run_program({.arguments = {"-d", shop.path(), "How many customers are there?"}});

    CHECK(end.exit_code == 0);
    CHECK(end.out.find('3') != std::string::npos);
}

TEST_CASE("program: what the planner does not understand is no answer, exit 1", "[program]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd end =
        run_program({.arguments = {"-d", shop.path(), "How many unicorns like jazz?"}});

    CHECK(end.exit_code == 1);
    CHECK(end.out.empty());
    CHECK(end.err.find("unicorns") != std::string::npos);
}

TEST_CASE("program: --output json tells a failure as an object, too", "[program]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd end =
        run_program({.arguments = {"-d", shop.path(), "--output", "json", "How many unicorns?"}});

    CHECK(end.exit_code == 1);
    CHECK(parse_json(end.out, "stdout").value()["error"]["type"] == "no_answer");
}

TEST_CASE("program: --data prints the rows on stdout and the words on stderr", "[program]") {
    const ModelQuestion question({calls_query("SELECT name FROM customers ORDER BY customer_id"),
                                  openai_text("Three names.\n\n| name |\n|---|\n| Ana |")});

    const ProgramEnd end = question.ask({"--data", "csv"});

    CHECK(end.out == "name\nAna\nBo\nÇelik\n");
    CHECK(end.err == "Three names.\n");
    CHECK(end.exit_code == 0);
}

TEST_CASE("program: --output json is one object with the answer and its steps", "[program]") {
    const ModelQuestion question({calls_query("SELECT 5 AS n"), openai_text("Five.")});

    const ProgramEnd end = question.ask({"--output", "json"});

    const Json json = parse_json(end.out, "stdout").value();
    CHECK(json["response"] == "Five.");
    CHECK(json["sql"] == "SELECT 5 AS n");
    CHECK(json["workflow"][0]["rows"] == 1);
    CHECK(json["tokens"]["total_tokens"].is_number());
    CHECK(end.exit_code == 0);
}

TEST_CASE("program: --output stream-json is one event a line, in order", "[program]") {
    const ModelQuestion question({calls_query("SELECT 5 AS n"), openai_text("Five.")});

    const ProgramEnd end = question.ask({"--output", "stream-json"});

    std::vector<std::string> types;
    std::string streamed;
    for (const std::string& line : split(trim(end.out), '\n')) {
        const Json event = parse_json(line, "line").value();
        types.push_back(event["type"]);
        if (types.back() == "token") streamed += event["content"].get<std::string>();
    }
    CHECK(types.front() == "session");
    CHECK(types[1] == "tool");
    CHECK(types[2] == "tool_result");
    CHECK(types.back() == "complete");
    CHECK(streamed == "Five.");
}

TEST_CASE("program: a failure in stream-json is an error event, and the exit code", "[program]") {
    const ModelQuestion question({openai_error(401, "Incorrect API key provided")});

    const ProgramEnd end = question.ask({"--output", "stream-json"});

    const std::vector<std::string> lines = split(trim(end.out), '\n');
    CHECK(parse_json(lines.back(), "line").value()["type"] == "error");
    CHECK(end.exit_code == 5);
}

TEST_CASE("program: --sql prints the statement and runs nothing", "[program]") {
    const ModelQuestion question(
        {calls_query("SELECT sum(total) FROM orders"), openai_text("never asked")});

    const ProgramEnd end = question.ask({"--sql"});

    CHECK(trim(end.out) == "SELECT sum(total) FROM orders");
    CHECK(question.server.requests().size() == 1);
    CHECK(end.exit_code == 0);
}

TEST_CASE("program: a statement reaches a terminal harmless and a pipe unchanged", "[program]") {
    const std::string statement = "SELECT '\x1b[2J' AS a,\n 2";
    for (const bool on_terminal : {true, false}) {
        const ModelQuestion question({calls_query(statement)});
        ProgramStart start = question.start({"--sql", "-q"});
        start.on_terminal = on_terminal;

        const ProgramEnd end = run_program(std::move(start));

        CHECK(end.exit_code == 0);
        CHECK((end.out.find("\x1b[2J") == std::string::npos) == on_terminal);
        if (on_terminal) CHECK(end.out.find("SELECT '\\x1b[2J' AS a,") != std::string::npos);
        if (!on_terminal) CHECK(end.out == statement + "\n");
    }
}

TEST_CASE("program: a limit that leaves nothing to print is exit 7 all the same", "[program]") {
    for (const std::vector<std::string>& what :
         {std::vector<std::string>{"--sql"}, {"--data", "csv"}}) {
        const ModelQuestion question({openai_calls({{"1", "list_tables", "{}"}})});
        std::vector<std::string> options = what;
        options.insert(options.end(), {"--max-steps", "2"});

        const ProgramEnd end = question.ask(options);

        CHECK(end.exit_code == 7);
        CHECK(end.out.empty());
        CHECK(end.err.find("max_steps") != std::string::npos);
    }
}

TEST_CASE("program: that the printed rows were cut is told once", "[program]") {
    const ModelQuestion question(
        {calls_query("SELECT name FROM customers ORDER BY customer_id"), openai_text("Names.")});

    const ProgramEnd end = question.ask({"--data", "csv", "--max-rows", "2"});

    CHECK(end.out == "name\nAna\nBo\n");
    const std::size_t first = end.err.find("more were there");
    CHECK(first != std::string::npos);
    CHECK(end.err.find("more were there", first + 1) == std::string::npos);
    CHECK(end.exit_code == 7);
}

TEST_CASE("program: -v tells the model, the statement and the cost on stderr", "[program]") {
    const ModelQuestion question({calls_query("SELECT 5 AS n"), openai_text("Five.")});

    const ProgramEnd end = question.ask({"-v"});

    CHECK(end.out == "Five.\n");
    CHECK(end.err.find("openai:gpt-test") != std::string::npos);
    CHECK(end.err.find("SELECT 5 AS n") != std::string::npos);
    CHECK_FALSE(shows(end, secret_key));
}

// ---- models that fail

TEST_CASE("program: a wrong key is exit 5, and is shown nowhere", "[program]") {
    const ModelQuestion question(
        {openai_error(401, std::string("Incorrect API key provided: ") + secret_key)});

    const ProgramEnd end = question.ask({"-v"});

    CHECK(end.exit_code == 5);
    CHECK(end.err.find("OPENAI_API_KEY") != std::string::npos);
    CHECK_FALSE(shows(end, secret_key));
    CHECK(question.server.requests().size() == 1);
}

TEST_CASE("program: an unreachable model server is exit 5 and names the address", "[program]") {
    const TempDatabase shop(shop_sql);
    ProgramStart start{
        .arguments = {"-d", shop.path(), "-m", "openai:gpt-test", "How many orders?"}};
    start.environment = {{"OPENAI_BASE_URL", "http://127.0.0.1:1/v1"},
                         {"OPENAI_API_KEY", secret_key}};

    const ProgramEnd end = run_program(std::move(start));

    CHECK(end.exit_code == 5);
    CHECK(end.out.empty());
    CHECK(end.err.find("127.0.0.1:1") != std::string::npos);
}

TEST_CASE("program: an answer that is cut is an error, never an answer", "[program]") {
    ScriptedReply cut = openai_text("There are five hundred orders.");
    cut.pieces.erase(cut.pieces.begin() + 1, cut.pieces.end());
    cut.end = ReplyEnd::cut;
    const ModelQuestion question({cut});

    const ProgramEnd end = question.ask();

    CHECK(end.exit_code == 5);
    CHECK(end.out.empty());
}

TEST_CASE("program: a busy provider is tried again", "[program]") {
    ScriptedReply busy = openai_error(429, "slow down");
    busy.headers.emplace_back("Retry-After", "0");
    const ModelQuestion question({busy, openai_text("Fine.")});

    const ProgramEnd end = question.ask();

    CHECK(end.out == "Fine.\n");
    CHECK(end.exit_code == 0);
}

TEST_CASE("program: a model that loops meets --max-steps, exit 7, and says what there is",
          "[program]") {
    const ModelQuestion question({calls_query("SELECT 42 AS answer")});

    const ProgramEnd end = question.ask({"--max-steps", "3"});

    CHECK(end.exit_code == 7);
    CHECK(end.out.find("SELECT 42 AS answer") != std::string::npos);
    CHECK(question.server.requests().size() == 3);
}

TEST_CASE("program: a hostile model changes no byte and sends no escape sequence", "[program]") {
    const ModelQuestion question(
        {openai_calls({{"1", "query", R"({"sql":"DELETE FROM orders"})"},
                       {"2", "query", R"({"sql":"SELECT 1; DROP TABLE orders"})"},
                       {"3", "query", R"j({"sql":"VACUUM INTO '/tmp/askdb-evil.db'"})j"},
                       {"4", "query", R"j({"sql":"SELECT zeroblob(2000000000)"})j"},
                       {"5", "launch", R"({"missile":1})"}}),
         openai_text("\x1b]0;owned\x07\x1b[2Jdone")});
    const std::string before = question.shop.bytes();

    const ProgramEnd end = question.ask();

    CHECK(question.shop.bytes() == before);
    CHECK_FALSE(std::filesystem::exists("/tmp/askdb-evil.db"));
    CHECK(end.out.find('\x1b') == std::string::npos);
    CHECK(end.out.find("done") != std::string::npos);
    CHECK(end.exit_code == 0);
}

}
