#include "libagent/results/result_store.h"

#include "tests/libagent/results/sample_rows.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

using namespace askdb::results;
using askdb::Errc;
using askdb::database::Limits;
using askdb::database::Rows;

namespace {

Rows three_numbers() {
    return sample_rows({"n", "name"}, {integer_cell("1"), text_cell("one"), integer_cell("2"),
                                       text_cell("two"), integer_cell("3"), null_cell});
}

std::string only_cell(const askdb::Result<Rows>& rows) {
    if (!rows.ok()) return "error: " + rows.error().message;
    return std::string(rows.value().cell(0, 0).text);
}

}

TEST_CASE("store: handles count up and are found in any case", "[results]") {
    ResultStore store;

    const StoredResult& first = store.add("shop", "SELECT 1", three_numbers());
    for (int i = 0; i < 100; ++i) store.add("", "", three_numbers());

    CHECK(first.handle == "r1");
    CHECK(first.database == "shop");
    CHECK(store.find("R1") == &first);
    CHECK(store.find("r101") == &store.all().back());
    for (const char* unknown : {"r0", "r102", "r", "", "1", "r01"}) {
        CHECK(store.find(unknown) == nullptr);
    }
}

TEST_CASE("store: SQL runs over the handles, joined and in any case", "[results]") {
    ResultStore store;
    store.add("shop", "", three_numbers());
    store.add("farm", "", sample_rows({"n", "animal"}, {integer_cell("2"), text_cell("cow")}));

    CHECK(only_cell(store.query("SELECT sum(n) FROM r1", {}, {})) == "6");
    CHECK(only_cell(store.query("select animal from R1 join \"r2\" using (n)", {}, {})) == "cow");
    CHECK(only_cell(store.query("SELECT count(*) FROM r1 WHERE name IS NULL", {}, {})) == "1");
}

TEST_CASE("store: a handle added after a query can be queried too", "[results]") {
    ResultStore store;
    store.add("shop", "", three_numbers());
    CHECK(only_cell(store.query("SELECT count(*) FROM r1", {}, {})) == "3");

    store.add("shop", "", sample_rows({"x"}, {text_cell("later")}));

    CHECK(only_cell(store.query("SELECT x FROM r2", {}, {})) == "later");
    CHECK(only_cell(store.query("SELECT count(*) FROM r1, r2", {}, {})) == "3");
}

TEST_CASE("store: what writes is refused, what is unknown is bad input", "[results]") {
    ResultStore store;
    store.add("shop", "", three_numbers());

    for (const char* sql :
         {"DELETE FROM r1", "DROP TABLE r1", "SELECT 1; DROP TABLE r1", "CREATE TABLE x (a)",
          "ATTACH '/tmp/other.db' AS other", "PRAGMA writable_schema = 1"}) {
        const auto rows = store.query(sql, {}, {});
        INFO(sql);
        REQUIRE_FALSE(rows.ok());
        CHECK(rows.error().code == Errc::refused);
    }
    const auto unknown = store.query("SELECT * FROM r9", {}, {});
    REQUIRE_FALSE(unknown.ok());
    CHECK(unknown.error().code == Errc::bad_input);
    CHECK(unknown.error().message.find("r9") != std::string::npos);
    CHECK(store.query("", {}, {}).error().code == Errc::bad_input);
    CHECK(only_cell(store.query("SELECT count(*) FROM r1", {}, {})) == "3");
}

TEST_CASE("store: limits hold, and truncation is exact", "[results]") {
    ResultStore store;
    store.add("shop", "", three_numbers());

    const auto some = store.query("SELECT n FROM r1", Limits{.rows = 2}, {});
    const auto all = store.query("SELECT n FROM r1", Limits{.rows = 3}, {});

    REQUIRE(some.ok());
    CHECK(some.value().row_count() == 2);
    CHECK(some.value().truncated);
    REQUIRE(all.ok());
    CHECK_FALSE(all.value().truncated);
}

TEST_CASE("store: repeated names and results without columns do no harm", "[results]") {
    ResultStore store;
    store.add("shop", "", sample_rows({"n", "n"}, {integer_cell("1"), integer_cell("2")}));
    store.add("shop", "", Rows());

    CHECK(only_cell(store.query("SELECT n_2 FROM r1", {}, {})) == "2");
    CHECK_FALSE(store.query("SELECT * FROM r2", {}, {}).ok());
}

TEST_CASE("store: a stop ends an endless query", "[results]") {
    ResultStore store;
    std::stop_source source;
    std::thread stopper([&] { source.request_stop(); });

    CHECK_THROWS_AS(store.query("WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t) "
                                "SELECT count(*) FROM t",
                                {}, source.get_token()),
                    askdb::Stopped);
    stopper.join();
}

