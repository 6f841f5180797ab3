// The whole program, asked many questions.

#include "tests/built_paths.h"
#include "tests/cli/batch/batch_fixture.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <signal.h>
#include <sys/wait.h>

namespace askdb::test {
namespace {

const std::string three_questions =
    "How many orders are there?\r\n\n# a note\nHow many customers?\nWhat is love?";

ScriptedReply never() {
    return ScriptedReply{.end = ReplyEnd::never};
}

std::string numbered_questions(int count) {
    std::string text;
    for (int i = 1; i <= count; ++i) text += "How many orders are there?\n";
    return text;
}

}

TEST_CASE("batch: questions from stdin are answered in one Markdown document", "[batch]") {
    const BatchRun batch;

    const ProgramEnd end = batch.run({}, three_questions);

    CHECK(end.exit_code == 1);
    CHECK_THAT(end.out, Catch::StartsWith("> How many orders are there?\n\nThere are 5 orders.\n\n"
                                          "> How many customers?\n\nThere are 3 customers.\n\n"
                                          "> What is love?\n\n(no answer: I could not place"));
    CHECK_THAT(end.err, Catch::Contains("askdb: question 5: I could not place"));
    CHECK_THAT(end.err, Catch::Contains("3 questions: 2 answered, 1 without an answer; "));
}

TEST_CASE("batch: a file, -j and the word ask give the same as stdin", "[batch]") {
    const BatchRun batch;
    const std::string questions = three_questions + "\n" + numbered_questions(40);
    const std::string path = batch.write("questions", questions);

    const ProgramEnd piped = batch.run({"-q"}, questions);
    const ProgramEnd from_file = batch.run({"ask", "-q", "-f", path, "-j", "4"});
    const ProgramEnd dash = batch.run({"-f", "-", "-q", "--jobs=64"}, questions);

    CHECK_FALSE(piped.out.empty());
    CHECK(from_file.out == piped.out);
    CHECK(dash.out == piped.out);
    CHECK(from_file.exit_code == 1);
}

TEST_CASE("batch: --output json has a line for each question, failed ones too", "[batch]") {
    const BatchRun batch;

    const ProgramEnd end = batch.run(
        {"--output", "json", "-j", "2"},
        "{\"id\":\"a\",\"question\":\"How many orders are there?\",\"note\":1}\nWhat is love?\n");
    const std::vector<Json> lines = json_lines(end.out);

    REQUIRE(lines.size() == 2);
    CHECK(lines[0].at("id") == "a");
    CHECK(lines[0].at("question") == "How many orders are there?");
    CHECK(lines[0].at("response") == "There are 5 orders.");
    CHECK(lines[1].at("id") == 2);
    CHECK(lines[1].at("error").at("type") == "no_answer");
    CHECK(end.exit_code == 1);
}

TEST_CASE("batch: --output stream-json keeps the events of a question together", "[batch]") {
    const BatchRun batch;

    const ProgramEnd end = batch.run({"--output", "stream-json", "-j", "4"}, numbered_questions(9));
    int question = 0;
    int completed = 0;
    std::string last_type = "complete";
    for (const Json& event : json_lines(end.out)) {
        const std::string type = event.at("type");
        if (type == "session") {
            CHECK(last_type == "complete");
            ++question;
        }
        CHECK(event.at("question_id") == question);
        completed += type == "complete";
        last_type = type;
    }

    CHECK(question == 9);
    CHECK(completed == 9);
    CHECK(last_type == "complete");
}

TEST_CASE("batch: --sql gives one script that runs", "[batch]") {
    const BatchRun batch;

    const ProgramEnd end = batch.run(
        {"--sql", "-q"},
        "{\"question\":\"How many\\norders are there?\"}\nWhat is love?\nHow many customers?\n");

    CHECK_THAT(end.out, Catch::StartsWith("-- How many\n-- orders are there?\nSELECT COUNT(*)"));
    CHECK_THAT(end.out, Catch::Contains("-- What is love?\n-- (no answer: I could not place"));
    for (const std::string& line : split(trim(end.out), '\n')) {
        const bool is_statement = line.starts_with("SELECT ") && line.ends_with(";");
        CHECK((line.starts_with("-- ") || is_statement));
    }
}

TEST_CASE("batch: the first is answered before the second is asked for", "[batch]") {
    const BatchRun batch;
    NamedPipe pipe(batch.file("pipe"));
    Program program(batch.start({"-f", pipe.path()}));

    pipe.write("How many orders are there?\n");
    CHECK(program.wait_for("There are 5 orders.\n"));
    pipe.write("How many customers?\n");
    CHECK(program.wait_for("There are 3 customers.\n"));
    pipe.close();

    CHECK(program.wait().exit_code == 0);
}

TEST_CASE("batch: two at once, and the second waits for the first to be printed", "[batch]") {
    Gate gate;
    ScriptedReply slow = openai_text("The slow one.");
    slow.pieces.insert(slow.pieces.begin(), ReplyPiece(": wait\n\n", gate));
    const BatchRun batch({slow, openai_text("The fast one.")});
    NamedPipe pipe(batch.file("pipe"));
    const std::string answers = batch.file("answers");
    Program program(batch.start({"-j", "2", "-f", pipe.path(), "--answers", answers}));

    pipe.write("First?\n");
    REQUIRE(batch.server->wait_for_requests(1));
    pipe.write("Second?\n");
    REQUIRE(file_comes_to_hold(answers, "The fast one."));
    gate.open();
    pipe.close();
    const ProgramEnd end = program.wait();

    CHECK(end.out == "> First?\n\nThe slow one.\n\n> Second?\n\nThe fast one.\n");
    CHECK(end.exit_code == 0);
}

TEST_CASE("batch: an interrupt ends all turns, prints what was finished, and is 130", "[batch]") {
    const BatchRun batch({never(), openai_text("The fast one."), never()});
    NamedPipe pipe(batch.file("pipe"));
    const std::string answers = batch.file("answers");
    Program program(batch.start({"-j", "3", "-f", pipe.path(), "--answers", answers}));
    pipe.write("First?\n");
    REQUIRE(batch.server->wait_for_requests(1));
    pipe.write("Second?\n");
    REQUIRE(file_comes_to_hold(answers, "The fast one."));
    pipe.write("Third?\n");
    REQUIRE(batch.server->wait_for_requests(3));

    program.send(SIGINT);
    const ProgramEnd end = program.wait();

    CHECK(end.exit_code == 130);
    CHECK(end.out == "> Second?\n\nThe fast one.\n");
    CHECK_THAT(end.err, Catch::Contains("3 questions: 1 answered, 2 interrupted"));
}

TEST_CASE("batch: an interrupt ends the wait for the next question", "[batch]") {
    const BatchRun batch;
    NamedPipe pipe(batch.file("pipe"));
    Program program(batch.start({"-f", pipe.path(), "-j", "4"}));
    pipe.write("How many orders are there?\n");
    REQUIRE(program.wait_for("There are 5 orders.\n"));

    program.send(SIGTERM);

    CHECK(program.wait().exit_code == 130);
}

TEST_CASE("batch: a closed pipe ends it quietly, with turns that never end", "[batch]") {
    Gate gate;
    ScriptedReply slow = openai_text("One.");
    slow.pieces.insert(slow.pieces.begin(), ReplyPiece(": wait\n\n", gate));
    const BatchRun batch({slow, never()});
    NamedPipe pipe(batch.file("pipe"));
    Program program(batch.start({"-j", "2", "-q", "-f", pipe.path()}));
    pipe.write("First?\n");
    REQUIRE(batch.server->wait_for_requests(1));
    pipe.write("Second?\n");
    REQUIRE(batch.server->wait_for_requests(2));

    program.close_output();
    gate.open();
    const ProgramEnd end = program.wait();

    CHECK(end.exit_code == 128 + SIGPIPE);
    CHECK(end.err.empty());
}

TEST_CASE("batch: a full disk is no success", "[batch]") {
    const BatchRun batch;
    const std::string questions = batch.write("q", numbered_questions(100));
    const std::string command = std::string(ASKDB_PROGRAM) + " -d " + batch.shop.path() +
                                " -j 4 -f " + questions + " > /dev/full 2> " + batch.file("err");

    const int status = std::system(command.c_str());

    CHECK(WEXITSTATUS(status) == 1);
    CHECK_THAT(file_bytes(batch.file("err")), Catch::Contains("No space left"));
}

TEST_CASE("batch: what is wrong with a line is told before any is asked", "[batch]") {
    const BatchRun batch;
    const std::string path = batch.write("questions", "How many orders are there?\n\xff\xfe\n");

    const ProgramEnd from_file = batch.run({"-f", path});
    const ProgramEnd piped = batch.run({}, file_bytes(path));
    const ProgramEnd twice =
        batch.run({"-f", batch.write("twice", "a\n{\"id\":1,\"question\":\"b\"}\n")});

    CHECK(from_file.exit_code == 2);
    CHECK(from_file.out.empty());
    CHECK_THAT(from_file.err, Catch::Contains("line 2 of '" + path + "' is not UTF-8"));
    // A pipe cannot be looked at twice: what came before is answered.
    CHECK(piped.exit_code == 2);
    CHECK_THAT(piped.out, Catch::Contains("There are 5 orders."));
    CHECK_THAT(piped.err, Catch::Contains("line 2 of 'standard input' is not UTF-8"));
    CHECK(twice.exit_code == 2);
    CHECK_THAT(twice.err, Catch::Contains("the id '1' is that of line 1 too"));
}

TEST_CASE("batch: nothing on stdin is no question, a file without questions is fine", "[batch]") {
    const BatchRun batch;

    const ProgramEnd nothing = batch.run({});
    const ProgramEnd notes = batch.run({}, "# later\n");
    const ProgramEnd no_lines = batch.run({"-f", batch.write("none", "")});

    CHECK(nothing.exit_code == 2);
    CHECK_THAT(nothing.err, Catch::StartsWith("askdb: no question ("));
    CHECK(notes.exit_code == 0);
    CHECK(no_lines.exit_code == 0);
    CHECK_THAT(no_lines.err, Catch::StartsWith("0 questions: 0 answered"));
}

TEST_CASE("batch: what does not go with many questions is refused", "[batch]") {
    const BatchRun batch;
    const std::string path = batch.write("q", "How many orders are there?\n");
    const struct {
        std::vector<std::string> arguments;
        std::string_view shown;
    } cases[] = {
        {{"--write", "-f", path}, "'--write'"},
        {{"--data", "csv", "-f", path}, "--output json"},
        {{"-f", path, "How many?"}, "one of them"},
        {{"-j", "2", "How many?"}, "'--jobs'"},
        {{"--answers", "x", "How many?"}, "-f FILE"},
        {{"-j", "0", "-f", path}, "1 to 64"},
        {{"-j", "65", "-f", path}, "1 to 64"},
        {{"-j", "2x", "-f", path}, "'2x'"},
        {{"-f", "/nonexistent"}, "No such file"},
        {{"sql", "-j", "2", "SELECT 1"}, "--jobs"},
    };

    for (const auto& wrong : cases) {
        const ProgramEnd end = batch.run(wrong.arguments, "How many customers?\n");
        INFO(wrong.shown << " | " << end.err);
        CHECK(end.exit_code == 2);
        CHECK(end.out.empty());
        CHECK(end.err.find(wrong.shown) != std::string::npos);
    }
}

TEST_CASE("batch: on a terminal without a question nothing is waited for", "[batch]") {
    const BatchRun batch;
    ProgramStart start = batch.start({"--output", "json"});  // Which no conversation gives.
    start.on_terminal = true;

    const ProgramEnd end = run_program(std::move(start));

    CHECK(end.exit_code == 2);
    CHECK_THAT(end.out, Catch::Contains("no question"));
}

TEST_CASE("batch: on a terminal each question stands above its answer", "[batch]") {
    const BatchRun batch({openai_text("Five."), openai_text("Three.")});
    ProgramStart start = batch.start({"-f", batch.write("q", "First?\nSecond?\n")});
    start.on_terminal = true;

    const ProgramEnd end = run_program(std::move(start));
    const std::size_t first = end.out.find("> First?"), five = end.out.find("Five.");
    const std::size_t second = end.out.find("> Second?"), three = end.out.find("Three.");

    CHECK(end.exit_code == 0);
    CHECK(first < five);
    CHECK(five < second);
    CHECK(second < three);
    CHECK(three != std::string::npos);
}

TEST_CASE("batch: on a terminal why there is no answer is told once", "[batch]") {
    const BatchRun batch;
    ProgramStart start = batch.start({"-f", batch.write("q", "What is love?\n")});
    start.on_terminal = true;

    const ProgramEnd end = run_program(std::move(start));
    const std::size_t told = end.out.find("I could not place");

    CHECK_THAT(end.out, Catch::Contains("(no answer)"));
    CHECK(told != std::string::npos);
    CHECK(end.out.find("I could not place", told + 1) == std::string::npos);
}

TEST_CASE("batch: the worst of many ends decides the exit code", "[batch]") {
    const BatchRun batch({openai_text("One."), openai_error(401, "no such key"),
                          openai_text("Three."), calls_query("SELECT 1")});

    const ProgramEnd end =
        batch.run({"--output", "json", "--max-steps", "1"}, "First?\nSecond?\nThird?\nFourth?\n");
    const std::vector<Json> lines = json_lines(end.out);

    REQUIRE(lines.size() == 4);
    CHECK(lines[0].at("response") == "One.");
    CHECK(lines[1].at("error").at("type") == "model_error");
    CHECK(lines[2].at("response") == "Three.");
    CHECK(lines[3].at("stopped_by") == "max_steps");
    CHECK(end.exit_code == 5);
    CHECK_THAT(end.err, Catch::Contains("4 questions: 2 answered, 2 failed (1 model, 1 limit)"));
    CHECK_FALSE(shows(end, secret_key));
}

TEST_CASE("batch: a file that is no database ends it at the first question", "[batch]") {
    const BatchRun batch;
    const std::string none = batch.write("none.db", "this is no database, whatever its name");

    const ProgramEnd end = run_program(
        {.arguments = {"-d", none, "--output", "json"}, .input = numbered_questions(1'000)});

    CHECK(end.exit_code == 2);
    CHECK(json_lines(end.out).size() == 1);
}

TEST_CASE("batch: a model that is away for long ends it", "[batch]") {
    const BatchRun batch({openai_error(401, "no such key")});

    const ProgramEnd end = batch.run({"--output", "json", "-q"}, numbered_questions(1'000));

    CHECK(end.exit_code == 5);
    CHECK(json_lines(end.out).size() == 5);
    CHECK_THAT(end.err, Catch::Contains("5 questions in a row failed"));
}

TEST_CASE("batch: -v tells of each turn in its place, however many run", "[batch]") {
    const BatchRun batch;

    const ProgramEnd end =
        batch.run({"-v", "-j", "4"}, "How many orders are there?\nHow many customers?\n");
    const std::size_t first = end.err.find("question 1: How many orders are there?");
    const std::size_t orders = end.err.find("FROM orders");
    const std::size_t second = end.err.find("question 2: How many customers?");
    const std::size_t customers = end.err.find("FROM customers");

    CHECK(first < orders);
    CHECK(orders < second);
    CHECK(second < customers);
    CHECK(customers != std::string::npos);
}

TEST_CASE("batch: questions may hold anything that is text", "[batch]") {
    const BatchRun batch({openai_text("Yes.")});
    const std::string hostile =
        R"({"id":"\u001b[31m\n","question":"a\u001b[2J\r\nb\u202e > c\n# d"})";

    const ProgramEnd text = batch.run({"-v"}, hostile + "\n");
    const ProgramEnd json = batch.run({"--output", "json"}, hostile + "\n");

    CHECK(text.exit_code == 0);
    CHECK(text.out.starts_with("> a\\x1b[2J"));
    CHECK(text.out.find('\x1b') == std::string::npos);
    CHECK(text.err.find('\x1b') == std::string::npos);
    CHECK(text.err.find("\n\n") == std::string::npos);  // The id ends no line of ours.
    CHECK(json_lines(json.out).front().at("question") == "a\x1b[2J\r\nb\u202e > c\n# d");
}

}
