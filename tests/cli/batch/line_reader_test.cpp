#include "cli/batch/line_reader.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <array>
#include <fcntl.h>
#include <fstream>
#include <thread>
#include <unistd.h>
#include <vector>

namespace askdb::cli {
namespace {

constexpr std::size_t most = 20'000;

struct ReadLines {
    std::vector<std::string> lines;
    std::vector<std::size_t> consumed;
    std::string error;
};

ReadLines lines_of(std::string_view bytes, std::size_t max_line_bytes = most) {
    const test::TempFolder folder;
    const std::string path = folder.file("lines");
    std::ofstream(path) << bytes;
    const Descriptor file(::open(path.c_str(), O_RDONLY));
    LineReader reader(file.value(), "lines", max_line_bytes, {});
    ReadLines read;
    while (true) {
        const auto line = reader.next();
        if (!line) read.error = line.error().message;
        if (!line || !line.value()) return read;
        read.lines.emplace_back(*line.value());
        read.consumed.push_back(reader.consumed());
    }
}

}

TEST_CASE("line reader: a line ends with LF, CRLF or the file", "[cli][batch]") {
    const ReadLines read = lines_of("one\r\n\ntwo\rthree\nfour");

    CHECK(read.lines == std::vector<std::string>{"one", "", "two\rthree", "four"});
    CHECK(read.consumed == std::vector<std::size_t>{5, 6, 16, 20});
    CHECK(lines_of("").lines.empty());
    CHECK(lines_of("\n").lines == std::vector<std::string>{""});
}

TEST_CASE("line reader: lines longer than what is read at once stay whole", "[cli][batch]") {
    const std::string one(19'000, 'a'), two(17'000, 'b');

    CHECK(lines_of(one + "\n" + two).lines == std::vector<std::string>{one, two});
}

TEST_CASE("line reader: a line that is too long is told by its number", "[cli][batch]") {
    const ReadLines read = lines_of("fine\n" + std::string(1u << 20, 'x') + "\n", 4096);

    CHECK(read.lines == std::vector<std::string>{"fine"});
    CHECK(read.error == "line 2 of 'lines' holds more than 4 KiB");
    CHECK_FALSE(lines_of(std::string(4097, 'x'), 4096).error.empty());
    CHECK(lines_of(std::string(4096, 'x') + "\n", 4096).error.empty());
}

TEST_CASE("line reader: a line is there before the next was written", "[cli][batch]") {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const Descriptor out(ends[0]), in(ends[1]);
    std::stop_source stop;
    LineReader reader(out.value(), "it", most, stop.get_token());

    REQUIRE(::write(in.value(), "first\nsec", 9) == 9);
    const auto first = reader.next();

    CHECK(*first.value() == "first");
    std::thread stopper([&] { stop.request_stop(); });
    CHECK_THROWS_AS(reader.next(), Stopped);
    stopper.join();
}

}
