#include "libagent/database/files/byte_input.h"

#include "libagent/base/error.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <array>
#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace askdb;
using namespace askdb::database;
using askdb::test::TempFolder;

namespace {

std::string all_of(const ByteInput& input) {
    std::string text;
    for (std::size_t before = 1; before != text.size();) {
        before = text.size();
        input.read(text.size(), 7, text);
    }
    return text;
}

std::string why_not(const std::string& path, const TempFolder& folder) {
    try {
        open_input_file({.name = path, .folder = folder.path()}, {});
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::usage);
        return failure.error().message;
    }
    return "it can be read";
}

std::size_t files_in(const TempFolder& folder) {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path()))
        ++count;
    return count;
}

}

TEST_CASE("byte input: a file is read from where its descriptor began", "[files]") {
    const TempFolder folder;
    const std::string path = folder.file("x");
    std::ofstream(path) << "skipped,head and the rest";
    const int descriptor = ::open(path.c_str(), O_RDONLY);
    std::array<char, 12> head{};
    REQUIRE(::lseek(descriptor, 8, SEEK_SET) == 8);
    REQUIRE(::read(descriptor, head.data(), 4) == 4);

    const auto input = open_input(
        {.name = "x", .descriptor = descriptor, .head = "head", .folder = folder.path()}, {});

    CHECK(all_of(*input) == "head and the rest");
    CHECK(all_of(*input) == "head and the rest");
    ::close(descriptor);
}

TEST_CASE("byte input: a pipe can be read twice, and leaves no file behind", "[files]") {
    const TempFolder folder;
    std::array<int, 2> pipe{};
    REQUIRE(::pipe(pipe.data()) == 0);
    std::thread writer([&] {
        const std::string text(300'000, 'p');
        for (std::size_t at = 0; at < text.size();) {
            const ssize_t written = ::write(pipe[1], text.data() + at, text.size() - at);
            if (written <= 0) break;
            at += static_cast<std::size_t>(written);
        }
        ::close(pipe[1]);
    });

    const auto input = open_input(
        {.name = "stdin", .descriptor = pipe[0], .head = "head", .folder = folder.path()}, {});
    writer.join();

    CHECK(all_of(*input) == "head" + std::string(300'000, 'p'));
    CHECK(all_of(*input).size() == 300'004);
    CHECK(files_in(folder) == 0);
    ::close(pipe[0]);
}

TEST_CASE("byte input: what is no readable file is told", "[files]") {
    const TempFolder folder;
    CHECK(why_not(folder.file("none.csv"), folder).find("No such file") != std::string::npos);
    CHECK(why_not(folder.path(), folder).find("it is a directory") != std::string::npos);
    CHECK(why_not("/dev/zero", folder).find("neither a file nor a pipe") != std::string::npos);
    CHECK(why_not(std::string("a\0b.csv", 7), folder).find("NUL") != std::string::npos);
}

TEST_CASE("byte input: a stop ends the wait for a FIFO that nobody writes to", "[files]") {
    const TempFolder folder;
    const std::string path = folder.file("x.csv");
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    const int writer = ::open(path.c_str(), O_RDWR);
    std::stop_source stop;
    std::thread stopper([&] { stop.request_stop(); });

    CHECK_THROWS_AS(open_input_file({.name = path, .folder = folder.path()}, stop.get_token()),
                    Stopped);

    stopper.join();
    ::close(writer);
}
