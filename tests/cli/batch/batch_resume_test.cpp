// The whole program, started again with what a run before it has recorded.

#include "tests/built_paths.h"
#include "tests/cli/batch/batch_fixture.h"
#include "tests/support/example.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <signal.h>
#include <sys/stat.h>

namespace askdb::test {
namespace {

const std::string four_questions = "First?\nSecond?\nThird?\nFourth?\n";

}

TEST_CASE("batch resume: a killed run goes on where it was, with the output of a whole one",
          "[batch]") {
    const BatchRun batch({openai_text("One."), openai_text("Two."),
                          ScriptedReply{.end = ReplyEnd::never}, openai_text("Three."),
                          openai_text("Four.")});
    const std::string questions = batch.write("q", four_questions);
    const std::string answers = batch.file("answers");
    const std::vector<std::string> arguments = {"-q", "-f", questions, "--answers", answers};
    {
        Program program(batch.start(arguments));
        REQUIRE(batch.server->wait_for_requests(3));
        program.send(SIGKILL);
        CHECK(program.wait().exit_code == 128 + SIGKILL);
    }
    std::ofstream(answers, std::ios::app) << R"({"id":"3","question":"Thi)";

    const ProgramEnd end = batch.run(arguments);
    const ProgramEnd again = batch.run(arguments);

