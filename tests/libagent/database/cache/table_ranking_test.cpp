#include "libagent/database/cache/table_ranking.h"

#include <catch2/catch.hpp>

namespace askdb::database {
namespace {

Table table_of(std::string name, std::string column, std::vector<std::string> targets = {}) {
    Table table{.name = std::move(name), .columns = {{.name = std::move(column)}}};
    for (std::string& target : targets)
        table.foreign_keys.push_back(
            {.columns = {"x"}, .table = std::move(target), .referenced = {"id"}});
    return table;
}

std::vector<std::string> ranked_names(const Catalog& catalog, const std::vector<TableHit>& hits) {
    std::vector<std::string> names;
    for (const std::size_t index : rank_tables(catalog, hits))
        names.push_back(catalog.tables[index].name);
    return names;
}

}

using RankedNames = std::vector<std::string>;

TEST_CASE("table ranking: every table is there once, those without points in their own order",
          "[catalog]") {
    const Catalog catalog{{table_of("a", "1"), table_of("b", "2"), table_of("c", "3")}};

    CHECK(ranked_names(catalog, {}) == RankedNames{"a", "b", "c"});
    CHECK(ranked_names(catalog, {{"c", 1}, {"b", 2}, {"gone", 9}}) == RankedNames{"b", "c", "a"});
    CHECK(rank_tables({}, {{"a", 1}}).empty());
}

TEST_CASE("table ranking: what joins two good tables comes before others", "[catalog]") {
    const Catalog catalog{{table_of("aside", "1"), table_of("clubs", "2"),
                           table_of("membership", "3", {"clubs", "students"}),
                           table_of("students", "4"), table_of("weak", "5")}};

    const RankedNames names = ranked_names(catalog, {{"clubs", 10}, {"students", 10}, {"weak", 1}});

    CHECK(names == RankedNames{"clubs", "students", "membership", "weak", "aside"});
}

TEST_CASE("table ranking: a table that everything points at drags nothing along", "[catalog]") {
    Catalog catalog{{table_of("hub", "h"), table_of("wanted", "w")}};
    for (int i = 0; i < 100; ++i)
        catalog.tables.push_back(
            table_of("t" + std::to_string(i), "c" + std::to_string(i), {"hub"}));

    const RankedNames names = ranked_names(catalog, {{"hub", 10}, {"wanted", 2}});

    CHECK(names[0] == "hub");
    CHECK(names[1] == "wanted");
}

TEST_CASE("table ranking: of tables with the same columns one goes first, then others",
          "[catalog]") {
    const Catalog catalog{{table_of("orders", "total"), table_of("orders_2019", "total"),
                           table_of("orders_2020", "TOTAL"), table_of("refunds", "amount")}};

    const RankedNames names = ranked_names(
        catalog, {{"orders", 10}, {"orders_2019", 9}, {"orders_2020", 8}, {"refunds", 7}});

    CHECK(names == RankedNames{"orders", "refunds", "orders_2019", "orders_2020"});
}

TEST_CASE("table ranking: keys that lead nowhere or in a circle do no harm", "[catalog]") {
    const Catalog catalog{{table_of("a", "1", {"b", "gone", "a"}), table_of("b", "2", {"a"})}};

    CHECK(ranked_names(catalog, {{"b", 1}}) == RankedNames{"b", "a"});
}

}
