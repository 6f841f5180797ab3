#include "cli/piped_input.h"

#include "libagent/base/error.h"

#include <catch2/catch.hpp>

#include <array>
#include <atomic>
#include <fcntl.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace askdb;
using namespace askdb::cli;

namespace {

using Kind = PipedInput::Kind;
using Ends = std::array<int, 2>;

const PipedWait no_wait{.tell = [] {}};

Ends make_ends(bool socket) {
    Ends ends{};
    REQUIRE((socket ? ::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) : ::pipe(ends.data())) ==
            0);
    return ends;
}

constexpr std::chrono::milliseconds short_patience{100};

/// A table, in two pieces.
void write_slowly(int end) {
    for (const std::string_view piece : {"a,b\n", "1,2\n"}) {
        std::this_thread::sleep_for(3 * short_patience);
        CHECK(::write(end, piece.data(), piece.size()) == ssize_t(piece.size()));
    }
    ::close(end);
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
    std::atomic<int> told = 0;
    std::jthread writer;
    const PipedWait wait{.tell =
                             [&] {
                                 // Piece by piece, with a pause before each that is long, too.
                                 if (told++ == 0)
                                     writer = std::jthread([&] { write_slowly(ends[1]); });
                             },
                         .patience = short_patience};

    const auto input = read_piped_input(ends[0], PipedHope::anything, wait, {});

    CHECK(input.value().kind == Kind::table);
    CHECK(input.value().head == "a,b\n1,2\n");
    CHECK(told == 1);
    writer.join();
    ::close(ends[0]);
}

TEST_CASE("piped input: a text that is too long and one that breaks off are told apart",
          "[cli][files]") {
    const std::string words(100u << 10, 'w');
    const Ends ends = make_ends(true);
    std::jthread endless([&] {
        while (::send(ends[1], words.data(), words.size(), MSG_NOSIGNAL) > 0) continue;
    });
    const auto longer = read_piped_input(ends[0], PipedHope::anything, no_wait, {});
    ::shutdown(ends[0], SHUT_RDWR);
    endless.join();
    const Ends broken = make_ends(true);
    // What was sent to a socket that is closed unread is told to its sender as a reset.
    REQUIRE(::write(broken[0], "?", 1) == 1);
    REQUIRE(::write(broken[1], words.data(), words.size()) == ssize_t(words.size()));
    ::close(broken[1]);
    const auto reset = read_piped_input(broken[0], PipedHope::anything, no_wait, {});

    REQUIRE_FALSE(longer.ok());
    CHECK_THAT(longer.error().message, Catch::Contains("longer than 256 KiB"));
    REQUIRE_FALSE(reset.ok());
    CHECK(reset.error().message == "cannot read 'standard input': Connection reset by peer");
    for (const int end : {ends[0], ends[1], broken[0]}) ::close(end);
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
