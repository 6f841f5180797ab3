#include "tests/built_paths.h"
#include "tests/support/example.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <string>

#ifdef ASKDB_EMBED

namespace askdb::test {
namespace {

CommandEnd run_embed(const std::string& arguments) {
    return run_command(shell_word(ASKDB_EMBED) + " " + arguments + " 2>&1");
}

}

TEST_CASE("embed: thirty lines of C++ answer a question", "[examples]") {
    const TempDatabase file(maintenance_script());

    const auto end =
        run_embed(shell_word(file.path()) + " 'How many overdue work orders are there?'");

    CHECK(end.exit_code == 0);
    CHECK(end.out.find("97") != std::string::npos);
}

TEST_CASE("embed: a file that is not there is named", "[examples]") {
    const auto end = run_embed("/nonexistent/nothing.db 'How many work orders are there?'");

    CHECK(end.exit_code == 1);
    CHECK(end.out.find("nothing.db") != std::string::npos);
}

TEST_CASE("embed: without a question it says how it is used", "[examples]") {
    const auto end = run_embed("");

    CHECK(end.exit_code == 2);
    CHECK(end.out.starts_with("usage: embed"));
}

}

#endif
