// The whole program and what the system does to it: signals, closed pipes, full disks, terminals.

#include "libagent/base/text.h"
#include "tests/built_paths.h"
#include "tests/support/model_question.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

namespace askdb::test {
namespace {

/// Whether the process waits for SIGINT, which it then holds back from all its threads.
bool watches_signals(pid_t process) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    constexpr std::string_view begin = "SigBlk:";
    for (std::string line; std::getline(status, line);) {
        if (!line.starts_with(begin)) continue;
        const auto blocked = std::stoull(line.substr(begin.size()), nullptr, 16);
        return (blocked & (1ull << (SIGINT - 1))) != 0;
    }
    return false;
}

/// What was forked, and blocks signals while it is, has become another program.
bool is_askdb(pid_t process) {
    std::string name;
    std::ifstream("/proc/" + std::to_string(process) + "/comm") >> name;
    return name == "askdb";
}

[[noreturn]] void become_askdb(const std::vector<std::string>& arguments, int input) {
    ::dup2(input, STDIN_FILENO);
    const int nowhere = ::open("/dev/null", O_WRONLY);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    std::vector<char*> words = {const_cast<char*>(ASKDB_PROGRAM)};
    for (const std::string& argument : arguments)
        words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    ::execv(ASKDB_PROGRAM, words.data());
    ::_exit(127);
}

/// The exit code after Ctrl-C in `{ printf TEXT; sleep 100; } | askdb ARGUMENTS`: SIGINT comes to
/// both, so that the input ends, too.
int code_after_interrupt(const std::vector<std::string>& arguments, std::string_view text) {
    int ends[2] = {};
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    const pid_t writer = ::fork();
    if (writer == 0) {
        ::setpgid(0, 0);
        ::signal(SIGINT, SIG_DFL);
        ::close(ends[0]);
        while (true) ::pause();
    }
    ::setpgid(writer, writer);
    const pid_t askdb = ::fork();
    if (askdb == 0) {
        ::setpgid(0, writer);
        become_askdb(arguments, ends[0]);
    }
    ::setpgid(askdb, writer);
    ::close(ends[0]);
    ::close(ends[1]);
    const auto latest = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!(is_askdb(askdb) && watches_signals(askdb)) &&
           std::chrono::steady_clock::now() < latest)
        ::sched_yield();
    ::kill(-writer, SIGINT);
    int status = 0;
    ::waitpid(writer, nullptr, 0);
    ::waitpid(askdb, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}

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

TEST_CASE("program: a signal that also ends the writer of its input is an interrupt", "[program]") {
    constexpr int rounds = 20;
    for (int round = 0; round < rounds; ++round) {
        CHECK(code_after_interrupt({"How many rows?"}, "") == 130);
        CHECK(code_after_interrupt({"What is it about?"}, "just some words\n") == 130);
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
