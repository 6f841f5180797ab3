#pragma once

#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace askdb::database {

/// What ends "in time" must have ended by then: 200 ms are promised; the rest is for a machine that
/// is busy with other things.
inline constexpr std::chrono::milliseconds prompt{10'000};

inline constexpr const char* endless =
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r";

inline std::unique_ptr<Connection> connect_to(const std::string& path) {
    return make_sqlite_source(path)->connect({});
}

inline Rows rows_of(Connection& connection, std::string_view sql, const Limits& limits = {}) {
    return connection.query(sql, limits, {}).value_or_throw();
}

inline std::string text_of(Connection& connection, std::string_view sql) {
    return std::string(rows_of(connection, sql).cell(0, 0).text);
}

inline Error error_of(Connection& connection, std::string_view sql, const Limits& limits = {}) {
    const Result<Rows> result = connection.query(sql, limits, {});
    REQUIRE_FALSE(result.ok());
    return result.error();
}

inline Error connect_error(const std::string& path) {
    try {
        connect_to(path);
    } catch (const Failure& failure) {
        return failure.error();
    }
    FAIL("it could be opened");
    return {};
}

inline double milliseconds_of(const auto& work) {
    const auto began = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began)
        .count();
}

}
