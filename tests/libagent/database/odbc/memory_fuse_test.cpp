#include "libagent/database/odbc/memory_fuse.h"

#include "tests/libagent/database/odbc/server_fixture.h"
#include "tests/support/sanitized.h"

#include <cstring>
#include <limits>
#include <memory>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

TEST_CASE("memory fuse: blows when the process grows by more than allowed", "[odbc]") {
    constexpr std::size_t allowed = 64u << 20;
    MemoryFuse fuse(allowed);
    CHECK_FALSE(fuse.is_blown());

    const auto much = std::make_unique<char[]>(2 * allowed);
    std::memset(much.get(), 1, 2 * allowed);

    CHECK(fuse.is_blown());
    CHECK(fuse.was_blown());
}

TEST_CASE("memory fuse: limits without end never blow it", "[odbc]") {
    constexpr std::size_t no_end = std::numeric_limits<std::size_t>::max();

    CHECK_FALSE(MemoryFuse(no_end).is_blown());
    CHECK_FALSE(MemoryFuse(growth_allowed({.rows = no_end, .bytes = no_end})).is_blown());
    CHECK(growth_allowed({.bytes = 1}) == MemoryFuse::usual_growth);
}

TEST_CASE("memory fuse: a result that a driver would take in whole is ended in time",
          "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        if (server.is_postgres()) continue;
        const auto connection = connect_to(server);
        // Its own LIMIT beats the one that we set for the session.
        const std::string sql = "select repeat('x', 1000000) from seq_1_to_100000 limit 100000";
        const std::size_t before = resident_bytes();

        const Error error = error_of(*connection, sql, {.rows = 10});

        CHECK(error.code == Errc::limit);
        CHECK(resident_bytes() < before + 4 * MemoryFuse::usual_growth);
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("memory fuse: of a result that is too large, what fits is read", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const std::string sql =
            server.is_postgres() ? "select i, repeat('x', 10000) from generate_series(1, 200000) "
                                   "as g(i)"
                                 : "select seq, repeat('x', 10000) from seq_1_to_200000";
        constexpr std::size_t limit = 8u << 20;

        const Rows rows = rows_of(*connection, sql, {.bytes = limit});

        CHECK(rows.truncated);
        CHECK(rows.row_count() > 800);
        CHECK(rows.text_bytes() > limit - 20'000);
        CHECK(rows.text_bytes() <= limit);
        CHECK(rows.cell(rows.row_count() - 1, 0).text == std::to_string(rows.row_count()));
        CHECK(first_cell(*connection, "select 7") == "7");
    }
}

TEST_CASE("memory fuse: rows of huge values are bounded on every server", "[odbc][servers]") {
    for (const TestServer& server : test_servers()) {
        INFO(server.name);
        const auto connection = connect_to(server);
        const std::string wide = "select repeat('x', 30000000) from ";
        const std::string series =
            server.is_postgres() ? "generate_series(1, 100)" : "seq_1_to_100";
        const std::size_t before = resident_bytes();

        const Result<Rows> result = connection->query(wide + series, {}, {});

        // A sanitizer's own memory blows the fuse earlier.
        if (server.is_postgres() && !is_sanitized) REQUIRE(result.ok());
        // The other driver may be inside a huge value for too long to be told to end.
        if (!result) CHECK(result.error().code == Errc::limit);
        if (result) {
            CHECK(result.value().row_count() >= 1);
            CHECK(result.value().row_count() <= 2);
            CHECK(result.value().truncated);
        }
        CHECK(resident_bytes() < before + 8 * MemoryFuse::usual_growth);
    }
}
