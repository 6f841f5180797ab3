#include "libagent/models/offline/lexicon.h"

#include "tests/libagent/models/offline/known_shop.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::models::offline;

TEST_CASE("lexicon: identifiers are split at signs, humps and digits", "[offline]") {
    using Words = std::vector<std::string>;

    CHECK(identifier_words("work_order_id") == Words{"work", "order", "id"});
    CHECK(identifier_words("WorkOrderID") == Words{"work", "order", "id"});
    CHECK(identifier_words("XMLFile2name") == Words{"xml", "file", "2", "name"});
    CHECK(identifier_words("cust_qty") == Words{"customer", "quantity"});
    CHECK(identifier_words("").empty());
}

TEST_CASE("lexicon: a name in full is cheaper than a part of it", "[offline]") {
    const auto catalog = test::shop_catalog();
    const Lexicon lexicon(catalog);

    const auto links = lexicon.find(std::vector<std::string>{"cost"});

    REQUIRE(links.size() == 3);
    CHECK(links[0].table->name == "jobs");
    CHECK(links[0].cost == 0);
    CHECK(links[2].column->name == "purchase_cost");
    CHECK(links[2].cost > 0.3);
}

TEST_CASE("lexicon: a date column answers to its participle and to '… date'", "[offline]") {
    const auto catalog = test::shop_catalog();
    const Lexicon lexicon(catalog);

    CHECK_FALSE(lexicon.find(std::vector<std::string>{"complet"}).empty());
    CHECK_FALSE(lexicon.find(std::vector<std::string>{"date", "complet"}).empty());
    CHECK(lexicon.find(std::vector<std::string>{"profit"}).empty());
}
