#include "libagent/knowledge/folder.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <thread>

using namespace askdb;
using namespace askdb::knowledge;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
}

unsigned mode_of(const std::string& path) {
    struct stat info = {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    return info.st_mode & 0777u;
}

std::string refusal(const Folder& folder, const Entry& entry) {
    try {
        keep_entry(folder, entry);
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::usage);
        return failure.error().message;
    }
    return "kept";
}

}

TEST_CASE("knowledge keep: a kept answer is a private file that is read back", "[knowledge]") {
    const test::TempFolder temp;
    const Folder folder{temp.file("a/b/knowledge")};

    const std::string path =
        keep_entry(folder, {.question = "How many?", .database = "shop", .sql = "SELECT 1"});

    CHECK(path == temp.file("a/b/knowledge/how-many.md"));
    CHECK(mode_of(path) == 0600);
    CHECK(mode_of(folder.path) == 0700);
    CHECK(mode_of(temp.file("a")) == 0700);
    const FolderContents contents = read_folder(folder);
    REQUIRE(contents.entries.size() == 1);
    CHECK(contents.entries[0].sql == "SELECT 1");
    CHECK(std::distance(fs::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("knowledge keep: names never collide, and no file is changed", "[knowledge]") {
    const test::TempFolder temp;
    const Folder folder{temp.path().string()};
    write(temp.path() / "how-many.md", "mine");
    const Entry entry{.question = "How many?", .sql = "SELECT 1"};

    const std::string first = keep_entry(folder, entry);
    const std::string again = keep_entry(folder, entry);
    const std::string other = keep_entry(folder, {.question = "How many?", .sql = "SELECT 2"});

    CHECK(first == temp.file("how-many-2.md"));
    CHECK(again == first);
    CHECK(other == temp.file("how-many-3.md"));
    const Entry noted{.question = "How many?", .sql = "SELECT 2", .note = "asked by sales"};
    CHECK(keep_entry(folder, noted) == temp.file("how-many-4.md"));
    const Entry bare{.question = "How many?", .sql = "SELECT 2"};
    CHECK(keep_entry(folder, bare) == other);
    fs::remove(other);
    CHECK(keep_entry(folder, bare) == temp.file("how-many-4.md"));
    CHECK(test::file_bytes(temp.file("how-many.md")) == "mine");
    CHECK(keep_entry(folder, {.question = "Rules!", .sql = "SELECT 1"}) == temp.file("rules-2.md"));
    CHECK(keep_entry(folder, {.question = "Readme", .sql = "SELECT 1"}) ==
          temp.file("readme-2.md"));
}

TEST_CASE("knowledge keep: many keep at once, and none is lost", "[knowledge]") {
    const test::TempFolder temp;
    const Folder folder{temp.file("knowledge")};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            keep_entry(folder, {.question = "same?", .sql = "SELECT " + std::to_string(i)});
        });
    }
    for (std::thread& thread : threads) thread.join();

    CHECK(read_folder(folder).entries.size() == 8);
}

TEST_CASE("knowledge keep: what is called wrong is not kept as right", "[knowledge]") {
    const test::TempFolder temp;
    const Folder folder{temp.path().string()};
    keep_entry(folder, {.question = "How many?",
                        .verdict = Verdict::bad,
                        .wrong_sql = "SELECT  1;",
                        .note = "two"});

    CHECK(refusal(folder, {.question = "how many", .sql = "SELECT 1"})
              .find("says that this statement is wrong") != std::string::npos);
    CHECK(refusal(folder, {.question = "how many", .sql = "SELECT 2"}) == "kept");
}

TEST_CASE("knowledge keep: where nothing can be written, that is said", "[knowledge]") {
    const test::TempFolder temp;
    write(temp.path() / "file", "");

    CHECK(refusal({temp.file("file")}, {.question = "q", .sql = "1"}).find("cannot write to") == 0);
    CHECK(refusal({temp.file("file/knowledge")}, {.question = "q", .sql = "1"})
              .find("cannot write to") == 0);
    CHECK(refusal({temp.path().string()}, {.question = " ", .sql = "1"}) == "there is no question");
}

TEST_CASE("knowledge keep: nothing goes where a project's link leads", "[knowledge]") {
    const test::TempFolder temp;
    fs::create_directories(temp.path() / "elsewhere");
    fs::create_directory(temp.path() / "project");
    fs::create_directory_symlink("../elsewhere", temp.path() / "project" / "knowledge");

    const std::string said =
        refusal({temp.file("project/knowledge"), true}, {.question = "b", .sql = "SELECT 1"});

    CHECK(said.find("is a link") != std::string::npos);
    CHECK(fs::is_empty(temp.path() / "elsewhere"));
}
