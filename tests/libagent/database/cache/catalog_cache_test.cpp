#include "libagent/database/cache/catalog_cache.h"

#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <thread>

namespace askdb::database {
namespace {

Catalog fleet_catalog() {
    return {{{.name = "berths", .columns = {{.name = "quay"}, {.name = "length"}}},
             {.name = "shipVoyages",
              .columns = {{.name = "departed"}, {.name = "captain_id"}},
              .comment = "Every crossing of a vessel"},
             {.name = "crew",
              .columns = {{.name = "surname"}, {.name = "rank", .comment = "Position aboard"}}}}};
}

std::string best_of(CatalogCache& cache, std::string_view question, const Catalog& catalog) {
    const std::vector<TableHit> hits = cache.search(question, catalog, 10);
    return hits.empty() ? "" : hits.front().table;
}

}

TEST_CASE("catalog cache: a table is found by its name, a column, a comment or a value",
          "[catalog]") {
    CatalogCache cache("");
    const Catalog catalog = fleet_catalog();
    REQUIRE(cache.add_values(std::vector<TableSample>{{"berths", "North harbour\nÅlesund"}}, 1000));

    CHECK(best_of(cache, "How many voyages were there?", catalog) == "shipVoyages");
    CHECK(best_of(cache, "which ship voyage", catalog) == "shipVoyages");
    CHECK(best_of(cache, "shipvoyages", catalog) == "shipVoyages");
    CHECK(best_of(cache, "longest lengths", catalog) == "berths");
    CHECK(best_of(cache, "whose CAPTAIN", catalog) == "shipVoyages");
    CHECK(best_of(cache, "crossings of vessels", catalog) == "shipVoyages");
    CHECK(best_of(cache, "people aboard", catalog) == "crew");
    CHECK(best_of(cache, "everything in alesund", catalog) == "berths");
    CHECK(best_of(cache, "zebra", catalog).empty());
}

TEST_CASE("catalog cache: no question breaks the search", "[catalog]") {
    CatalogCache cache("");
    const Catalog catalog = fleet_catalog();
    const std::string all_bytes = [] {
        std::string text;
        for (int byte = 0; byte < 256; ++byte) text += static_cast<char>(byte);
        return text + " crew " + text;
    }();

    for (const std::string& question :
         {std::string("\"crew\" AND NOT ("), std::string("crew*:{a b}^ NEAR"), all_bytes,
          std::string(1 << 20, 'x') + " crew"}) {
        CHECK(best_of(cache, question, catalog) == "crew");
    }
    CHECK(cache.search("", catalog, 10).empty());
    CHECK(cache.search("''\"\"", catalog, 10).empty());
}

TEST_CASE("catalog cache: the index follows the catalog", "[catalog]") {
    const test::TempFolder folder;
    CatalogCache cache(folder.file("a/c.db"));
    Catalog catalog = fleet_catalog();
    REQUIRE(cache.save(catalog, {.schema = "1"}, 1000));
    CHECK(best_of(cache, "tugboats", catalog).empty());
    REQUIRE(cache.add_values(std::vector<TableSample>{{"crew", "Amundsen"}}, 1000));

    catalog.tables[0].name = "tugboats";
    REQUIRE(cache.save(catalog, {.schema = "2"}, 2000));

    CHECK(best_of(cache, "tugboats", catalog) == "tugboats");
    CHECK(best_of(cache, "berth", catalog).empty());
    CHECK(best_of(cache, "amundsen", catalog) == "crew");
}

TEST_CASE("catalog cache: values are read again after a week, and old ones are forgotten",
          "[catalog]") {
    CatalogCache cache("");
    const Catalog catalog = fleet_catalog();
    constexpr std::int64_t week = 7 * 24 * 3600;
    REQUIRE(cache.save(catalog, {}, 0));
    const auto read = [&](std::string values, std::int64_t now) {
        return cache.add_values(std::vector<TableSample>{{"crew", std::move(values)}}, now);
    };
    REQUIRE(read("Nansen", 1000));
    CHECK(best_of(cache, "Nansen", catalog) == "crew");
    CHECK(cache.without_values(catalog, 1000 + week).size() == 2);
    CHECK(cache.without_values(catalog, 1001 + week).size() == 3);
    CHECK(cache.without_values(catalog, 999).size() == 3);  // The clock was put back.

    REQUIRE(read("Sverdrup", 1001 + week));

    CHECK(best_of(cache, "Nansen", catalog).empty());
    CHECK(best_of(cache, "Sverdrup", catalog) == "crew");
    REQUIRE(read("", 1001 + week));
    CHECK(best_of(cache, "Sverdrup", catalog).empty());
}

TEST_CASE("catalog cache: several threads and objects may work on one file", "[catalog]") {
    const test::TempFolder folder;
    const Catalog catalog = fleet_catalog();
    const auto work = [&](int number) {
        for (int round = 0; round < 30; ++round) {
            CatalogCache cache(folder.file("a/c.db"));
            cache.save(catalog, {.schema = std::to_string(number)}, round);
            if (const auto kept = cache.load()) {
                if (kept->catalog.tables.size() != catalog.tables.size()) return false;
            }
            cache.search("crew", catalog, 10);
            cache.add_values(std::vector<TableSample>{{"crew", "Amundsen"}}, round);
        }
        return true;
    };

    bool other_is_sound = false;
    std::thread other([&] { other_is_sound = work(1); });
    const bool is_sound = work(2);
    other.join();

    CHECK(is_sound);
    CHECK(other_is_sound);
    CatalogCache cache(folder.file("a/c.db"));
    REQUIRE(cache.load());
    CHECK(best_of(cache, "crew", catalog) == "crew");
}

TEST_CASE("catalog cache: of 5,000 tables the right one is found", "[catalog]") {
    Catalog catalog;
    for (int i = 0; i < 5'000; ++i) {
        Table& table = catalog.tables.emplace_back();
        table.name = "ledger_entries_" + std::to_string(i);
        for (int c = 0; c < 9; ++c)
            table.columns.push_back({.name = "amount_" + std::to_string((i + c) % 100)});
    }
    catalog.tables[4'321].name = "pump_maintenance";
    const test::TempFolder folder;
    CatalogCache cache(folder.file("a/c.db"));
    REQUIRE(cache.save(catalog, {.schema = "1"}, 1000));

    const auto kept = cache.load();

    REQUIRE(kept);
    CHECK(kept->catalog.table_names() == catalog.table_names());
    CHECK(best_of(cache, "When was maintenance last done on each pump?", catalog) ==
          "pump_maintenance");
}

TEST_CASE("catalog cache: a moment is kept beside the schema that it is of, and no other",
          "[catalog]") {
    const test::TempFolder home;
    CatalogCache cache(home.file("cache.db"));
    const CatalogStamp kept{.schema = "s1", .contents = "c1", .moment = "m1"};
    REQUIRE(cache.save(fleet_catalog(), kept, 1000));
    CHECK(cache.load_stamp()->stamp.moment == "m1");

    REQUIRE(cache.save_moment({.schema = "s1", .moment = "m2"}));
    CHECK(cache.load_stamp()->stamp.moment == "m2");
    CHECK(cache.load()->stamp.moment == "m2");
    CHECK(cache.load()->catalog.tables.size() == 3);

    cache.save_moment({.schema = "s0", .moment = "m3"});
    CHECK(cache.load_stamp()->stamp.moment == "m2");

    REQUIRE(cache.save(fleet_catalog(), {.schema = "s2", .contents = "c1"}, 1000));
    CHECK(cache.load_stamp()->stamp.moment.empty());
}

}
