#include "cli/piped_input.h"

#include "libagent/base/error.h"

#include <catch2/catch.hpp>

#include <array>
#include <fcntl.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace askdb;
using namespace askdb::cli;

namespace {

using Kind = PipedInput::Kind;
using Ends = std::array<int, 2>;

const auto no_wait = [] {};

Ends make_ends(bool socket) {
    Ends ends{};
    REQUIRE((socket ? ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) : ::pipe(ends.data())) ==
            0);
    return ends;
}

/// What is made of bytes in a pipe, or in a socket.
Result<PipedInput> piped(std::string_view bytes, PipedHope hope = PipedHope::anything,
                         bool socket = false) {
    const Ends ends = make_ends(socket);
    REQUIRE(::write(ends[1], bytes.data(), bytes.size()) == ssize_t(bytes.size()));
    ::close(ends[1]);
    Result<PipedInput> input = read_piped_input(ends[0], hope, no_wait, {});
    ::close(ends[0]);
    return input;
}

}

TEST_CASE("piped input: rows, words and nothing are told apart", "[cli][files]") {
    CHECK(piped("a,b\n1,2\n").value().kind == Kind::table);
    CHECK(piped("a,b\n1,2\n").value().head == "a,b\n1,2\n");
    CHECK(piped("a,b\n1,2\n", PipedHope::anything, true).value().kind == Kind::table);
    CHECK(piped("words only\n").value().kind == Kind::text);
    CHECK(piped("words only\n", PipedHope::table).value().kind == Kind::table);
    CHECK(piped("").value().kind == Kind::none);
    CHECK(piped(" \n\n").value().kind == Kind::none);
    CHECK(piped("\xFF\xFE"
                "a\0,\0b\0\n\0"
                "1\0,\0"
                "2\0\n")
              .value()
              .kind == Kind::text);
    const std::string_view utf16(
        "\xFF\xFE"
        "a\0,\0b\0\n\0"
        "1\0,\0"
        "2\0\n\0",
        18);
    CHECK(piped(utf16).value().kind == Kind::table);
    CHECK_FALSE(piped(std::string_view("a\0b", 3)).ok());
}

TEST_CASE("piped input: a device is not touched", "[cli][files]") {
    const int zero = ::open("/dev/zero", O_RDONLY);

    CHECK(read_piped_input(zero, PipedHope::anything, no_wait, {}).value().kind == Kind::none);
    CHECK(read_piped_input(-1, PipedHope::anything, no_wait, {}).value().kind == Kind::none);

    ::close(zero);
}

TEST_CASE("piped input: who waits long is told once, and goes on waiting", "[cli][files]") {
    const Ends ends = make_ends(false);
    int told = 0;
    const auto write_then = [&] {
        ++told;
        CHECK(::write(ends[1], "a,b\n1,2\n", 8) == 8);
        ::close(ends[1]);
    };

    const auto input = read_piped_input(ends[0], PipedHope::anything, write_then, {});

    CHECK(input.value().kind == Kind::table);
    CHECK(told == 1);
    ::close(ends[0]);
}

TEST_CASE("piped input: a stop ends the wait", "[cli][files]") {
    const Ends ends = make_ends(false);
    std::stop_source stop;
    std::thread stopper([&] { stop.request_stop(); });

    CHECK_THROWS_AS(read_piped_input(ends[0], PipedHope::anything, no_wait, stop.get_token()),
                    Stopped);

    stopper.join();
    ::close(ends[0]);
    ::close(ends[1]);
}
