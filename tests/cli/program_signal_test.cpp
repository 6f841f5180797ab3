// The whole program and what the system does to it: signals, closed pipes, full disks, terminals.

#include "libagent/base/text.h"
#include "tests/built_paths.h"
#include "tests/support/model_question.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

namespace askdb::test {

TEST_CASE("program: SIGINT and SIGTERM end a waiting turn with 130", "[program]") {
    for (const int signal_number : {SIGINT, SIGTERM}) {
        const ModelQuestion question({ScriptedReply{.end = ReplyEnd::never}});
        Program program(question.start());
        REQUIRE(question.server.wait_for_requests(1));

        program.send(signal_number);
        const ProgramEnd end = program.wait();

        CHECK(end.exit_code == 130);
        CHECK(end.out.empty());
    }
}

TEST_CASE("program: Ctrl-C at a terminal ends an endless statement", "[program]") {
    const TempDatabase shop(shop_sql);
    Program program(
        {.arguments = {"-d", shop.path(), "-v", "sql", endless_statement}, .on_terminal = true});
    REQUIRE(program.wait_for("\r"));

    program.type("\x03");
    const ProgramEnd end = program.wait();

    CHECK(end.exit_code == 130);
    CHECK(end.took < std::chrono::seconds(20));
}

TEST_CASE("program: a closed pipe ends it quietly, as it ends cat", "[program]") {
    const TempDatabase shop(shop_sql);
    const std::string many =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 90000) SELECT i, "
        "'some text' FROM n";
    Program program({.arguments = {"-d", shop.path(), "sql", many}});

    program.close_output();
    const ProgramEnd end = program.wait();

    CHECK(end.exit_code == 128 + SIGPIPE);
    CHECK(end.err.empty());
}

TEST_CASE("program: a full disk is no success", "[program]") {
    const TempDatabase shop(shop_sql);
    const std::string command = std::string(ASKDB_PROGRAM) + " -d " + shop.path() +
                                " sql 'SELECT * FROM orders' > /dev/full 2> " +
                                (shop.folder() / "err").string();

    const int status = std::system(command.c_str());

    CHECK(WEXITSTATUS(status) != 0);
    std::ifstream err(shop.folder() / "err");
    CHECK(std::string(std::istreambuf_iterator<char>(err), {}).find("No space left") !=
          std::string::npos);
}

TEST_CASE("program: a terminal sees progress that leaves no trace, and the answer", "[program]") {
    ScriptedReply slow = openai_text("Five.");
    Gate gate;
    slow.pieces.insert(slow.pieces.begin(), ReplyPiece(": wait\n\n", gate));
    ModelQuestion question({slow});
    ProgramStart start = question.start();
    start.on_terminal = true;
    Program program(std::move(start));

    REQUIRE(program.wait_for("gpt-test"));
    gate.open();
    const ProgramEnd end = program.wait();

    CHECK(end.exit_code == 0);
    CHECK(end.out.find("Five.") != std::string::npos);
}

TEST_CASE("program: a wait for telling what went wrong can be interrupted, too", "[program]") {
    // Each byte is shown as four: more than a pipe holds.
    const std::string name(100'000, '\x01');
    Program program({.arguments = {"-d", name, "tables"}});
    REQUIRE(program.wait_for("no database named"));

    program.send(SIGINT);
    program.send(SIGTERM);

    CHECK(program.ends_unread());
    CHECK(program.wait().exit_code == 130);
}

TEST_CASE("program: a system that gives no thread is told, with no core", "[program]") {
    const TempDatabase shop(shop_sql);
    constexpr std::size_t too_few_mib = 20;
    if (run_program({.arguments = {"--version"}, .memory_mib = too_few_mib}).exit_code != 0) {
        WARN("skipped: in so little memory this build does not even start (a sanitizer's)");
        return;
    }

    const ProgramEnd end = run_program(
        {.arguments = {"-d", shop.path(), "sql", "SELECT 1"}, .memory_mib = too_few_mib});

    CHECK(end.exit_code == 3);
    CHECK(end.err.starts_with("askdb: "));
}

}
