#include "cli/output_file.h"

#include "cli/render/output.h"
#include "libagent/base/error.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <set>
#include <stop_token>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace askdb::test {
namespace {

namespace fs = std::filesystem;
using cli::Output;
using cli::OutputFile;

/// What a run would do with `-o path`.
void write_out(const std::string& path, std::string_view text) {
    Output output(-1);
    output.redirect(std::make_unique<OutputFile>(path, std::stop_token()));
    output.write(text);
    output.finish();
}

void put_file(const std::string& path, std::string_view text) {
    std::ofstream(path) << text;
}

std::set<std::string> names_in(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.insert(entry.path().filename().string());
    return names;
}

unsigned rights_of(const std::string& path) {
    struct stat found = {};
    return ::stat(path.c_str(), &found) == 0 ? found.st_mode & 0777u : 0;
}

struct ToldError {
    Errc code;
    std::string message, hint;
};

ToldError told_for(const std::string& path) {
    try {
        write_out(path, "data");
    } catch (const Failure& failure) {
        return {failure.error().code, failure.error().message, failure.error().hint};
    }
    FAIL(path << " was written");
    return {};
}

}

TEST_CASE("output file: takes its place at the end, for its owner alone", "[output]") {
    const TempFolder folder;
    const std::string path = folder.file("rows.csv");

    Output output(-1);
    output.redirect(std::make_unique<OutputFile>(path, std::stop_token()));
    output.write("a,b\n");
    output.flush();
    CHECK_FALSE(fs::exists(path));
    output.finish();

    CHECK(file_bytes(path) == "a,b\n");
    CHECK(rights_of(path) == 0600);
    CHECK(names_in(folder.path()) == std::set<std::string>{"rows.csv"});
}

TEST_CASE("output file: without its end the old file stays, and nothing else", "[output]") {
    const TempFolder folder;
    const std::string path = folder.file("rows.csv");
    put_file(path, "old");

    {
        Output output(-1);
        output.redirect(std::make_unique<OutputFile>(path, std::stop_token()));
        output.write(std::string(1u << 20, 'x'));
    }

    CHECK(file_bytes(path) == "old");
    CHECK(names_in(folder.path()) == std::set<std::string>{"rows.csv"});
}

TEST_CASE("output file: the new one has the rights of the old one", "[output]") {
    const TempFolder folder;
    const std::string path = folder.file("rows.csv");
    put_file(path, "old");
    ::chmod(path.c_str(), 0644);

    write_out(path, "new");

    CHECK(file_bytes(path) == "new");
    CHECK(rights_of(path) == 0644);
}

TEST_CASE("output file: a link leads where it led", "[output]") {
    const TempFolder folder;
    fs::create_directory(folder.path() / "far");
    put_file(folder.file("far/rows.csv"), "old");
    fs::create_symlink("far/rows.csv", folder.file("link"));
    fs::create_symlink("link", folder.file("link2"));
    fs::create_symlink("far/new.csv", folder.file("dangling"));
    fs::create_symlink("loop", folder.file("loop"));

    write_out(folder.file("link2"), "new");
    write_out(folder.file("dangling"), "made");

    CHECK(fs::is_symlink(folder.file("link")));
    CHECK(fs::is_symlink(folder.file("link2")));
    CHECK(file_bytes(folder.file("far/rows.csv")) == "new");
    CHECK(file_bytes(folder.file("far/new.csv")) == "made");
    CHECK(told_for(folder.file("loop")).code == Errc::usage);
}

TEST_CASE("output file: what cannot be written is told before anything is done", "[output]") {
    const TempFolder folder;
    fs::create_directory(folder.path() / "reports");
    put_file(folder.file("file"), "old");

    const ToldError missing = told_for(folder.file("reprots/x.csv"));
    CHECK(missing.code == Errc::usage);
    CHECK(missing.message == "cannot write to '" + folder.file("reprots/x.csv") +
                                 "': no folder named '" + folder.file("reprots") + "'");
    CHECK(missing.hint == "did you mean '" + folder.file("reports") + "'?");
    CHECK(told_for(folder.file("xyz/x.csv")).hint == "mkdir -p '" + folder.file("xyz") + "'");
    CHECK_THAT(told_for(folder.file("reports")).message, Catch::EndsWith(": it is a folder"));
    CHECK_THAT(told_for(folder.file("file/x")).message, Catch::EndsWith(": Not a directory"));
    CHECK(told_for(folder.file(std::string(300, 'x'))).code == Errc::usage);
    CHECK(told_for("/proc/x.csv").code == Errc::usage);
    CHECK(told_for("/dev/fd/4444").code == Errc::usage);
    CHECK(names_in(folder.path()) == std::set<std::string>{"file", "reports"});
    CHECK(names_in(folder.path() / "reports").empty());
}

