#include "cli/repl/file_completion.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace askdb;
using namespace askdb::cli::repl;

TEST_CASE("repl files: a folder is listed by name, and one that is not there is empty", "[repl]") {
    const test::TempFolder folder;
    std::filesystem::create_directory(folder.file("b"));
    std::ofstream(folder.file("c.csv")) << "x\n";
    std::ofstream(folder.file("a.csv")) << "x\n";
    const std::string path = std::filesystem::path(folder.file("a.csv")).parent_path();

    const std::vector<FolderEntry> entries = list_folder(path);

    REQUIRE(entries.size() == 3);
    CHECK(entries[0].name == "a.csv");
    CHECK(entries[1].is_folder);
    CHECK(entries[2].name == "c.csv");
    CHECK(list_folder("/nonexistent/folder").empty());
    CHECK(list_folder(folder.file("a.csv")).empty());
}

TEST_CASE("repl files: names that a terminal must not get are left out", "[repl]") {
    const CompletionSources sources{
        .dialect = *database::find_dialect("sqlite"), .folder = [](const std::string&) {
            return std::vector<FolderEntry>{{"a\x1b[31m.csv"}, {"a\nb.csv"}, {"a.csv"}};
        }};
    CandidateList list("a");

    add_files(TypedPath("a"), {}, sources, list);

    CHECK(std::move(list).finish(0).candidates == std::vector<std::string>{"a.csv"});
}

TEST_CASE("repl files: what is typed is cut at its last slash", "[repl]") {
    CHECK(TypedPath("data/or").folder == "data/");
    CHECK(TypedPath("data/or").name == "or");
    CHECK(TypedPath("or").folder.empty());
    CHECK(TypedPath("/").folder == "/");
    CHECK(TypedPath("/").name.empty());
}
