#include "cli/find_program.h"

#include "cli/environment.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

namespace askdb::cli {

TEST_CASE("find program: the first of PATH that can be run", "[cli]") {
    const test::TempFolder folder;
    const std::string program = folder.file("tool"), no_program = folder.file("text");
    std::ofstream(program) << "#!/bin/sh\n";
    std::ofstream(no_program) << "words\n";
    ::chmod(program.c_str(), 0700);
    std::filesystem::create_directory(folder.file("folder"));
    const std::string here = folder.path().string();
    const Environment environment({{"PATH", "/nowhere::" + here}});

    CHECK(find_program("tool", environment) == program);
    CHECK(find_program("text", environment).empty());
    CHECK(find_program("folder", environment).empty());
    CHECK(find_program("nothing", environment).empty());
    CHECK(find_program("tool", Environment()).empty());
}

TEST_CASE("find program: a folder that is relative is not looked into", "[cli]") {
    const test::TempFolder folder;
    const std::string program = folder.file("tool");
    std::ofstream(program) << "#!/bin/sh\n";
    ::chmod(program.c_str(), 0700);
    const std::string relative =
        std::filesystem::relative(folder.path(), std::filesystem::current_path()).string();

    CHECK(find_program("tool", Environment({{"PATH", relative}})).empty());
}

}
