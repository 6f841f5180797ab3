#include "libagent/database/sqlite/sqlite_write_connection.h"

#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/support/agent_fixture.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

/// The shop, a writing connection to it, and a reading one beside it.
struct WrittenShop {
    explicit WrittenShop(std::string_view more = "")
        : file(std::string(shop_sql) + std::string(more)),
          source(make_sqlite_source(file.path())),
          connection(source->connect_for_writing({})) {}

    Result<Written> run(std::string_view sql, const Limits& limits = {}) {
        return connection->run(sql, limits, {});
    }
    Errc failure(std::string_view sql) {
        const auto result = run(sql);
        if (result) FAIL(sql << " was run");
        return result.error().code;
    }
    std::string value(const std::string& sql) const {
        const auto rows = source->connect({})->query(sql, {}, {});
        if (!rows) return rows.error().message;
        return std::string(rows.value().cell(0, 0).text);
    }

    TempDatabase file;
    std::unique_ptr<Source> source;
    std::unique_ptr<WriteConnection> connection;
};

}

TEST_CASE("sqlite writing: nothing is there before the commit, all of it after", "[write]") {
    WrittenShop shop;

    const auto written = shop.run("UPDATE orders SET total = 0 WHERE customer_id = 1");

    REQUIRE(written);
    CHECK(written.value().affected == std::uint64_t{2});
    CHECK(shop.value("SELECT count(*) FROM orders WHERE total = 0") == "0");
    CHECK_FALSE(shop.connection->commit());
    CHECK(shop.value("SELECT count(*) FROM orders WHERE total = 0") == "2");
    CHECK(shop.connection->commit());  // Once is all.
}

TEST_CASE("sqlite writing: rolled back or destroyed, the file keeps every byte", "[write]") {
    WrittenShop shop;
    const std::string before = shop.file.bytes();

    REQUIRE(shop.run("DELETE FROM orders"));
    shop.connection->roll_back();
    CHECK(shop.run("INSERT INTO customers VALUES (9, 'x', 'y'), (1, 'again', NULL)").ok() == false);
    REQUIRE(shop.run("DROP TABLE orders"));
    shop.connection.reset();

    CHECK(shop.file.bytes() == before);
}

TEST_CASE("sqlite writing: RETURNING does all of it, whatever the limit of rows", "[write]") {
    WrittenShop shop;

    const auto written = shop.run("DELETE FROM orders RETURNING order_id", {.rows = 2});

    REQUIRE(written);
    CHECK(written.value().affected == std::uint64_t{5});
    CHECK(written.value().rows.row_count() == 2);
    CHECK(written.value().rows.truncated);
    CHECK_FALSE(shop.connection->commit());
    CHECK(shop.value("SELECT count(*) FROM orders") == "0");
}

TEST_CASE("sqlite writing: the schema's own triggers and foreign keys do their work", "[write]") {
    WrittenShop shop(R"(
        CREATE TABLE audit (what TEXT);
        CREATE TRIGGER noted AFTER DELETE ON orders BEGIN INSERT INTO audit VALUES ('gone'); END;)");

    const auto written = shop.run("DELETE FROM orders WHERE order_id < 3");

    REQUIRE(written);
    CHECK(written.value().affected == std::uint64_t{2});
    CHECK(written.value().indirectly == 2);
    CHECK_FALSE(shop.connection->commit());
    CHECK(shop.value("SELECT count(*) FROM audit") == "2");
    CHECK(shop.failure("DELETE FROM customers WHERE customer_id = 3") == Errc::bad_input);
}

TEST_CASE("sqlite writing: files, extensions, settings and the transaction stay closed",
          "[write]") {
    WrittenShop shop;
    const std::string other = (shop.file.folder() / "other.db").string();
    for (const std::string& sql :
         {"ATTACH '" + other + "' AS o", "VACUUM INTO '" + other + "'", std::string("COMMIT"),
          std::string("PRAGMA writable_schema = on"), std::string("PRAGMA journal_mode = off"),
          std::string("SAVEPOINT s"), std::string("SELECT load_extension('x')"),
          std::string("UPDATE sqlite_master SET sql = ''"),
          std::string("CREATE VIRTUAL TABLE v USING fts5(a)"),
          std::string("DELETE FROM orders; DROP TABLE orders"),
          std::string("INSERT INTO orders VALUES (?, 1, 1, 1)")}) {
        INFO(sql);
        const auto result = shop.run(sql);
        CHECK_FALSE(result.ok());
        CHECK(shop.connection->commit());
    }
    CHECK_FALSE(std::filesystem::exists(other));
    CHECK(shop.value("SELECT count(*) FROM orders") == "5");
}

TEST_CASE("sqlite writing: tables, indexes and columns can be made and changed", "[write]") {
    WrittenShop shop;
    for (const char* sql :
         {"CREATE TABLE n (a INT REFERENCES customers)", "CREATE INDEX i ON n (a)",
          "ALTER TABLE n ADD COLUMN b TEXT", "ALTER TABLE n RENAME COLUMN b TO c",
          "CREATE VIEW v AS SELECT a, c FROM n", "DROP VIEW v", "DROP INDEX i",
          "INSERT INTO n SELECT customer_id, name FROM customers"}) {
        const auto result = shop.run(sql);
        INFO(sql << ": " << (result ? "" : result.error().message));
        REQUIRE(result);
        CHECK_FALSE(shop.connection->commit());
    }
    CHECK(shop.value("SELECT count(c) FROM n") == "3");
}

TEST_CASE("sqlite writing: a statement that takes too long, or is stopped, leaves nothing",
          "[write]") {
    const std::string endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT INTO customers "
        "SELECT 100 + i, 'x', 'y' FROM n";
    WrittenShop shop;
    const std::string before = shop.value("SELECT count(*) FROM customers");

    const auto late = shop.run(endless, {.timeout = std::chrono::milliseconds(100)});

    CHECK_FALSE(late.ok());
    CHECK(late.error().code == Errc::timeout);
    auto other = shop.source->connect_for_writing({});
    std::stop_source stop;
    std::jthread stopper([&] { stop.request_stop(); });
    CHECK_THROWS_AS(other->run(endless, {}, stop.get_token()), Stopped);
    CHECK(other->commit());
    CHECK(shop.value("SELECT count(*) FROM customers") == before);
}

TEST_CASE("sqlite writing: a file that may not be written, or is not there, is told", "[write]") {
    WrittenShop shop;
    std::filesystem::remove(shop.file.path());

    CHECK_THROWS_AS(shop.run("DELETE FROM orders"), Failure);
    CHECK_FALSE(std::filesystem::exists(shop.file.path()));
}
