#include "libagent/loop/relevance.h"

#include <catch2/catch.hpp>

namespace askdb::loop {

TEST_CASE("relevance: names count most, then columns and comments; equals keep their order",
          "[loop]") {
    const std::vector<database::Table> tables = {
        {.name = "log"},
        {.name = "x1", .comment = "Customers of the shop"},
        {.name = "visits", .columns = {{.name = "customer_id"}}},
        {.name = "customers", .columns = {{.name = "city"}}},
        {.name = "zones"}};

    CHECK(by_relevance(tables, lower_words("Which customer lives in which city?")) ==
          std::vector<std::size_t>{3, 1, 2, 0, 4});
    CHECK(by_relevance(tables, {}) == std::vector<std::size_t>{0, 1, 2, 3, 4});
}

TEST_CASE("relevance: a comment is searched as far as it is shown", "[loop]") {
    const std::vector<database::Column> columns = {
        {.name = "a", .comment = std::string(100, '-') + " pressure"},
        {.name = "b", .comment = "Inlet pressure"}};

    CHECK(by_relevance(columns, {"pressure"}) == std::vector<std::size_t>{1, 0});
}

}
