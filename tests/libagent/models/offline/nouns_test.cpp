#include "libagent/models/offline/nouns.h"

#include <catch2/catch.hpp>

using namespace askdb::models::offline;

TEST_CASE("nouns: one and many are told apart, and what has no plural is counted in pieces",
          "[offline]") {
    CHECK(counted("1", "sites") == "1 site");
    CHECK(counted("1", "people") == "1 person");
    CHECK(counted("3", "people") == "3 people");
    CHECK(counted("5", "equipment") == "5 pieces of equipment");
    CHECK(counted("1", "staff") == "1 member of staff");
    CHECK(counted("11", "different country") == "11 different countries");
    CHECK(counted("2", "employee") == "2 employees");
    CHECK(singular("work orders") == "work order");
    CHECK(singular("branches") == "branch");
    CHECK(plural("status") == "statuses");
    CHECK(in_words("work_orders") == "work orders");
}
