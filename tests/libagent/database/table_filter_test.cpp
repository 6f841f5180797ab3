#include "libagent/database/table_filter.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::database;

namespace {

TableFilter filter_of(TableLists lists) {
    return TableFilter(lists, {"prod", "shop"});
}

}

TEST_CASE("table filter: without lists everything is allowed", "[lists]") {
    CHECK_FALSE(TableFilter().is_active());
    CHECK_FALSE(filter_of({}).is_active());
    CHECK(TableFilter().allows("any", "thing"));
    CHECK(TableFilter().allows("", "thing"));
}

TEST_CASE("table filter: stars and question marks, whatever the case", "[lists]") {
    CHECK(matches_wildcards("*", ""));
    CHECK(matches_wildcards("a*c", "abbc"));
    CHECK(matches_wildcards("a*b*c", "a-b-b-c"));
    CHECK(matches_wildcards("a?c",
                            "a\xC3\xA9"
                            "c"));
    CHECK_FALSE(matches_wildcards("a?c", "ac"));
    CHECK_FALSE(matches_wildcards("a*c", "ab"));
    CHECK_FALSE(matches_wildcards("", "a"));
    const TableFilter filter = filter_of({.allowed = {"Monitoring.*", "site?"}});
    CHECK(filter.allows("monitoring", "Alerts"));
    CHECK(filter.allows("any", "SITES"));
    CHECK_FALSE(filter.allows("any", "site"));
    CHECK_FALSE(filter.allows("hr", "alerts"));
}

TEST_CASE("table filter: a pattern of many stars ends in time", "[lists]") {
    std::string pattern;
    for (int i = 0; i < 100; ++i) pattern += "*a";
    CHECK_FALSE(matches_wildcards(pattern, std::string(400, 'a') + "b"));
}

TEST_CASE("table filter: what is denied stays denied", "[lists]") {
    const TableFilter filter = filter_of({.allowed = {"*"}, .denied = {"*.secrets", "prod.hr.*"}});

    CHECK(filter.allows("public", "sites"));
    CHECK_FALSE(filter.allows("public", "Secrets"));
    CHECK_FALSE(filter.allows("HR", "people"));
    // A denying pattern's database is not looked at, nor are accents.
    CHECK_FALSE(filter_of({.denied = {"elsewhere.hr.*"}}).allows("hr", "people"));
    CHECK_FALSE(filter_of({.denied = {"secr\xC3\xA9ts"}}).allows("x", "SECR\xC3\x89TS"));
    CHECK_FALSE(filter_of({.denied = {"secr\xC3\xA9ts"}}).allows("x", "secrets"));
}

TEST_CASE("table filter: a name without a known schema is allowed only in every one", "[lists]") {
    CHECK_FALSE(filter_of({.denied = {"hr.*"}}).allows("", "people"));
    CHECK(filter_of({.denied = {"hr.pay*"}}).allows("", "people"));
    CHECK_FALSE(filter_of({.allowed = {"public.*"}}).allows("", "sites"));
    CHECK(filter_of({.allowed = {"sites"}}).allows("", "sites"));
    CHECK(filter_of({.allowed = {"*.sites"}}).allows("", "sites"));
}

TEST_CASE("table filter: the first of three parts is the database, by either of its names",
          "[lists]") {
    CHECK(filter_of({.allowed = {"PROD.monitoring.*"}}).allows("monitoring", "alerts"));
    CHECK(filter_of({.allowed = {"shop.monitoring.*"}}).allows("monitoring", "alerts"));
    CHECK_FALSE(filter_of({.allowed = {"other.monitoring.*"}}).allows("monitoring", "alerts"));
    CHECK(filter_of({.allowed = {"*"}}).calls_database("Shop"));
    CHECK_FALSE(filter_of({.allowed = {"*"}}).calls_database("other"));
}

TEST_CASE("table filter: tightened, it never loosens", "[lists]") {
    TableFilter filter = filter_of({.denied = {"secrets"}});
    filter.tighten(filter_of({.allowed = {"secrets", "sites"}}));

    CHECK(filter.allows("public", "sites"));
    CHECK_FALSE(filter.allows("public", "secrets"));
    CHECK_FALSE(filter.allows("public", "orders"));
}

TEST_CASE("table filter: what is no pattern is said", "[lists]") {
    for (const char* pattern :
         {"", "a.", ".a", "a..b", "a.b.c.d", "\"a\"", "a b. c", " a", "a\xFF", "[a]"}) {
        INFO(pattern);
        const auto error = judge_table_pattern(pattern);
        REQUIRE(error);
        CHECK(error->code == Errc::usage);
        CHECK(error->message.find("is no pattern for tables") != std::string::npos);
    }
    for (const char* pattern : {"a", "a.b", "a.b.c", "*", "*.*", "my table"}) {
        INFO(pattern);
        CHECK_FALSE(judge_table_pattern(pattern));
    }
}

TEST_CASE("table filter: a catalog loses tables, and keys that point at them", "[lists]") {
    Catalog catalog;
    catalog.tables = {{.name = "sites", .home = "main"}, {.name = "people", .home = "main"}};
    catalog.tables[0].foreign_keys = {{.columns = {"boss"}, .table = "people"},
                                      {.columns = {"up"}, .table = "sites"}};

    keep_allowed(catalog, filter_of({.denied = {"people"}}));

    REQUIRE(catalog.tables.size() == 1);
    CHECK(catalog.tables[0].name == "sites");
    REQUIRE(catalog.tables[0].foreign_keys.size() == 1);
    CHECK(catalog.tables[0].foreign_keys[0].table == "sites");
}
