#include "sessions/turn_process.h"

#include "libagent/base/text.h"
#include "tests/support/in_child.h"

#include <catch2/catch.hpp>

#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace askdb::sessions {
namespace {

std::array<int, 2> child_name_pipe{};

}

TEST_CASE("turn process: this process runs here", "[sessions]") {
    const std::string process = this_process();

    CHECK_FALSE(process.empty());
    CHECK(is_running_here(process));
}

TEST_CASE("turn process: one that is gone, of another start or machine does not", "[sessions]") {
    const std::string process = this_process();
    const std::string boot = process.substr(0, process.find(' '));
    const std::string number = std::to_string(::getpid());

    CHECK_FALSE(is_running_here(boot + " " + number + " 1"));
    CHECK_FALSE(is_running_here("other" + process));
    CHECK_FALSE(is_running_here(boot + " 999999999 1"));
    CHECK_FALSE(is_running_here(boot + " ../self 1"));
    CHECK_FALSE(is_running_here(""));
    CHECK_FALSE(is_running_here("a b c d"));
}

TEST_CASE("turn process: a child has a name of its own, until it ends", "[sessions]") {
    REQUIRE(::pipe(child_name_pipe.data()) == 0);
    test::in_child([] {
        const std::string name = this_process();
        (void)!::write(child_name_pipe[1], name.data(), name.size());
    });
    std::array<char, 512> buffer{};
    const auto size = ::read(child_name_pipe[0], buffer.data(), buffer.size());
    ::close(child_name_pipe[0]);
    ::close(child_name_pipe[1]);
    REQUIRE(size > 0);
    const std::string child(buffer.data(), static_cast<std::size_t>(size));

    CHECK(child != this_process());
    CHECK_FALSE(is_running_here(child));
}

TEST_CASE("turn process: one that ended, and whose parent has not asked how, does not run",
          "[sessions]") {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    REQUIRE(child > 0);
    siginfo_t ended{};
    REQUIRE(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT) == 0);
    std::ifstream stat("/proc/" + std::to_string(child) + "/stat");
    const std::string text{std::istreambuf_iterator<char>(stat), {}};
    const std::vector<std::string> fields = split(text, ' ');
    REQUIRE(fields.size() > 21);
    const std::string mine = this_process();
    const std::string boot = mine.substr(0, mine.find(' '));

    CHECK_FALSE(is_running_here(boot + " " + std::to_string(child) + " " + fields[21]));

    CHECK(::waitpid(child, nullptr, 0) == child);
}

}
