#include "libagent/base/new_file.h"

#include "libagent/base/error.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

using namespace askdb;
namespace fs = std::filesystem;

namespace {

unsigned rights_of(const std::string& path) {
    struct stat info = {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    return info.st_mode & 0777u;
}

}

TEST_CASE("new file: is private, whole, and under its name only at the end", "[base]") {
    const test::TempFolder temp;
    {
        NewFile file(temp.file("a"));
        file.write("one ");
        file.write("two");
        CHECK_FALSE(fs::exists(temp.file("a")));
        CHECK(file.take_name(temp.file("a")));
    }

    CHECK(test::file_bytes(temp.file("a")) == "one two");
    CHECK(rights_of(temp.file("a")) == 0600);
    CHECK(std::distance(fs::directory_iterator(temp.path()), {}) == 1);
}

TEST_CASE("new file: takes no other's place, and leaves nothing behind", "[base]") {
    const test::TempFolder temp;
    std::ofstream(temp.file("a")) << "old";
    {
        NewFile file(temp.file("a"));
        file.write("new");
        CHECK_FALSE(file.take_name(temp.file("a")));
    }

    CHECK(test::file_bytes(temp.file("a")) == "old");
    CHECK(std::distance(fs::directory_iterator(temp.path()), {}) == 1);
}

TEST_CASE("new file: where it cannot be, that is said by its name", "[base]") {
    const test::TempFolder temp;

    CHECK_THROWS_WITH(NewFile(temp.file("none/a")),
                      "cannot write to '" + temp.file("none/a") + "': No such file or directory");
}

TEST_CASE("new file: private folders are made as deep as needed", "[base]") {
    const test::TempFolder temp;
    std::ofstream(temp.file("file")) << "";

    make_private_folder(temp.file("a/b/c"));
    make_private_folder(temp.file("a/b/c"));

    CHECK(rights_of(temp.file("a")) == 0700);
    CHECK(rights_of(temp.file("a/b/c")) == 0700);
    CHECK_THROWS_AS(make_private_folder(temp.file("file")), Failure);
    CHECK_THROWS_AS(make_private_folder(temp.file("file/a")), Failure);
    CHECK_NOTHROW(make_private_folder(""));
}
