#include "cli/batch/outages.h"

#include "libagent/base/error.h"

#include <catch2/catch.hpp>

#include <chrono>

using namespace askdb;
using askdb::cli::Outages;

namespace {

const std::optional<Error> away = Error{Errc::unavailable, "cannot connect"};
const std::optional<Error> wrong = Error{Errc::bad_input, "no such column"};

}

TEST_CASE("outages: as many in a row as there are jobs and four more are one too many", "[batch]") {
    Outages one(1), three(3);

    for (int i = 0; i < 4; ++i) CHECK_FALSE(one.note(away));
    const std::optional<Error> end = one.note(away);
    for (int i = 0; i < 6; ++i) CHECK_FALSE(three.note(away));

    REQUIRE(end);
    CHECK(end->code == Errc::unavailable);
    CHECK(end->message == "5 questions in a row failed; no other is asked");
    CHECK(three.note(away)->message == "7 questions in a row failed; no other is asked");
}

TEST_CASE("outages: an answer, and an error that is no outage, begin anew", "[batch]") {
    Outages outages(1);

    for (const std::optional<Error>& between : {std::optional<Error>(), wrong}) {
        for (int i = 0; i < 4; ++i) CHECK_FALSE(outages.note(away));
        CHECK_FALSE(outages.note(between));
    }

    for (int i = 0; i < 4; ++i) CHECK_FALSE(outages.note(away));
    CHECK(outages.note(away));
}

TEST_CASE("outages: nobody waits before the first, and a stop ends the wait after one", "[batch]") {
    Outages outages(1);
    std::stop_source stop;
    const auto begin = std::chrono::steady_clock::now();

    outages.pause(stop.get_token());
    const auto without = std::chrono::steady_clock::now() - begin;
    outages.note(away);
    outages.pause(stop.get_token());
    const auto with = std::chrono::steady_clock::now() - begin;
    stop.request_stop();

    CHECK(without < std::chrono::milliseconds(200));
    CHECK(with >= std::chrono::milliseconds(200));
    CHECK_THROWS_AS(outages.pause(stop.get_token()), Stopped);
}
