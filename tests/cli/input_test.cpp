#include "cli/input.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace askdb;
using namespace askdb::cli;

TEST_CASE("input: a missing file and a folder say why", "[cli]") {
    const auto missing = read_file("/nonexistent", 10, {});
    const auto folder = read_file("/", 10, {});

    REQUIRE_FALSE(missing.ok());
    CHECK(missing.error().message == "cannot read '/nonexistent': No such file or directory");
    REQUIRE_FALSE(folder.ok());
    CHECK(folder.error().message == "cannot read '/': Is a directory");
}

TEST_CASE("input: what never ends is cut off with an error", "[cli]") {
    const auto endless = read_file("/dev/zero", 1000, {});

    REQUIRE_FALSE(endless.ok());
    CHECK(endless.error().code == Errc::usage);
}

TEST_CASE("input: a stop ends the wait for a silent pipe", "[cli]") {
    std::array<int, 2> ends = {};
    REQUIRE(::pipe(ends.data()) == 0);
    std::stop_source stop;

    std::thread stopper([&] { stop.request_stop(); });

    CHECK_THROWS_AS(read_descriptor(ends[0], "it", 1000, stop.get_token()), Stopped);
    stopper.join();
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("input: a stop ends the wait for a writer of a FIFO", "[cli]") {
    const test::TempFolder folder;
    REQUIRE(::mkfifo(folder.file("fifo").c_str(), 0600) == 0);
    std::stop_source stop;

    std::thread stopper([&] { stop.request_stop(); });

    CHECK_THROWS_AS(read_file(folder.file("fifo"), 1000, stop.get_token()), Stopped);
    stopper.join();
}

TEST_CASE("input: what is written into a FIFO is read to its end", "[cli]") {
    const test::TempFolder folder;
    const std::string path = folder.file("fifo");
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);

    std::thread writer([&] {
        const int fifo = ::open(path.c_str(), O_WRONLY);
        for (const std::string_view part : {"SELECT ", "1"}) {
            [[maybe_unused]] const auto written = ::write(fifo, part.data(), part.size());
        }
        ::close(fifo);
    });

    CHECK(read_file(path, 1000, {}).value_or_throw() == "SELECT 1");
    writer.join();
}
