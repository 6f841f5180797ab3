#pragma once

#include "libagent/database/odbc/odbc_source.h"
#include "tests/support/servers.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>

namespace askdb::test {

inline std::unique_ptr<database::Connection> connect_to(const TestServer& server) {
    return database::make_odbc_source(server.target())->connect({});
}

/// Reads what `reader` may not see.
inline std::unique_ptr<database::Connection> connect_as_owner(const TestServer& server) {
    return database::make_odbc_source(
               {.address = server.url, .user = "owner", .password = server.password})
        ->connect({});
}

/// The rows, or the test fails with the error's words.
inline database::Rows rows_of(database::Connection& connection, const std::string& sql,
                              const database::Limits& limits = {}) {
    auto result = connection.query(sql, limits, {});
    if (!result) FAIL(sql << ": " << result.error().message);
    return std::move(result).value();
}

inline Error error_of(database::Connection& connection, const std::string& sql,
                      const database::Limits& limits = {}) {
    auto result = connection.query(sql, limits, {});
    if (result) FAIL(sql << " was run");
    return result.error();
}

inline std::string first_cell(database::Connection& connection, const std::string& sql) {
    const database::Rows rows = rows_of(connection, sql);
    REQUIRE(rows.row_count() >= 1);
    return std::string(rows.cell(0, 0).text);
}

/// A statement that runs for minutes, busy on the server.
inline std::string endless_statement(const TestServer& server) {
    return server.is_postgres()
               ? "select count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b"
               : "select count(*) from seq_1_to_1000000 a, seq_1_to_1000000 b where a.seq + b.seq "
                 "< 0";
}

/// The server's number of this connection.
inline std::string connection_id(const TestServer& server, database::Connection& connection) {
    return first_cell(connection,
                      server.is_postgres() ? "select pg_backend_pid()" : "select connection_id()");
}

/// Whether that connection is busy with a statement.
inline bool is_running(const TestServer& server, const std::string& id) {
    const std::string sql =
        server.is_postgres()
            ? "select count(*) from pg_stat_activity where state = 'active' and pid = " + id
            : "select count(*) from information_schema.processlist where command in ('Query', "
              "'Execute', 'Prepare') and id = " +
                  id;
    return server.value_as_owner(sql) != "0";
}

/// False after 20 s.
inline bool ends_running(const TestServer& server, const std::string& id) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (is_running(server, id)) {
        if (std::chrono::steady_clock::now() > end) return false;
    }
    return true;
}

inline void wait_until_running(const TestServer& server, const std::string& id) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!is_running(server, id) && std::chrono::steady_clock::now() < end) {
    }
}
}
