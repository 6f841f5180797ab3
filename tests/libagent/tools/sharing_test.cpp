#include "libagent/tools/sharing.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::tools;

TEST_CASE("sharing: levels are found by their names, and nothing else is one", "[share]") {
    for (const std::string_view name : share_levels) {
        REQUIRE(find_share_level(name));
        CHECK(name_of(*find_share_level(name)) == name);
    }
    CHECK_FALSE(find_share_level("all"));
    CHECK_FALSE(find_share_level(""));
    CHECK_FALSE(find_share_level("Rows"));
}

TEST_CASE("sharing: masks name columns by table and schema, with wildcards, ignoring case",
          "[share]") {
    const database::Table people{.schema = "hr", .name = "People"};
    const database::Table own{.name = "orders", .home = "public"};
    const auto masks = [](std::string mask, const database::Table& table, std::string_view column) {
        return SharingRule{.masks = {std::move(mask)}}.masks_column(table, column);
    };

    CHECK(masks("*.email", people, "EMail"));
    CHECK(masks("people.*", people, "phone"));
    CHECK(masks("hr.people.phone", people, "phone"));
    CHECK(masks("public.orders.total", own, "total"));
    CHECK(masks("*.e?ail", own, "email"));
    CHECK_FALSE(masks("sales.people.phone", people, "phone"));
    CHECK_FALSE(masks("people.phone", own, "phone"));
    CHECK_FALSE(masks("people.phone", people, "phone2"));
}

TEST_CASE("sharing: what is no mask is told with what one looks like", "[share]") {
    for (const char* text :
         {"email", ".email", "people.", "", "a.b\n", "a.b.c.d", "a..b", "a. .b"}) {
        const auto error = judge_mask(text);
        REQUIRE(error);
        CHECK(error->code == Errc::usage);
        CHECK(error->hint.find("*.email") != std::string::npos);
    }
    CHECK_FALSE(judge_mask("*.email"));
    CHECK_FALSE(judge_mask("a.b.c"));
}

TEST_CASE("sharing: a database can only tighten what holds for all", "[share]") {
    const Sharing sharing{
        .common = {.level = ShareLevel::sample, .masks = {"*.email"}},
        .databases = {{"hr", {.level = ShareLevel::schema, .masks = {"people.phone"}}},
                      {"shop", {.level = ShareLevel::rows}}}};

    CHECK(sharing.rule_of("HR").level == ShareLevel::schema);
    CHECK(sharing.rule_of("hr").masks == std::vector<std::string>{"*.email", "people.phone"});
    CHECK(sharing.rule_of("shop").level == ShareLevel::sample);
    CHECK(sharing.rule_of("other").level == ShareLevel::schema);
    CHECK(sharing.rule_of("other").masks == sharing.strictest().masks);
    CHECK(sharing.strictest().level == ShareLevel::schema);
    CHECK_FALSE(sharing.is_full());
    CHECK(Sharing().is_full());
}

TEST_CASE("sharing: a turn is told again only where no more is kept back now", "[share]") {
    const Sharing all;
    const Sharing stats{.common = {.level = ShareLevel::stats}};
    const Sharing schema{.common = {.level = ShareLevel::schema}};
    const Sharing masked{.common = {.masks = {"*.email"}}};
    const Sharing masked_schema{.common = {.level = ShareLevel::schema, .masks = {"*.email"}}};
    const Sharing own{.databases = {{"hr", {.level = ShareLevel::schema}}}};

    CHECK(all.kept_text().empty());
    CHECK(all.may_repeat(stats.kept_text()));
    CHECK(stats.may_repeat(schema.kept_text()));
    CHECK(stats.may_repeat(stats.kept_text()));
    CHECK(masked.may_repeat(masked_schema.kept_text()));
    CHECK(own.may_repeat(own.kept_text()));
    CHECK_FALSE(schema.may_repeat(stats.kept_text()));
    CHECK_FALSE(schema.may_repeat(all.kept_text()));
    CHECK_FALSE(masked.may_repeat(schema.kept_text()));
    CHECK_FALSE(schema.may_repeat(own.kept_text()));
    CHECK_FALSE(schema.may_repeat("no level"));
}

TEST_CASE("sharing: what was told of a database that is open no more is repeated under its rule",
          "[share]") {
    const DatabaseSharing shop{.database = "shop"}, hr{"hr", {.level = ShareLevel::schema}};
    const Sharing with_hr{.databases = {shop, hr}};
    const Sharing without_hr{.databases = {shop}, .elsewhere = {hr}};

    CHECK(without_hr.is_full());
    CHECK_FALSE(without_hr.may_repeat(Sharing().kept_text()));
    CHECK(without_hr.may_repeat(with_hr.kept_text()));
    CHECK(without_hr.rule_of("hr").level == ShareLevel::schema);
}
