#include "cli/render/output.h"

#include "libagent/base/error.h"
#include "tests/cli/render/captured.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace askdb;
using namespace askdb::cli;

TEST_CASE("output: what is written arrives, flushed or finished", "[cli]") {
    test::Captured captured;
    Output output(::dup(captured.writer()));

    output.write("a\n");
    CHECK(captured.so_far().empty());
    output.flush();
    CHECK(captured.so_far() == "a\n");
    output.write("b");
    output.finish();
    CHECK(captured.so_far() == "b");
}

TEST_CASE("output: a full disk is a failure, told once", "[cli]") {
    Output output(::open("/dev/full", O_WRONLY));

    output.write("data");

    try {
        output.finish();
        FAIL("a lost write went unnoticed");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::no_answer);
        CHECK(failure.error().message ==
              "cannot write to standard output: No space left on device");
    }
    CHECK_NOTHROW(output.write("more"));
    CHECK_NOTHROW(output.finish());
    CHECK_FALSE(output.closed_by_reader());
}

TEST_CASE("output: a reader who left stops the program quietly", "[cli]") {
    const auto before = ::signal(SIGPIPE, SIG_IGN);
    test::Captured captured;
    captured.close_reader();
    Output output(::dup(captured.writer()));

    output.write("data");

    CHECK_THROWS_AS(output.flush(), Stopped);
    CHECK(output.closed_by_reader());
    CHECK_NOTHROW(output.flush());
    ::signal(SIGPIPE, before);
}

TEST_CASE("output: a descriptor closed from the start matters only when something is written",
          "[cli]") {
    Output idle(-1), used(-1);

    used.write("data");

    CHECK_NOTHROW(idle.finish());
    CHECK_THROWS_AS(used.finish(), Failure);
}
