#include "libagent/database/sqlite/sqlite_script.h"

#include "libagent/base/error.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace askdb;
using database::make_sqlite_file;

TEST_CASE("sqlite script: becomes a whole file", "[sqlite]") {
    const test::TempFolder temp;

    make_sqlite_file(temp.file("a.db"),
                     "CREATE TABLE t(x);\nBEGIN; INSERT INTO t VALUES (1);COMMIT;", {});

    CHECK(test::file_bytes(temp.file("a.db")).starts_with("SQLite format 3"));
    CHECK(std::distance(std::filesystem::directory_iterator(temp.path()), {}) == 1);
}

TEST_CASE("sqlite script: an error, a stop and a file that is there leave nothing", "[sqlite]") {
    const test::TempFolder temp;
    std::stop_source stop;
    stop.request_stop();
    constexpr const char* endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    CHECK_THROWS_WITH(make_sqlite_file(temp.file("a.db"), "CREATE TABLE t(x); nonsense", {}),
                      Catch::Contains("nonsense"));
    CHECK_THROWS_AS(make_sqlite_file(temp.file("a.db"), endless, stop.get_token()), Stopped);
    CHECK(std::filesystem::is_empty(temp.path()));

    make_sqlite_file(temp.file("a.db"), "CREATE TABLE t(x)", {});
    const std::string before = test::file_bytes(temp.file("a.db"));
    CHECK_THROWS_WITH(make_sqlite_file(temp.file("a.db"), "CREATE TABLE u(x)", {}),
                      Catch::Contains("it is there already"));
    CHECK(test::file_bytes(temp.file("a.db")) == before);
}
