#include "sessions/turn_process.h"

#include "tests/support/in_child.h"

#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <unistd.h>

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

}
