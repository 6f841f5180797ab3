#include "libagent/database/cache/catalog_codec.h"

#include <catch2/catch.hpp>

#include <limits>
#include <random>

namespace askdb::database {
namespace {

Catalog rich_catalog() {
    Catalog catalog;
    catalog.tables.push_back(
        {.schema = "prod",
         .name = "work orders\n",
         .columns = {{.name = "id", .type = "INTEGER", .kind = Kind::integer, .nullable = false},
                     {.name = "site", .type = "", .kind = Kind::text, .comment = "wo? Ελλάδα"},
                     {.name = std::string("a\0b", 3),
                      .type = "TIMESTAMP",
                      .kind = Kind::timestamp}},
         .primary_key = {"id"},
         .foreign_keys = {{.columns = {"site", "id"},
                           .table = "sites",
                           .referenced = {"x", "y"},
                           .inferred = true},
                          {.columns = {"id"}, .table = "prod.t", .referenced = {"z"}}},
         .row_estimate = std::numeric_limits<std::int64_t>::min(),
         .comment = std::string(300, 'c')});
    catalog.tables.push_back({.name = "v", .is_view = true});
    catalog.tables.push_back({.name = "zero", .row_estimate = 0});
    return catalog;
}

}

TEST_CASE("catalog codec: everything of a catalog comes back", "[catalog]") {
    const Catalog catalog = rich_catalog();

    const std::optional<Catalog> back = decode_catalog(encode_catalog(catalog));

    REQUIRE(back);
    REQUIRE(back->tables.size() == 3);
    const Table& table = back->tables[0];
    CHECK(table.qualified_name() == "prod.work orders\n");
    CHECK(table.comment.size() == 300);
    CHECK(table.row_estimate == std::numeric_limits<std::int64_t>::min());
    REQUIRE(table.columns.size() == 3);
    CHECK(table.columns[0].kind == Kind::integer);
    CHECK_FALSE(table.columns[0].nullable);
    CHECK(table.columns[1].comment == "wo? Ελλάδα");
    CHECK(table.columns[1].nullable);
    CHECK(table.columns[2].name == std::string("a\0b", 3));
    CHECK(table.primary_key == std::vector<std::string>{"id"});
    REQUIRE(table.foreign_keys.size() == 2);
    CHECK(table.foreign_keys[0].referenced == std::vector<std::string>{"x", "y"});
    CHECK(table.foreign_keys[0].inferred);
    CHECK_FALSE(table.foreign_keys[1].inferred);
    CHECK(back->tables[1].is_view);
    CHECK_FALSE(back->tables[1].row_estimate);
    CHECK(back->tables[2].row_estimate == 0);
    // Whatever is forgotten above would show here.
    CHECK(encode_catalog(*back) == encode_catalog(catalog));
}

TEST_CASE("catalog codec: a part of a catalog is none", "[catalog]") {
    const std::string bytes = encode_catalog(rich_catalog());

    for (std::size_t size = 0; size < bytes.size(); ++size) {
        INFO(size);
        CHECK_FALSE(decode_catalog(bytes.substr(0, size)));
    }
    CHECK_FALSE(decode_catalog(bytes + "x"));
}

TEST_CASE(
    "catalog codec: damaged bytes are read to an end, with no more memory than they are worth",
    "[catalog]") {
    const std::string bytes = encode_catalog(rich_catalog());
    std::mt19937 random(7);
    int refused = 0;

    for (int round = 0; round < 20'000; ++round) {
        std::string damaged = bytes;
        for (int changes = 1 + static_cast<int>(random() % 4); changes > 0; --changes)
            damaged[random() % damaged.size()] = static_cast<char>(random());
        refused += !decode_catalog(damaged);
    }
    const std::string huge_count = "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F";

    CHECK(refused > 0);
    CHECK_FALSE(decode_catalog(huge_count));
    CHECK_FALSE(decode_catalog(std::string(11, '\xFF')));
}

}
