#include "cli/args_check.h"

#include <catch2/catch.hpp>

using namespace askdb;

namespace {

std::string told(std::vector<const char*> words) {
    const Result<cli::Args> args = cli::parse_args(words);
    REQUIRE_FALSE(args.ok());
    CHECK(args.error().code == Errc::usage);
    return args.error().message + " | " + args.error().hint;
}

}

TEST_CASE("args: nothing to do is told with what to type", "[cli]") {
    CHECK_THAT(told({""}), Catch::StartsWith("no question | type one: askdb -d FILE"));
    CHECK_THAT(told({"ask", " "}), Catch::StartsWith("no question"));
}

TEST_CASE("args: an option of another command is refused", "[cli]") {
    CHECK(told({"sql", "-m", "offline", "select 1"}) ==
          "the command 'sql' has no option '--model' | list its options with: askdb sql --help");
    CHECK_THAT(told({"tables", "--sql"}), Catch::StartsWith("the command 'tables' has no option"));
    CHECK_THAT(told({"tables", "-d", "a", "-d", "b"}), Catch::Contains("works on one database"));
    CHECK_THAT(told({"sql", "--output", "stream-json", "x"}), Catch::Contains("stream-json"));
}

TEST_CASE("args: what contradicts itself is refused", "[cli]") {
    CHECK_THAT(told({"--output", "json", "--data", "csv", "q"}), Catch::Contains("one of them"));
    CHECK_THAT(told({"--sql", "--data", "csv", "q"}), Catch::Contains("no rows"));
    CHECK_THAT(told({"sql", "select 1", "-f", "x.sql"}), Catch::Contains("one of them"));
    CHECK_THAT(told({"--sql", "--strict", "q"}), Catch::Contains("'--strict' has no answer"));
    CHECK_THAT(told({"--sql", "--cite", "q"}), Catch::Contains("'--cite' has no answer"));
}

TEST_CASE("args: a word that an option or a command does not know names those that it does",
          "[cli]") {
    CHECK(told({"completion", "zhs"}) ==
          "the command 'completion' knows no 'zhs' | did you mean 'zsh'? to ask it as a question: "
          "askdb ask completion zhs");
    CHECK(told({"completion"}) ==
          "'completion' needs a shell, or what to list | askdb completion bash|zsh|fish, or: askdb "
          "completion --words databases|models|sessions|tables");
    CHECK(told({"completion", "--words", "table"}) ==
          "option '--words' knows no 'table' | did you mean 'tables'?");
    CHECK(told({"--output", "xyz", "q"}) ==
          "option '--output' knows no 'xyz' | one of: text, json, stream-json");
    CHECK_THAT(told({"sql", "--check", "--dialect", "oracel", "x"}),
               Catch::StartsWith("option '--dialect' knows no 'oracel'"));
}
