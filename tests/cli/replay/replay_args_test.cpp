#include "cli/replay/replay_args.h"

#include "cli/args.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;

namespace {

Result<Args> replay_words(std::vector<const char*> words) {
    words.insert(words.begin(), "replay");
    return parse_args(words);
}

std::string replay_told(std::vector<const char*> words) {
    const Result<Args> args = replay_words(std::move(words));
    REQUIRE_FALSE(args.ok());
    CHECK(args.error().code == Errc::usage);
    return args.error().message;
}

}

TEST_CASE("replay: its words and options are read", "[cli][replay]") {
    const Args args =
        replay_words({"night", "--turn", "2", "--check", "--exact", "-d", "a.db"}).value_or_throw();

    CHECK(args.words == std::vector<std::string>{"night"});
    CHECK(read_turn(args).value_or_throw() == 2);
    CHECK(args.check);
    CHECK(args.exact);
    CHECK_FALSE(read_turn(replay_words({}).value_or_throw()).value_or_throw());
    CHECK(replay_words({"night", "-d", "a.db", "-d", "b.db"}).ok());
    CHECK(replay_words({"night", "--check", "--output", "json"}).ok());
    CHECK(replay_words({"night", "--check", "--output", "json", "-o", "report.json"}).ok());
    CHECK(replay_words({"night", "--max-estimated-rows", "1000"}).ok());
    CHECK(replay_words({"night", "--data", "csv", "-o", "x.csv", "--user", "ann"}).ok());
}

TEST_CASE("replay: wrong words and options are told with what is right", "[cli][replay]") {
    CHECK(replay_told({"--turn", "0"}) == "option '--turn' must be the number of a turn, not '0'");
    CHECK(replay_told({"--turn", "2x"}) ==
          "option '--turn' must be the number of a turn, not '2x'");
    CHECK(replay_told({""}) == "an empty word stands behind 'askdb replay'");
    CHECK(replay_told({"--exact"}) == "'--exact' only goes with '--check'");
    CHECK(replay_told({"--check", "--data", "csv"}) == "'--check' compares, and prints no rows");
    CHECK(replay_told({"--check", "-o", "x.csv"}) == "'--check' compares, and prints no rows");
    CHECK(replay_told({"-m", "offline"}) == "the command 'replay' has no option '--model'");
    CHECK_FALSE(parse_args(std::vector<const char*>{"sql", "SELECT 1", "--turn", "1"}).ok());
}