    CHECK(end.out ==
          "> First?\n\nOne.\n\n> Second?\n\nTwo.\n\n> Third?\n\nThree.\n\n> Fourth?\n\nFour.\n");
    CHECK(end.exit_code == 0);
    CHECK(again.out == end.out);
    CHECK(batch.server->requests().size() == 5);
    struct stat status = {};
    REQUIRE(::stat(answers.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
}

TEST_CASE("batch resume: JSON, text and exit code are those of the first run", "[batch]") {
    const BatchRun batch;
    const std::string questions =
        batch.write("q", "How many orders are there?\nWhat is love?\nTotal by customer name?\n");
    const std::string answers = batch.file("answers");
    const auto run = [&](std::vector<std::string> more) {
        more.insert(more.end(), {"-f", questions, "--answers", answers});
        return batch.run(more);
    };
    const ProgramEnd first = run({"--output", "json"});

    const ProgramEnd json = run({"--output", "json", "-j", "4"});
    const ProgramEnd text = run({});
    const ProgramEnd events = run({"--output", "stream-json"});
    const ProgramEnd plain = batch.run({"-f", questions});

    CHECK(first.exit_code == 1);
    CHECK(json.out == first.out);
    CHECK(json.exit_code == 1);
    CHECK(text.out == plain.out);
    CHECK_THAT(text.err, Catch::Contains("3 from " + answers));
    CHECK(json_lines(events.out).size() == 3);
}

TEST_CASE("batch resume: what failed in passing, and what changed, is asked again", "[batch]") {
    const BatchRun batch({openai_text("One."), openai_error(401, "not now"), openai_text("Two."),
                          openai_text("Another one.")});
    const std::string answers = batch.file("answers");

    const ProgramEnd first = batch.run({"-q", "--answers", answers}, "First?\nSecond?\n");
    const ProgramEnd second = batch.run({"-q", "--answers", answers}, "First?\nSecond?\n");
    const ProgramEnd third = batch.run({"-q", "--answers", answers}, "Changed?\nSecond?\n");

    CHECK(first.exit_code == 5);
    CHECK(second.exit_code == 0);
    CHECK(second.out == "> First?\n\nOne.\n\n> Second?\n\nTwo.\n");
    CHECK(third.out == "> Changed?\n\nAnother one.\n\n> Second?\n\nTwo.\n");
    CHECK(batch.server->requests().size() == 4);
}

TEST_CASE("batch resume: two runs on one file, the second is told", "[batch]") {
    const BatchRun batch({ScriptedReply{.end = ReplyEnd::never}});
    const std::string answers = batch.file("answers");
    Program first(batch.start({"--answers", answers}, four_questions));
    REQUIRE(batch.server->wait_for_requests(1));

    const ProgramEnd second = batch.run({"--answers", answers}, four_questions);

    CHECK(second.exit_code == 2);
    CHECK_THAT(second.err, Catch::Contains("another run of askdb uses it now"));
    CHECK(batch.server->requests().size() == 1);
}

TEST_CASE("batch resume: a file that is something else stays as it is", "[batch]") {
    const BatchRun batch;
    const TempDatabase other(shop_sql);
    const std::string mine = batch.write("mine", "my only copy");
    const std::string answers = batch.file("answers");
    REQUIRE(batch.run({"--answers", answers}, "How many orders are there?\n").exit_code == 0);

    const ProgramEnd refused = batch.run({"--answers", mine}, "How many orders are there?\n");
    const ProgramEnd elsewhere =
        run_program({.arguments = {"-d", other.path(), "--answers", answers},
                     .input = "How many orders are there?\n"});
    const ProgramEnd statements =
        batch.run({"--sql", "--answers", answers}, "How many orders are there?\n");

    CHECK(refused.exit_code == 2);
    CHECK(file_bytes(mine) == "my only copy");
    CHECK(elsewhere.exit_code == 2);
    CHECK_THAT(elsewhere.err, Catch::Contains("it holds answers from "));
    CHECK(statements.exit_code == 2);
}

TEST_CASE("batch resume: answers that cannot be kept end the run, and leave no half line",
          "[batch]") {
    const BatchRun batch;
    const std::string questions = batch.write("q", "How many orders are there?\nHow many?\n");
    const std::string answers = batch.file("answers");
    // The shell counts blocks of 512 or 1024 bytes; the signal would end the program.
    const std::string command = "trap '' XFSZ; ulimit -f 1; exec " + std::string(ASKDB_PROGRAM) +
                                " -d " + batch.shop.path() + " -f " + questions + " --answers " +
                                answers + " 2>&1";

    const CommandEnd limited = run_command(command);
    const std::string kept = file_bytes(answers);
    const ProgramEnd again = batch.run({"-f", questions, "--answers", answers});

    CHECK(limited.exit_code == 1);
    CHECK_THAT(limited.out, Catch::Contains("There are 5 orders."));
    CHECK_THAT(limited.out, Catch::Contains("cannot write to '" + answers + "': File too large"));
    CHECK(kept.ends_with('\n'));
    CHECK(again.exit_code == 1);
    CHECK_THAT(again.out, Catch::Contains("There are 5 orders."));
}

TEST_CASE("batch resume: --sql records statements", "[batch]") {
    const BatchRun batch;
    const std::string answers = batch.file("answers");

    const ProgramEnd first = batch.run({"--sql", "--answers", answers}, "How many customers?\n");
    const ProgramEnd second = batch.run({"--sql", "--answers", answers}, "How many customers?\n");

    CHECK_THAT(first.out, Catch::EndsWith("FROM customers;\n"));
    CHECK(second.out == first.out);
    CHECK_THAT(second.err, Catch::Contains("1 from "));
}

TEST_CASE("batch resume: --strict asks again what was answered without it and is in doubt",
          "[batch][checks]") {
    const BatchRun batch({openai_text("There are 77."), openai_text("Nothing to count."),
                          openai_text("There are 78."), openai_text("There are 79.")});
    const std::string answers = batch.file("answers");
    const auto run = [&](std::vector<std::string> more) {
        more.insert(more.end(), {"-q", "--answers", answers});
        return batch.run(more, "How many?\nWhat else?\n");
    };

    const ProgramEnd lenient = run({}), strict = run({"--strict"});
    const ProgramEnd again = run({"--strict"}), at_last = run({});

    CHECK(lenient.exit_code == 0);
    CHECK(strict.exit_code == 8);
    CHECK_THAT(strict.out, Catch::Contains("There are 79 ⚠.") && Catch::Contains("Nothing to"));
    CHECK(again.out == strict.out);
    CHECK(again.exit_code == 8);
    CHECK(at_last.out == strict.out);
    CHECK(at_last.exit_code == 0);
    CHECK(batch.server->requests().size() == 4);
}

}
