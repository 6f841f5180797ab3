#include "libagent/checks/fan_out_words.h"

#include <catch2/catch.hpp>

#include <string>

namespace askdb::checks {
namespace {

/// Of orders o JOIN items i, where items multiply orders.
struct Joined {
    Joined() {
        select.from = {{.table = "orders", .alias = "o"}, {.table = "items", .alias = "i"}};
        scope.select = &select;
        scope.relations = {{.label = "orders", .keys = {{"order_id"}}}, {.label = "items"}};
    }

    std::string words(const Aggregate& call, const Multiplier& by) const {
        return fan_out_words({.scope = scope, .call = call, .multiplied = 0, .by = by});
    }

    SelectShape select;
    Scope scope;
    Multiplier by_key{.item = 1, .links = {"order_id"}, .via = 0, .via_column = "order_id"};
};

bool has(const std::string& words, const char* part) {
    INFO(words << " / " << part);
    return words.find(part) != std::string::npos;
}

}

TEST_CASE("fan out words: what is counted twice, why, and what to do", "[checks]") {
    const Joined joined;

    const std::string words =
        joined.words({.function = "sum", .text = "SUM(o.total)"}, joined.by_key);

    CHECK(has(words, "SUM(o.total) takes each row of 'orders' once for every row of 'items'"));
    CHECK(has(words, "joined by i.order_id = o.order_id, which is one to many by the keys"));
    CHECK(has(words, "aggregate 'items' in a subquery"));
    CHECK_FALSE(has(words, "COUNT(DISTINCT"));
}

TEST_CASE("fan out words: counts may be made distinct, counts of rows may not", "[checks]") {
    const Joined joined;

    CHECK(has(joined.words({.function = "count", .text = "COUNT(o.order_id)"}, joined.by_key),
              "or write COUNT(DISTINCT o.order_id)"));
    const std::string of_rows =
        joined.words({.function = "count", .text = "COUNT(*)", .counts_rows = true}, joined.by_key);
    CHECK(has(of_rows, "COUNT(*) counts pairs of rows of 'orders' and 'items'"));
    CHECK_FALSE(has(of_rows, "DISTINCT"));
}

TEST_CASE("fan out words: joins that the data shows, and those that nothing binds", "[checks]") {
    Joined joined;

    joined.by_key.is_proven = true;
    CHECK(has(joined.words({.function = "sum", .text = "SUM(x)"}, joined.by_key),
              "one to many in the data"));
    CHECK(has(joined.words({.function = "sum", .text = "SUM(x)"}, {.item = 1}),
              "which nothing binds to it"));
}

}
