#include "cli/command_output.h"

#include "libagent/base/error.h"
#include "libagent/base/stop.h"

#include <catch2/catch.hpp>

#include <thread>

using namespace askdb;
using namespace askdb::cli;

namespace {

std::string why_no_output(const std::string& command, const CommandLimits& limits = {}) {
    const Result<std::string> output = command_output(command, limits, {});
    REQUIRE_FALSE(output.ok());
    CHECK(output.error().code == Errc::usage);
    return output.error().message;
}

}

TEST_CASE("command output: what a command prints comes back whole", "[cli]") {
    CHECK(command_output("printf 'a b\\n'; cat", {}, {}).value_or_throw() == "a b\n");
    CHECK(command_output("true", {}, {}).value_or_throw().empty());
    CHECK(command_output("head -c 16000 /dev/zero", {}, {}).value_or_throw().size() == 16'000);
}

TEST_CASE("command output: a command that fails says how, and not what it printed", "[cli]") {
    CHECK(why_no_output("echo secret; exit 3") == "failed with exit code 3");
    CHECK(why_no_output("kill -9 $$") == "was ended by signal 9");
    CHECK(why_no_output("/no/such/program 2>/dev/null") == "failed with exit code 127");
    CHECK(why_no_output("yes") == "printed more than 16384 bytes");
    CHECK(why_no_output("sleep 60", {.timeout = std::chrono::milliseconds(10)}) ==
          "did not end within 0 s");
}

TEST_CASE("command output: what a command leaves running is not waited for", "[cli]") {
    CHECK(command_output("echo x; sleep 60 &", {}, {}).value_or_throw() == "x\n");
}

TEST_CASE("command output: a stop ends the command", "[cli]") {
    std::stop_source stop;
    std::jthread stopping([&stop] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        stop.request_stop();
    });

    CHECK_THROWS_AS(command_output("exec sleep 60", {}, stop.get_token()), Stopped);
}
