#include "libagent/base/error.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <fstream>

namespace askdb::database {
namespace {

std::vector<TableSample> samples_of(const std::string& path, std::stop_token stop = {}) {
    const auto connection = make_sqlite_source(path)->connect({});
    const Catalog catalog = connection->load_catalog({});
    std::vector<const Table*> tables;
    for (const Table& table : catalog.tables) tables.push_back(&table);
    return connection->sample_values(tables, std::chrono::seconds(10), std::move(stop));
}

}

TEST_CASE("sqlite samples: the different short texts of text columns, of tables alone",
          "[catalog]") {
    const test::TempDatabase file(
        "CREATE TABLE t(\"a b\" TEXT, n INTEGER, note TEXT); "
        "INSERT INTO t VALUES ('Oslo', 1, NULL), ('Oslo', 2, ''), ('Bergen', 3, x'00'), "
        "(7, 4, 'note'), (printf('%.500c', 'x'), 5, NULL); "
        "CREATE TABLE numbers(x INTEGER); CREATE VIEW v AS SELECT * FROM t");

    const std::vector<TableSample> samples = samples_of(file.path());

    REQUIRE(samples.size() == 3);
    CHECK(samples[0].table == "numbers");
    CHECK(samples[0].values.empty());
    CHECK(samples[1].values == "Oslo\nBergen\n7\nnote\n");
    CHECK(samples[2].values.empty());
}

TEST_CASE("sqlite samples: a table that cannot be read, or is huge, is no obstacle", "[catalog]") {
    const test::TempDatabase file(
        "CREATE TABLE a(x TEXT); CREATE TABLE b(x TEXT); INSERT INTO b VALUES ('found');"
        "CREATE TABLE c(x TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "LIMIT 5000) INSERT INTO c SELECT printf('%070d', i) FROM n");
    constexpr std::streamoff second_page = 4096;  // The first is the schema's, this one a's.
    std::fstream bytes(file.path(), std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(second_page).write(std::string(second_page, '\xFF').data(), second_page);
    bytes.close();

    const std::vector<TableSample> samples = samples_of(file.path());

    REQUIRE(samples.size() == 3);
    CHECK(samples[1].values == "found\n");
    CHECK(samples[2].values.size() < 5'000);
}

TEST_CASE("sqlite samples: a stop ends the reading", "[catalog]") {
    const test::TempDatabase file("CREATE TABLE a(x TEXT)");
    std::stop_source source;
    source.request_stop();

    CHECK_THROWS_AS(samples_of(file.path(), source.get_token()), Stopped);
}

}
