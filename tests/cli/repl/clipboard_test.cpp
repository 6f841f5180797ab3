#include "cli/repl/clipboard.h"

#include "cli/environment.h"
#include "libagent/base/error.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>

namespace askdb::test {
namespace {

/// A folder for PATH with programs of ours.
struct ProgramsFixture {
    TempFolder folder;

    ProgramsFixture() { std::signal(SIGPIPE, SIG_IGN); }
    void add(const std::string& name, std::string_view script) const {
        std::ofstream(folder.file(name)) << "#!/bin/sh\n" << script << "\n";
        std::filesystem::permissions(folder.file(name), std::filesystem::perms::owner_all);
    }
    std::string copy(std::string_view text, std::string_view variable = "",
                     const std::stop_token& stop = {}) const {
        std::map<std::string, std::string, std::less<>> variables = {
            {"PATH", ":relative:" + folder.path().string()}};
        if (!variable.empty()) variables.emplace(variable, ":0");
        return cli::repl::copy_by_program(text, cli::Environment(variables), stop);
    }
};

}

TEST_CASE("clipboard: the program of this desktop gets the whole text", "[repl]") {
    const ProgramsFixture fixture;
    const std::string out = fixture.folder.file("out");
    fixture.add("wl-copy", "/bin/cat > '" + out + "'");
    fixture.add("xclip", "echo \"$@\" > '" + out + "'; /bin/cat >> '" + out + "'");
    const std::string text(300'000, 'x');

    CHECK(fixture.copy(text, "WAYLAND_DISPLAY") == "wl-copy");
    CHECK(file_bytes(out) == text);
    CHECK(fixture.copy("a\nb", "DISPLAY") == "xclip");
    CHECK(file_bytes(out) == "-selection clipboard\na\nb");
    CHECK(fixture.copy("a").empty());  // Without a desktop.
}

TEST_CASE("clipboard: a program that fails stands aside for the next", "[repl]") {
    const ProgramsFixture fixture;
    CHECK(fixture.copy("a", "DISPLAY").empty());
    fixture.add("xclip", "exit 1");
    fixture.add("pbcopy", "/bin/cat > /dev/null");

    CHECK(fixture.copy("a", "DISPLAY") == "pbcopy");
}

TEST_CASE("clipboard: a program that never reads or ends is not waited for", "[repl]") {
    const ProgramsFixture fixture;
    fixture.add("pbcopy", "exec /bin/sleep 60");
    std::stop_source stop;
    stop.request_stop();

    CHECK_THROWS_AS(fixture.copy("a", "", stop.get_token()), Stopped);
    CHECK(fixture.copy(std::string(200'000, 'x')).empty());
}

}
