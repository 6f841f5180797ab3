#include "libagent/knowledge/folder.h"

#include "libagent/knowledge/entry_file.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

using namespace askdb;
using namespace askdb::knowledge;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, std::string_view text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

std::string entry_of(std::string_view question) {
    return entry_text({.question = std::string(question), .sql = "SELECT 1"});
}

}

TEST_CASE("knowledge folder: one that is not there holds nothing", "[knowledge]") {
    const test::TempFolder temp;

    const FolderContents contents = read_folder({temp.file("none")});

    CHECK(contents.entries.empty());
    CHECK(contents.rules.empty());
    CHECK(contents.problems.empty());
    CHECK(read_folder({}).entries.empty());
    CHECK(read_folder({"/dev/null/knowledge"}).problems.empty());
}

TEST_CASE("knowledge folder: rules, questions, and what is no business of ours", "[knowledge]") {
    const test::TempFolder temp;
    write(temp.path() / "rules.md", "Money is in EUR.\n");
    write(temp.path() / "b.md", entry_of("b"));
    write(temp.path() / "a.md", entry_of("a"));
    write(temp.path() / "README.md", "not a question");
    write(temp.path() / "notes.txt", "not a question");
    write(temp.path() / ".hidden.md", "not a question");
    write(temp.path() / "below" / "c.md", entry_of("c"));

    const FolderContents contents = read_folder({temp.path().string()});

    CHECK(contents.rules == "Money is in EUR.");
    REQUIRE(contents.entries.size() == 2);
    CHECK(contents.entries[0].question == "a");
    CHECK(contents.entries[1].path == temp.file("b.md"));
    CHECK(contents.problems.empty());
}

TEST_CASE("knowledge folder: a bad file is skipped and named, the others are read", "[knowledge]") {
    const test::TempFolder temp;
    write(temp.path() / "a.md", entry_of("a"));
    write(temp.path() / "bad.md", "---\nquestion: a\nverdct: good\n---\n");
    write(temp.path() / "huge.md", std::string(max_entry_bytes + 1, 'x'));
    write(temp.path() / "rules.md", "one\n\x1b[31mred");
    REQUIRE(::mkfifo(temp.file("fifo.md").c_str(), 0600) == 0);
    fs::create_directory(temp.path() / "folder.md");

    const FolderContents contents = read_folder({temp.path().string()});

    CHECK(contents.entries.size() == 1);
    CHECK(contents.rules.empty());
    std::string told;
    for (const Error& problem : contents.problems) told += problem.message + "\n";
    CHECK(told.find("bad.md:3: unknown key 'verdct'") != std::string::npos);
    CHECK(told.find("huge.md: it is longer than 65536 bytes") != std::string::npos);
    CHECK(told.find("rules.md:2: it holds control characters") != std::string::npos);
    CHECK(told.find("fifo.md: it is no file") != std::string::npos);
    CHECK(told.find("folder.md: it is no file") != std::string::npos);
    CHECK(told.find('\x1b') == std::string::npos);
}

TEST_CASE("knowledge folder: no more files are read than the limit", "[knowledge]") {
    const test::TempFolder temp;
    for (std::size_t i = 0; i < max_entries + 2; ++i)
        write(temp.path() / (std::to_string(i) + ".md"), entry_of("q"));

    const FolderContents contents = read_folder({temp.path().string()});

    CHECK(contents.entries.size() == max_entries);
    REQUIRE(contents.problems.size() == 1);
    CHECK(contents.problems[0].message.find("only the first 2000") != std::string::npos);
}

TEST_CASE("knowledge folder: no link leads out of a project's", "[knowledge]") {
    const test::TempFolder temp;
    write(temp.path() / "secret.md", entry_of("secret"));
    const fs::path folder = temp.path() / "project" / "knowledge";
    write(folder / "a.md", entry_of("a"));
    fs::create_symlink("a.md", folder / "same.md");
    fs::create_symlink("../../secret.md", folder / "out.md");
    fs::create_symlink(temp.path() / "secret.md", folder / "rules.md");

    const FolderContents project = read_folder({folder.string(), true});
    const FolderContents own = read_folder({folder.string(), false});

    CHECK(project.entries.size() == 2);
    CHECK(project.rules.empty());
    CHECK(project.problems.size() == 2);
    CHECK(own.entries.size() == 3);
}

TEST_CASE("knowledge folder: a project's folder that is a link leads nowhere", "[knowledge]") {
    const test::TempFolder temp;
    write(temp.path() / "elsewhere" / "a.md", entry_of("a"));
    fs::create_directory(temp.path() / "project");
    fs::create_directory_symlink("../elsewhere", temp.path() / "project" / "knowledge");
    const Folder folder{temp.file("project/knowledge"), true};

    CHECK(read_folder(folder).entries.empty());
    CHECK(read_folder(folder).problems.size() == 1);
}

TEST_CASE("knowledge folder: its stamp changes with its files only", "[knowledge]") {
    const test::TempFolder temp;
    const Folder folder{temp.path().string()};
    const std::string empty = folder_stamp(folder);
    write(temp.path() / "other.txt", "x");

    CHECK(folder_stamp(folder) == empty);
    write(temp.path() / "a.md", "x");
    const std::string one = folder_stamp(folder);
    CHECK(one != empty);
    write(temp.path() / "a.md", "xy");
    CHECK(folder_stamp(folder) != one);
    CHECK(folder_stamp({temp.file("none")}).empty());
}
