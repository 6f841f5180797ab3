#include "cli/repl/command_words.h"

#include "cli/repl/slash_command.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli::repl;

using Words = std::vector<std::string>;

TEST_CASE("command words: blanks cut, quotes hold together", "[repl]") {
    CHECK(command_words("").empty());
    CHECK(command_words(" \t\n").empty());
    CHECK(command_words("a  b\tc") == Words{"a", "b", "c"});
    CHECK(command_words("'my file.csv' \"it's\" x") == Words{"my file.csv", "it's", "x"});
    CHECK(command_words("O'Brien.db") == Words{"O'Brien.db"});
    CHECK(command_words("''") == Words{""});
    CHECK(command_words("'a''b'") == Words{"a", "b"});
}

TEST_CASE("command words: a quote that does not end is told", "[repl]") {
    CHECK_THROWS_AS(command_words("'a b"), Failure);
    CHECK_THROWS_AS(command_words("a \"b\x1b"), Failure);
}

TEST_CASE("command words: too many, or none, name the usage", "[repl]") {
    const SlashCommand& describe = *find_slash_command("/describe");

    CHECK(at_most_one_word(describe, "").empty());
    CHECK(at_most_one_word(describe, " sites ") == "sites");
    CHECK(just_one_word(describe, "sites") == "sites");
    CHECK_THROWS_AS(just_one_word(describe, " "), Failure);
    CHECK_THROWS_AS(at_most_one_word(*find_slash_command("/resume"), " ''"), Failure);
    CHECK_NOTHROW(expect_no_words(describe, "  "));
    CHECK_THROWS_AS(expect_no_words(describe, "x"), Failure);
    try {
        at_most_one_word(describe, "sites x\x1b[31m");
        FAIL("two words are one");
    } catch (const Failure& failure) {
        CHECK(failure.error().code == Errc::usage);
        CHECK(failure.error().hint == "/describe [TABLE]");
        CHECK(failure.error().message.find('\x1b') == std::string::npos);
    }
}