TEST_CASE("store: several threads may ask at once", "[results]") {
    ResultStore store;
    for (int i = 0; i < 8; ++i) store.add("shop", "", three_numbers());
    std::vector<std::string> answers(8);
    std::vector<std::thread> threads;

    for (std::size_t i = 0; i < answers.size(); ++i) {
        threads.emplace_back([&, i] {
            const std::string sql = "SELECT sum(n) FROM r" + std::to_string(i + 1);
            answers[i] = only_cell(store.query(sql, {}, {}));
        });
    }
    for (std::thread& thread : threads) thread.join();

    CHECK(answers == std::vector<std::string>(8, "6"));
}

TEST_CASE("store: loading a handle counts into the time and its limit", "[results]") {
    constexpr int count = 300'000;
    Rows rows;
    rows.columns = three_numbers().columns;
    for (int i = 0; i < count; ++i) {
        rows.append(askdb::database::Kind::integer, std::to_string(i));
        rows.append(askdb::database::Kind::text, "name");
    }
    ResultStore store;
    store.add("shop", "", std::move(rows));

    const auto late =
        store.query("SELECT n FROM r1", Limits{.timeout = std::chrono::milliseconds(2)}, {});
    const auto began = std::chrono::steady_clock::now();
    const auto loaded = store.query("SELECT n FROM r1 WHERE 0", {}, {});
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;

    REQUIRE_FALSE(late.ok());
    CHECK(late.error().code == Errc::timeout);
    CHECK(late.error().message.ends_with("longer than the limit of 2 ms"));
    REQUIRE(loaded.ok());
    CHECK(loaded.value().milliseconds > took.count() / 2);
}

TEST_CASE("store: handles count on behind results that are no longer kept", "[results]") {
    ResultStore store;
    store.skip_to(2);
    CHECK(store.add("shop", "", three_numbers()).handle == "r3");
    store.skip_to(1);
    store.skip_to(11);
    CHECK(store.add("shop", "", three_numbers()).handle == "r12");

    CHECK(store.last_number() == 12);
    CHECK(store.all().size() == 2);
    CHECK(store.find("r3") != nullptr);
    CHECK(store.find("r2") == nullptr);
    CHECK(store.find("r4") == nullptr);
    CHECK(only_cell(store.query("SELECT sum(n) FROM r12", {}, {})) == "6");
}

TEST_CASE("store: SQL over a result that is no longer kept says so", "[results]") {
    ResultStore store;
    store.skip_to(2);
    store.add("shop", "", three_numbers());
    const std::string gone = "error: the result 'r2' is no longer kept: run its statement again";

    for (const char* sql : {"SELECT * FROM r2", "SELECT * FROM R2", "SELECT * FROM main.r2",
                            "SELECT * FROM \"r2\" JOIN r3 USING (n)"}) {
        INFO(sql);
        CHECK(only_cell(store.query(sql, {}, {})) == gone);
    }
    for (const char* sql :
         {"SELECT * FROM r4", "SELECT * FROM r02", "SELECT * FROM r", "SELECT * FROM rx"}) {
        INFO(sql);
        CHECK(only_cell(store.query(sql, {}, {})).find("no such table") != std::string::npos);
    }
}

TEST_CASE("store: results that others' names belong to are called anew", "[results]") {
    ResultStore store;
    store.add("shop", "", three_numbers());
    const StoredResult& own = store.add("shop", "", sample_rows({"x"}, {text_cell("own")}));
    store.add("shop", "", sample_rows({"x"}, {text_cell("last")}));
    CHECK(only_cell(store.query("SELECT x FROM r2", {}, {})) == "own");

    const auto renamed = store.rename(1, 2);
    store.put_back(2, {.handle = {},
                       .database = "shop",
                       .sql = "theirs",
                       .rows = sample_rows({"x"}, {text_cell("theirs")})});

    CHECK(renamed == std::vector<std::pair<std::string, std::string>>{{"r2", "r4"}});
    CHECK(own.handle == "r4");
    CHECK(store.last_number() == 4);
    CHECK(only_cell(store.query("SELECT x FROM r2", {}, {})) == "theirs");
    CHECK(only_cell(store.query("SELECT x FROM r3", {}, {})) == "last");
    CHECK(only_cell(store.query("SELECT x FROM r4", {}, {})) == "own");
    CHECK(store.add("shop", "", {}).handle == "r5");
    CHECK(store.rename(5, 9).empty());
    CHECK(store.add("shop", "", {}).handle == "r10");
}

TEST_CASE("store: what is here already is not put back", "[results]") {
    ResultStore store;
    store.add("shop", "", sample_rows({"x"}, {text_cell("here")}));

    store.put_back(1, {.handle = {}, .database = {}, .sql = {}, .rows = three_numbers()});
    store.put_back(5, {.handle = {}, .database = {}, .sql = {}, .rows = three_numbers()});

    CHECK(only_cell(store.query("SELECT x FROM r1", {}, {})) == "here");
    CHECK(store.find("r5") != nullptr);
    CHECK(store.last_number() == 5);
}
