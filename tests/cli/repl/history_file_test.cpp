#include "cli/repl/history_file.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace askdb::cli::repl {
namespace {

using Entries = std::vector<std::string>;

Entries loaded(const std::string& path) {
    return HistoryFile(path).load();
}

unsigned mode_of(const std::string& path) {
    struct stat about = {};
    return ::stat(path.c_str(), &about) == 0 ? about.st_mode & 0777 : 0;
}

void write_file(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

}

TEST_CASE("history file: entries of any number of lines come back, newest last", "[repl]") {
    const test::TempFolder folder;
    const std::string path = folder.file("state/askdb/history");
    HistoryFile file(path);

    file.append("How many sites?");
    file.append("SELECT 1\nFROM t\\n;");
    file.append(std::string(100'000, 'x'));

    CHECK(loaded(path) == Entries{"How many sites?", "SELECT 1\nFROM t\\n;"});
    CHECK(file.take_trouble().empty());
    CHECK(mode_of(path) == 0600);
    CHECK(mode_of(folder.file("state/askdb")) == 0700);
}

TEST_CASE("history file: one that is damaged gives what can be used", "[repl]") {
    const test::TempFolder folder;
    const std::string path = folder.file("history");

    write_file(path, std::string("good\n\xff\xfe\0\x1b[2Jbad\n", 17) + std::string(300'000, 'x') +
                         "\nlast\\");
    CHECK(loaded(path) == Entries{"good", "\xef\xbf\xbd\xef\xbf\xbd[2Jbad", "last\\"});
    write_file(path, "");
    CHECK(loaded(path).empty());
    CHECK(loaded(folder.file("missing")).empty());
    CHECK(loaded("").empty());
}

TEST_CASE("history file: what is no file is told once, and is no failure", "[repl]") {
    const test::TempFolder folder;
    const std::string fifo = folder.file("fifo");
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    HistoryFile file(fifo);

    CHECK(file.load().empty());
    CHECK(file.take_trouble().find(fifo) != std::string::npos);
    file.append("entry");
    CHECK(file.take_trouble().empty());
    HistoryFile below(folder.file("fifo/askdb/history"));
    below.append("entry");
    CHECK_FALSE(below.take_trouble().empty());
}

TEST_CASE("history file: a huge one is read from its end, and made shorter", "[repl]") {
    const test::TempFolder folder;
    const std::string path = folder.file("history");
    {
        std::ofstream out(path);
        for (int i = 0; i < 500'000; ++i) out << "question number " << i << "\n";
    }

    const Entries entries = loaded(path);

    CHECK(entries.size() == 10'000);
    CHECK(entries.back() == "question number 499999");
    CHECK(std::filesystem::file_size(path) < 400'000);
    CHECK(loaded(path) == entries);
}

TEST_CASE("history file: several programs append without tearing a line", "[repl]") {
    const test::TempFolder folder;
    const std::string path = folder.file("history");
    {
        std::vector<std::jthread> writers;
        for (int writer = 0; writer < 4; ++writer)
            writers.emplace_back([&, writer] {
                HistoryFile file(path);
                for (int i = 0; i < 200; ++i)
                    file.append("writer " + std::to_string(writer) + "\nline " + std::to_string(i));
            });
    }

    const Entries entries = loaded(path);
    CHECK(entries.size() == 800);
    CHECK(std::all_of(entries.begin(), entries.end(),
                      [](const std::string& entry) { return entry.starts_with("writer "); }));
}

}
