#include "cli/repl/text_files.h"

#include "cli/piped_input.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <fstream>

namespace askdb::cli::repl {
namespace {

std::string file_of(const test::TempFolder& folder, const char* name, const std::string& bytes) {
    std::ofstream(folder.file(name), std::ios::binary) << bytes;
    return folder.file(name);
}

}

TEST_CASE("repl text files: each stands below its path, as UTF-8", "[repl]") {
    const test::TempFolder folder;
    const std::string notes = file_of(folder, "notes.txt", "\xEF\xBB\xBFOverdue: 30 days.\n\n");
    const std::string old = file_of(folder, "old.txt", "caf\xE9");

    CHECK(read_text_files({notes, old}, {}).value_or_throw() ==
          "The file " + notes + ":\nOverdue: 30 days.\n\nThe file " + old + ":\ncafé");
    CHECK(read_text_files({}, {}).value_or_throw().empty());
}

TEST_CASE("repl text files: what is no text, too much or not there is refused", "[repl]") {
    const test::TempFolder folder;
    const auto message = [](const std::string& path) {
        const Result<std::string> text = read_text_files({path}, {});
        return text ? std::string() : text.error().message;
    };

    CHECK_THAT(message(file_of(folder, "a.bin", std::string("a\0b", 3))),
               Catch::EndsWith("is neither a table nor a text"));
    CHECK_THAT(message(file_of(folder, "a.db", std::string("SQLite format 3\0", 16))),
               Catch::EndsWith("is an SQLite database, no text"));
    CHECK_FALSE(
        message(file_of(folder, "big.txt", std::string(max_piped_text_bytes + 1, 'a'))).empty());
    CHECK_FALSE(message(folder.file("none.txt")).empty());
}

TEST_CASE("repl text files: known by their endings", "[repl]") {
    CHECK(is_text_file_name("notes.txt"));
    CHECK(is_text_file_name("README.MD"));
    CHECK_FALSE(is_text_file_name("towns.csv"));
    CHECK_FALSE(is_text_file_name("mary.smith"));
    CHECK_FALSE(is_text_file_name(".md"));
}

}
