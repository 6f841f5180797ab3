#include "libagent/database/statement_timeout.h"

#include <catch2/catch.hpp>

#include <string>

using namespace askdb;
using namespace askdb::database;

TEST_CASE("statement timeout: whole seconds are told as such", "[database]") {
    const std::string words = "the statement was ended: it took longer than the limit of ";

    CHECK(statement_timeout(std::chrono::seconds(30)).message == words + "30 s");
    CHECK(statement_timeout(std::chrono::milliseconds(1500)).message == words + "1500 ms");
    CHECK(statement_timeout(std::chrono::milliseconds(50)).code == Errc::timeout);
}

TEST_CASE("statement timeout: a limit is told in seconds where it can be", "[database]") {
    CHECK(limit_text(std::chrono::seconds(3)) == "3 s");
    CHECK(limit_text(std::chrono::milliseconds(2500)) == "2500 ms");
}
