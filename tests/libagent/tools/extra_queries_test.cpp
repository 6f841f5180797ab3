#include "libagent/tools/extra_queries.h"

#include "tests/support/fake_database.h"

#include <catch2/catch.hpp>

#include <thread>

namespace askdb::tools {
namespace {

using std::chrono::milliseconds;

database::Database database_that(
    std::function<Result<database::Rows>(std::string_view sql)> answers) {
    test::FakeBehaviour behaviour;
    behaviour.query = std::move(answers);
    return {"x", std::make_unique<test::FakeSource>(behaviour)};
}

Result<database::Rows> one_row(std::string_view) {
    database::Rows rows;
    rows.columns = {{.name = "n"}};
    rows.append(database::Kind::integer, "1");
    return rows;
}

}

TEST_CASE("extra queries: only as many run as there may be", "[tools]") {
    std::size_t runs = 0;
    auto database = database_that([&](std::string_view sql) {
        ++runs;
        return one_row(sql);
    });
    ExtraQueries queries(database, {.queries = 2, .time = milliseconds(10'000)}, {});

    CHECK_FALSE(queries.is_used_up());
    CHECK(queries.run("SELECT 1", 5)->row_count() == 1);
    CHECK(queries.run("SELECT 2", 5));
    CHECK(queries.is_used_up());
    CHECK_FALSE(queries.run("SELECT 3", 5));
    CHECK(runs == 2);
}

TEST_CASE("extra queries: the time of one is gone for the others", "[tools]") {
    auto database = database_that([](std::string_view sql) {
        const auto end = std::chrono::steady_clock::now() + milliseconds(20);
        while (std::chrono::steady_clock::now() < end) std::this_thread::yield();
        return one_row(sql);
    });
    ExtraQueries queries(database, {.queries = 9, .time = milliseconds(20)}, {});

    CHECK(queries.run("SELECT 1", 5));
    CHECK(queries.took_ms() >= 20);
    CHECK(queries.is_used_up());
    CHECK_FALSE(queries.run("SELECT 2", 5));
}

TEST_CASE("extra queries: what fails, or may not run, is no news but counts", "[tools]") {
    std::size_t runs = 0;
    auto database = database_that([&](std::string_view sql) -> Result<database::Rows> {
        ++runs;
        if (sql == "SELECT 1") return Error{Errc::timeout, "too slow"};
        throw Failure({Errc::unavailable, "gone"});
    });
    ExtraQueries queries(database, {.queries = 3, .time = milliseconds(10'000)}, {});

    CHECK_FALSE(queries.run("SELECT 1", 5));
    CHECK_FALSE(queries.run("SELECT 2", 5));
    CHECK(runs >= 2);
    const std::size_t before = runs;
    CHECK_FALSE(queries.run("DELETE FROM t", 5));
    CHECK(runs == before);
    CHECK(queries.is_used_up());
}

TEST_CASE("extra queries: a stop is no failure of theirs", "[tools]") {
    auto database =
        database_that([](std::string_view) -> Result<database::Rows> { throw Stopped(); });
    ExtraQueries queries(database, {.queries = 3, .time = milliseconds(10'000)}, {});

    CHECK_THROWS_AS(queries.run("SELECT 1", 5), Stopped);
}

TEST_CASE("extra queries: neither more nor longer than their budget", "[tools][checks]") {
    std::size_t count = 0;
    auto database = database_that([&](std::string_view) -> Result<database::Rows> {
        ++count;
        return Error{Errc::bad_input, "no"};
    });
    ExtraQueries two(database, {.queries = 2, .time = std::chrono::seconds(1)}, {});
    ExtraQueries late(database, {.queries = 2, .time = milliseconds(0)}, {});

    CHECK_FALSE(two.run("SELECT 1", 1));
    CHECK_FALSE(two.run("DELETE FROM t", 1));
    CHECK(two.is_used_up());
    CHECK_FALSE(two.run("SELECT 1", 1));
    CHECK_FALSE(late.run("SELECT 1", 1));
    CHECK(count == 1);
}

}
