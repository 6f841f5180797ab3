#include "cli/repl/shell_line.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <poll.h>
#include <pty.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace askdb;
using namespace askdb::cli::repl;

namespace {

std::string content_of(const std::string& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

ShellEnd run(const std::string& line, const std::string& shell = "/bin/sh") {
    return run_shell_line(line, shell).value_or_throw();
}

/// Runs a line on a terminal of its own, in another process; its exit code says how that ended.
class OnTerminal {
  public:
    explicit OnTerminal(const std::string& line) {
        process_ = ::forkpty(&terminal_, nullptr, nullptr, nullptr);
        if (process_ != 0) return;
        const Result<ShellEnd> end = run_shell_line(line, "/bin/sh");
        const bool is_back = ::tcgetpgrp(STDIN_FILENO) == ::getpgrp();
        constexpr int lost_terminal = 99;
        if (!end || !is_back) ::_exit(lost_terminal);
        ::_exit(end.value().signal != 0 ? end.value().signal : end.value().status);
    }
    ~OnTerminal() {
        end();
        ::close(terminal_);
    }

    /// Reads until `words` have come; false when they do not.
    bool says(const std::string& words) {
        constexpr int patience_ms = 10'000;
        pollfd ready{.fd = terminal_, .events = POLLIN, .revents = 0};
        while (said_.find(words) == std::string::npos) {
            char bytes[256];
            if (::poll(&ready, 1, patience_ms) <= 0) return false;
            const ssize_t got = ::read(terminal_, bytes, sizeof bytes);
            has_hung_up_ = got <= 0;
            if (has_hung_up_) return false;
            said_.append(bytes, static_cast<std::size_t>(got));
        }
        return true;
    }

    void type(const std::string& keys) {
        REQUIRE(::write(terminal_, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
    }

    int exit_code() {
        // A terminal that everybody has left can be read no more.
        says("never said");
        if (!has_hung_up_) return -1;
        int status = 0;
        ::waitpid(process_, &status, 0);
        process_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

  private:
    void end() {
        if (process_ <= 0) return;
        const pid_t job = ::tcgetpgrp(terminal_);
        if (job > 0) ::kill(-job, SIGKILL);
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }

    pid_t process_ = -1;
    int terminal_ = -1;
    bool has_hung_up_ = false;
    std::string said_;
};

}

TEST_CASE("repl shell line: a command runs, and tells how it ended", "[repl]") {
    const test::TempFolder folder;

    CHECK(run("echo \"$0 done\" > '" + folder.file("out") + "'").words().empty());
    CHECK(content_of(folder.file("out")).find("done") != std::string::npos);
    CHECK(run("exit 3").words() == "failed with exit code 3");
    CHECK(run("kill -TERM $$").words() == "was ended by signal 15 (Terminated)");
    CHECK(run("nonexistent_command_of_ours 2> /dev/null").status == 127);
}

TEST_CASE("repl shell line: a shell that cannot be started is told, an odd one is not tried",
          "[repl]") {
    const auto missing = run_shell_line("true", "/nonexistent/shell");

    REQUIRE_FALSE(missing.ok());
    CHECK(missing.error().message ==
          "cannot start the shell '/nonexistent/shell': No such file or directory");
    CHECK(run("exit 4", "").status == 4);
    CHECK(run("exit 5", "sh").status == 5);
}

TEST_CASE("repl shell line: signals are as in a new program, and no descriptor leaks", "[repl]") {
    const test::TempFolder folder;
    constexpr int high = 50;
    const int leaking = ::fcntl(STDERR_FILENO, F_DUPFD, high);
    struct sigaction ignored = {}, before = {};
    ignored.sa_handler = SIG_IGN;
    ::sigaction(SIGPIPE, &ignored, &before);

    run("ls /proc/self/fd > '" + folder.file("fds") + "'; kill -PIPE $$; touch '" +
        folder.file("alive") + "'");

    ::sigaction(SIGPIPE, &before, nullptr);
    const std::string number = '\n' + std::to_string(leaking) + '\n';
    CHECK(('\n' + content_of(folder.file("fds"))).find(number) == std::string::npos);
    CHECK_FALSE(std::ifstream(folder.file("alive")).good());
    ::close(leaking);
}

TEST_CASE("repl shell line: on a terminal Ctrl-C is for the command alone", "[repl]") {
    OnTerminal terminal("exec cat");

    terminal.type("ready\n");
    REQUIRE(terminal.says("ready\r\nready\r\n"));
    terminal.type("\x03");

    CHECK(terminal.exit_code() == SIGINT);
}

TEST_CASE("repl shell line: on a terminal the command reads what is typed", "[repl]") {
    OnTerminal terminal("read word; test \"$word\" = hello && exit 7");

    terminal.type("hello\n");

    CHECK(terminal.exit_code() == 7);
}

TEST_CASE("repl shell line: Ctrl-Z does not leave a stopped command behind", "[repl]") {
    // No shell waits for us on this terminal: the command goes on at once.
    OnTerminal terminal("exec cat");

    terminal.type("ready\n");
    REQUIRE(terminal.says("ready\r\nready\r\n"));
    terminal.type("\x1a");
    terminal.type("still there\n");
    REQUIRE(terminal.says("still there\r\nstill there\r\n"));
    terminal.type("\x03");

    CHECK(terminal.exit_code() == SIGINT);
}
