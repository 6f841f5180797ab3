#include "cli/render/pager.h"

#include "cli/environment.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

using namespace askdb::cli;

namespace {

std::string content_of(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

}

TEST_CASE("pager: one's own is taken, else the usual one, else less, else none", "[cli][pager]") {
    const auto chosen = [](std::map<std::string, std::string, std::less<>> variables) {
        return choose_pager(Environment(std::move(variables)));
    };
    const askdb::test::TempFolder folder;
    std::ofstream(folder.file("less")) << "#!/bin/sh\n";
    ::chmod(folder.file("less").c_str(), 0700);

    CHECK(chosen({{"ASKDB_PAGER", "mine -x"}, {"PAGER", "more"}}) == "mine -x");
    CHECK(chosen({{"ASKDB_PAGER", " "}, {"PAGER", "more"}}) == "more");
    CHECK(chosen({{"PATH", "/nowhere:" + folder.path().string()}}) == "less -RSFX");
    CHECK(chosen({{"PATH", "/nowhere:"}}).empty());
    CHECK(chosen({{"PAGER", "cat"}, {"PATH", folder.path().string()}}).empty());
}

TEST_CASE("pager: rows are counted as a terminal folds them", "[cli][pager]") {
    CHECK_FALSE(is_longer_than_screen("a\nb\n", 10, 3));
    CHECK(is_longer_than_screen("a\nb\nc\n", 10, 3));
    CHECK(is_longer_than_screen("0123456789a\nb\n", 10, 3));
    CHECK_FALSE(is_longer_than_screen("\x1b[1m0123456789\x1b[0m\nb", 10, 3));
    CHECK_FALSE(is_longer_than_screen("", 10, 3));
    CHECK_FALSE(is_longer_than_screen("0123456789a\n", 0, 2));
}

TEST_CASE("pager: the text comes whole, by a shell", "[cli][pager]") {
    const askdb::test::TempFolder folder;
    const std::string file = folder.file("shown"), text(300'000, 'x');

    CHECK(show_paged(text, "cat > '" + file + "'"));
    CHECK(content_of(file) == text);
    CHECK(show_paged("a", "printf %s \"$LESS\" > '" + file + "'"));
    CHECK(content_of(file) == (::getenv("LESS") != nullptr ? ::getenv("LESS") : "RSFX"));
}

TEST_CASE("pager: one that fails leaves the text to be shown, one that is left does not",
          "[cli][pager]") {
    const std::string text(300'000, 'x');

    CHECK_FALSE(show_paged(text, ""));
    CHECK_FALSE(show_paged(text, "/no/such/pager 2>/dev/null"));
    CHECK_FALSE(show_paged(text, "exit 3"));
    CHECK_FALSE(show_paged(text, "kill -SEGV $$"));
    CHECK(show_paged(text, "head -c 1 > /dev/null"));
    CHECK(show_paged(text, "sh -c 'kill -INT $$'"));
}

TEST_CASE("pager: an interrupt is the pager's alone", "[cli][pager]") {
    const askdb::test::TempFolder folder;
    const std::string file = folder.file("shown");

    CHECK(show_paged("text", "kill -INT $PPID; kill -INT $$; cat > '" + file + "'"));
    CHECK(content_of(file) == "text");
    CHECK_FALSE(show_paged("text", "sh -c 'kill -INT $$; exit 3'") == false);
}
