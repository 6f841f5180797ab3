#include "cli/init/interview.h"

#include "tests/support/scripted_person.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::cli;
using test::ScriptedPerson;

TEST_CASE("interview: a number chooses, Enter takes the first", "[init]") {
    ScriptedPerson second({"2"}), usual({""});

    CHECK(choose(second, "Which?", {"a", "b"}).index == 1);
    CHECK(choose(usual, "Which?", {"a", "b"}).index == 0);
    CHECK_THAT(second.seen, Catch::Contains("1  a") && Catch::Contains("2  b"));
}

TEST_CASE("interview: what is no offer is asked again, or an answer of its own", "[init]") {
    ScriptedPerson wrong({"0", "3", "b", "-1", "99999999999999999999", "1"}), typed({"7", "b.db"});

    CHECK(choose(wrong, "Which?", {"a", "b"}).index == 0);
    CHECK(wrong.has_answered_all());
    CHECK(choose(typed, "Which?", {"a", "b"}, true).typed == "b.db");
}

TEST_CASE("interview: yes and no in any case, nothing else", "[init]") {
    ScriptedPerson person({"YES", "maybe", "n", "", ""});

    CHECK(confirm(person, "Sure?", false));
    CHECK_FALSE(confirm(person, "Sure?", true));
    CHECK(confirm(person, "Sure?", true));
    CHECK_FALSE(confirm(person, "Sure?", false));
    CHECK_THROWS_AS(confirm(person, "Sure?", false), Stopped);
}