TEST_CASE("output file: who may not write is told so", "[output]") {
    if (::geteuid() == 0) {
        WARN("skipped: nothing is forbidden to root");
        return;
    }
    const TempFolder folder;
    put_file(folder.file("protected"), "old");
    ::chmod(folder.file("protected").c_str(), 0400);

    CHECK_THAT(told_for(folder.file("protected")).message, Catch::EndsWith("Permission denied"));
    ::chmod(folder.path().c_str(), 0500);
    const ToldError told = told_for(folder.file("new"));
    ::chmod(folder.path().c_str(), 0700);
    CHECK(told.code == Errc::usage);
    CHECK_THAT(told.message, Catch::Contains("no file can be made in the folder"));
}

TEST_CASE("output file: a database is not replaced, for -o is too near to -d", "[output]") {
    const TempDatabase shop("CREATE TABLE t(a)");
    const std::string before = shop.bytes();

    const ToldError told = told_for(shop.path());

    CHECK(told.code == Errc::usage);
    CHECK_THAT(told.message, Catch::EndsWith(": it is an SQLite database"));
    CHECK(shop.bytes() == before);
}

TEST_CASE("output file: a disk that fills up costs nothing but the new file", "[output]") {
    const TempFolder folder;
    const std::string path = folder.file("rows.csv");
    put_file(path, "old");
    const auto handler = ::signal(SIGXFSZ, SIG_IGN);
    rlimit before = {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit small{100'000, before.rlim_max};

    ::setrlimit(RLIMIT_FSIZE, &small);
    Errc code = Errc::check;
    std::string message;
    try {
        write_out(path, std::string(200'000, 'x'));
    } catch (const Failure& failure) {
        code = failure.error().code;
        message = failure.error().message;
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, handler);

    CHECK(code == Errc::no_answer);
    CHECK(message == "cannot write to '" + path + "': File too large");
    CHECK(file_bytes(path) == "old");
    CHECK(names_in(folder.path()) == std::set<std::string>{"rows.csv"});
}

TEST_CASE("output file: what a killed run left behind is in nobody's way", "[output]") {
    const TempFolder folder;
    const std::string path = folder.file("rows.csv");
    put_file(folder.file(".rows.csv.askdb-tmp-abcdef"), "left");
    const std::string longest = folder.file(std::string(255, 'n'));

    write_out(path, "new");
    write_out(longest, "new");

    CHECK(file_bytes(path) == "new");
    CHECK(file_bytes(longest) == "new");
    CHECK(names_in(folder.path()).size() == 3);
}

TEST_CASE("output file: two runs at once leave one whole file", "[output]") {
    const TempFolder folder;
    const std::string path = folder.file("rows.csv");
    OutputFile first(path, {}), second(path, {});

    CHECK(::write(first.descriptor(), "first", 5) == 5);
    CHECK(::write(second.descriptor(), "second", 6) == 6);
    second.commit();
    first.commit();

    CHECK(file_bytes(path) == "first");
    CHECK(names_in(folder.path()) == std::set<std::string>{"rows.csv"});
}

TEST_CASE("output file: a pipe is written directly, once somebody reads", "[output]") {
    const TempFolder folder;
    const std::string path = folder.file("pipe");
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);

    std::string got;
    std::jthread reader([&] { got = file_bytes(path); });
    write_out(path, "rows");
    reader.join();

    CHECK(got == "rows");
    CHECK(fs::is_fifo(path));
    CHECK(names_in(folder.path()) == std::set<std::string>{"pipe"});
}

TEST_CASE("output file: a stop ends the wait for a pipe's reader", "[output]") {
    const TempFolder folder;
    REQUIRE(::mkfifo(folder.file("pipe").c_str(), 0600) == 0);
    std::stop_source stop;
    stop.request_stop();

    CHECK_THROWS_AS(OutputFile(folder.file("pipe"), stop.get_token()), Stopped);
}

TEST_CASE("output file: devices and own descriptors are written as they are", "[output]") {
    const TempFolder folder;
    put_file(folder.file("log"), "old\n");
    const int log = ::open(folder.file("log").c_str(), O_WRONLY | O_APPEND);
    REQUIRE(log >= 0);

    write_out("/dev/fd/" + std::to_string(log), "new\n");
    write_out("/dev/null", "lost");
    ::close(log);

    CHECK(file_bytes(folder.file("log")) == "old\nnew\n");
    CHECK(told_for("/dev/full").code == Errc::no_answer);
    CHECK(names_in(folder.path()) == std::set<std::string>{"log"});
}

}
