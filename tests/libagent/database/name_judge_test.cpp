#include "libagent/database/name_judge.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::database;

namespace {

Catalog shop_tables() {
    Catalog catalog;
    catalog.tables = {{.name = "sites", .home = "public"},
                      {.name = "secrets", .home = "public"},
                      {.schema = "hr", .name = "people", .home = "hr"}};
    return catalog;
}

}

TEST_CASE("name judge: a bare name is whatever it leads to", "[lists]") {
    const TableFilter filter({.denied = {"*.secrets", "hr.*"}}, {"shop"});
    const Catalog all = shop_tables();
    const NameJudge judge(filter, all);

    CHECK(judge.allows("", "", "sites"));
    CHECK(judge.allows("shop", "public", "sites"));
    CHECK(judge.allows("", "", "dual"));
    CHECK_FALSE(judge.allows("", "", "SECRETS"));
    CHECK_FALSE(judge.allows("", "hr", "people"));
    CHECK_FALSE(judge.allows("elsewhere", "public", "sites"));
    CHECK_FALSE(judge.allows("", "pg_catalog", "pg_class"));
    CHECK_FALSE(judge.allows("", "", "pg_class"));
}

TEST_CASE("name judge: the type of a hidden table, a list of it, and look-ups are not allowed",
          "[lists]") {
    const TableFilter filter({.denied = {"*.secrets"}}, {"shop"});
    const Catalog all = shop_tables();
    const NameJudge judge(filter, all);

    CHECK(judge.allows_type({.name = "int4"}));
    CHECK(judge.allows_type({.name = "sites"}));
    CHECK(judge.allows_type({.schema = "pg_catalog", .name = "secrets"}));
    CHECK_FALSE(judge.allows_type({.name = "secrets"}));
    CHECK_FALSE(judge.allows_type({.name = "_secrets"}));
    CHECK_FALSE(judge.allows_type({.schema = "public", .name = "Secrets"}));
    CHECK_FALSE(judge.allows_type({.name = "___secrets"}));
    CHECK_FALSE(judge.allows_type({.name = "regclass"}));
    CHECK_FALSE(judge.allows_type({.name = "regtype"}));
    CHECK(NameJudge::is_lookup_type("_regnamespace"));
    CHECK_FALSE(NameJudge::is_lookup_type("secrets"));
}

TEST_CASE("name judge: a long name is cut in the type of a list of it", "[lists]") {
    const std::string longest(63, 's');
    Catalog all;
    all.tables = {{.name = longest, .home = "public"}};
    const TableFilter filter({.denied = {longest}}, {"shop"});
    const NameJudge judge(filter, all);

    CHECK_FALSE(judge.allows_type({.name = "_" + longest.substr(0, 62)}));
    CHECK(judge.allows_type({.name = "_" + longest.substr(0, 20)}));
}

TEST_CASE("name judge: a name of four parts is nobody's", "[lists]") {
    const TableFilter filter({.denied = {"secrets"}}, {"shop"});
    const Catalog all = shop_tables();
    const NameJudge judge(filter, all);

    CHECK(judge.allows(TablePlace{.parts = {"shop", "public", "sites"}, .text = ""}));
    CHECK_FALSE(judge.allows(TablePlace{.parts = {"a", "shop", "public", "sites"}, .text = ""}));
}
