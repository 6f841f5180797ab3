// Recorded sessions of the REPL: the folders of tests/cases/repl, see tests/support/repl_case.h.
// With ASKDB_RECORD_SCREENS=FOLDER the screens of that one are written anew, to be read before they
// are kept.
#include "tests/support/line_editing.h"
#include "tests/support/repl_case.h"
#include "tests/support/test_data.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

namespace askdb::cli::repl {

TEST_CASE("repl cases: every recorded session shows what a person expects", "[repl][cases]") {
    if (!test::can_edit_lines()) return;
    const char* const recorded = std::getenv("ASKDB_RECORD_SCREENS");
    std::vector<std::filesystem::path> folders;
    for (const auto& entry : std::filesystem::directory_iterator(
             std::filesystem::path(ASKDB_SOURCE_DIR) / "tests/cases/repl")) {
        const std::string name = entry.path().filename().string();
        if (name == "lines" || name == "pastes") continue;  // Single inputs, of other tests.
        folders.push_back(entry.path());
    }
    std::sort(folders.begin(), folders.end());
    for (const std::filesystem::path& folder : folders) {
        const std::string name = folder.filename().string();
        INFO(name);
        CHECK(test::ReplCase(folder, recorded != nullptr && recorded == name).play() == "");
    }
    CHECK_FALSE(folders.empty());
}

TEST_CASE("repl: a terminal that sends random bytes neither ends nor hangs it", "[repl]") {
    if (!test::can_edit_lines()) return;
    const test::TempDatabase file("CREATE TABLE t(a);");
    test::Program program(
        {.arguments = {"-d", file.path()},
         // readline loses what would take back some keys.
         .environment = {{"HOME", file.folder().string()}, {"ASAN_OPTIONS", "detect_leaks=0"}},
         .on_terminal = true});
    REQUIRE(program.wait_for("test> "));
    std::mt19937 random(5);  // NOLINT: the same bytes each time.
    // Without keys that leave or suspend it, and without what begins a line for the shell.
    const std::string_view left_out("\x03\x04\x1a!\\", 5);
    std::string bytes;
    while (bytes.size() < 20'000) {
        const char byte = static_cast<char>(random() & 0xff);
        if (left_out.find(byte) == std::string_view::npos) bytes += byte;
    }

    for (std::size_t i = 0; i < bytes.size(); i += 500) program.type(bytes.substr(i, 500));
    program.type("\x03\x03/stop\r");
    program.type("SELECT 40 + 2 AS a;\r");

    CHECK(program.wait_for("42"));
    CHECK(program.runs());
    program.type("\x04");
    CHECK(program.wait().exit_code == 0);
}

TEST_CASE("repl: without a terminal a conversation is refused", "[repl]") {
    const test::ProgramEnd end = test::run_program({.arguments = {"chat"}});

    CHECK(end.exit_code == 2);
    CHECK(end.err.find("needs a terminal") != std::string::npos);
}

}
