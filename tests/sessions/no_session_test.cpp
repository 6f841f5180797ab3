#include "sessions/no_session.h"

#include <catch2/catch.hpp>

#include <vector>

namespace askdb::sessions {

TEST_CASE("no session: the nearest is named, or where they are listed", "[sessions]") {
    const std::vector<std::string> ids = {"nightly", "weekly"};

    CHECK(no_such_session("nihgtly", ids).hint == "did you mean 'nightly'?");
    CHECK(no_such_session("x", ids).hint == "list them with: askdb sessions list");
    CHECK(no_such_session("x").code == Errc::bad_input);
}

TEST_CASE("no session: of many that begin alike, some are named", "[sessions]") {
    const std::vector<std::string> ids = {"a1", "a2", "a3", "a4", "a5", "a6"};

    const Error error = ambiguous_session("a", ids, 6);

    CHECK(error.message == "6 conversations begin with 'a'");
    CHECK(error.hint == "give more of it: 'a1', 'a2', 'a3', 'a4', 'a5', …");
    CHECK(ambiguous_session("a", std::vector<std::string>{"a1", "a2"}, 2).hint ==
          "give more of it: 'a1', 'a2'");
}

TEST_CASE("no session: turns and files that are not there", "[sessions]") {
    CHECK(no_such_turn("a", 7).message == "conversation 'a' has no turn 7");
    CHECK(no_such_artifact("a", "r9.csv", std::vector<std::string>{"r1.csv"}).hint ==
          "it has 'r1.csv'");
    CHECK(no_such_artifact("a", "r9.csv", {}).hint == "it has none");
}

}
