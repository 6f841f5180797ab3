#include "libagent/database/sqlite/sqlite_stream.h"

#include "libagent/base/stop.h"
#include "tests/libagent/database/sqlite/sqlite_asked.h"
#include "tests/support/streamed.h"

#include <catch2/catch.hpp>

#include <chrono>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;
using std::chrono::milliseconds;

namespace {

std::string rows_up_to(std::string_view last, std::string_view columns) {
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT " +
           std::string(last) + ") SELECT " + std::string(columns) + " FROM n";
}

constexpr const char* every_kind_sql =
    "CREATE TABLE kinds (i INTEGER, r REAL, t TEXT, b BLOB, d DATE, at DATETIME, yes BOOLEAN, "
    "any);"
    "INSERT INTO kinds VALUES (-9223372036854775808, 0.30000000000000004, 'a\"b', x'00ff', "
    "'2024-02-29', '2024-02-29 10:00:00', 'true', 1);"
    "INSERT INTO kinds VALUES (9223372036854775807, 1e300, '', x'', 'no day', '1', 0, 'x');"
    "INSERT INTO kinds VALUES (NULL, -1e999, char(0) || 'z', NULL, NULL, NULL, NULL, 2.0);";

}

TEST_CASE("sqlite stream: the same cells as query() gives, of every kind", "[stream][sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, every_kind_sql));

    const Rows rows = streamed(*db, "SELECT *, i || t, 1/3.0 FROM kinds");

    CHECK(difference(rows, rows_of(*db, "SELECT *, i || t, 1/3.0 FROM kinds")).empty());
    CHECK(rows.columns[4].kind == Kind::date);
    CHECK(rows.columns[4].declared_type == "DATE");
    CHECK(rows.columns[7].kind != Kind::integer);
}

TEST_CASE("sqlite stream: many rows come in blocks, none twice, none lost", "[stream][sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    KeptRows kept;

    const auto end = db->stream(rows_up_to("100000", "i, i * 0.5 AS h, 'text ' || i AS t"),
                                {.rows = 1'000'000}, kept, {});

    REQUIRE(end);
    CHECK(end.value().rows == 100'000);
    CHECK_FALSE(end.value().truncated);
    CHECK(kept.blocks > 3);
    CHECK(kept.rows.cell(99'999, 0).text == "100000");
    CHECK(kept.rows.cell(99'999, 2).text == "text 100000");
    CHECK(difference(kept.rows,
                     rows_of(*db, rows_up_to("100000", "i, i * 0.5 AS h, 'text ' || i AS t"),
                             {.rows = 1'000'000}))
              .empty());
}

TEST_CASE("sqlite stream: no row is a result, too", "[stream][sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a, b)"));

    const Rows rows = streamed(*db, "SELECT * FROM t");

    CHECK(rows.row_count() == 0);
    CHECK(rows.column_count() == 2);
}

TEST_CASE("sqlite stream: the limit of rows is exact, and told", "[stream][sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));

    const Rows cut = streamed(*db, rows_up_to("50001", "i"), {.rows = 50'000});
    const Rows whole = streamed(*db, rows_up_to("50000", "i"), {.rows = 50'000});

    CHECK(cut.row_count() == 50'000);
    CHECK(cut.truncated);
    CHECK(whole.row_count() == 50'000);
    CHECK_FALSE(whole.truncated);
}

TEST_CASE("sqlite stream: the limit of bytes is for one row, not for all", "[stream][sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    const std::string wide = rows_up_to("50", "printf('%.*c', 1000, 'x')");

    const Rows rows = streamed(*db, wide, {.bytes = 1000});
    KeptRows kept;
    const auto error = db->stream("SELECT 'short' UNION ALL SELECT printf('%.*c', 1001, 'x')",
                                  {.bytes = 1000}, kept, {});

    CHECK(rows.row_count() == 50);
    REQUIRE_FALSE(error);
    CHECK(error.error().code == Errc::limit);
    CHECK(error.error().message == "one row alone is larger than the limit of 1000 bytes");
    CHECK(kept.rows.row_count() == 1);
}

TEST_CASE("sqlite stream: long values and many columns come whole", "[stream][sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    std::string thousand = "SELECT 0 AS c0";
    for (int i = 1; i < 1000; ++i)
        thousand += ", " + std::to_string(i) + " AS c" + std::to_string(i);

    const Rows huge =
        streamed(*db, "SELECT printf('%.*c', 10000000, 'x'), 1 UNION ALL SELECT 'y', 2");
    const Rows many = streamed(*db, thousand);

    CHECK(huge.cell(0, 0).text == std::string(10'000'000, 'x'));
    CHECK(huge.cell(1, 0).text == "y");
    CHECK(many.column_count() == 1000);
    CHECK(many.cell(0, 999).text == "999");
}

TEST_CASE("sqlite stream: an error before the first row, and one after many", "[stream][sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    KeptRows kept;

    const Error early = stream_error(*db, "SELECT nosuch FROM t");
    const auto late = db->stream(
        rows_up_to("60000", "CASE WHEN i < 50000 THEN i ELSE json_extract('{', '$') END"), {}, kept,
        {});

    CHECK(early.message == "no such column: nosuch");
    REQUIRE_FALSE(late);
    CHECK(late.error().message == "malformed JSON");
    CHECK(kept.rows.row_count() == 49'999);
    CHECK(text_of(*db, "SELECT 1") == "1");
}

TEST_CASE("sqlite stream: what the sink throws comes through, and the reading ends",
          "[stream][sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    KeptRows sink = full_disk();
    const std::string endless_rows = rows_up_to("-1", "i");

    CHECK_THROWS_WITH(db->stream(endless_rows, {.rows = 1'000'000'000}, sink, {}), "no space left");

    CHECK(sink.blocks == 1);
    CHECK(text_of(*db, "SELECT 1") == "1");
}

TEST_CASE("sqlite stream: a stop in the middle ends it at once", "[stream][sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    std::stop_source stop;
    std::chrono::steady_clock::time_point asked;
    KeptRows sink([&] {
        asked = std::chrono::steady_clock::now();
        stop.request_stop();
    });

    CHECK_THROWS_AS(
        db->stream(rows_up_to("-1", "i"), {.rows = 1'000'000'000}, sink, stop.get_token()),
        Stopped);

    CHECK(std::chrono::steady_clock::now() - asked < prompt);
    CHECK(text_of(*db, "SELECT 1") == "1");
}

TEST_CASE("sqlite stream: the time is for the next rows, not for all of them", "[stream][sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    const std::string then_nothing =
        rows_up_to("-1", "i") + " WHERE i < 1000";  // It goes on counting for ever.
    KeptRows kept;

    const auto end = db->stream(then_nothing, {.timeout = milliseconds(300)}, kept, {});
    const Error none = stream_error(*db, endless, {.timeout = milliseconds(50)});

    REQUIRE_FALSE(end);
    CHECK(end.error().code == Errc::timeout);
    CHECK(end.error().message ==
          "the statement was ended: it took longer than the limit of 300 ms");
    CHECK(kept.rows.row_count() == 999);
    CHECK(none.code == Errc::timeout);
    CHECK(text_of(*db, "SELECT 1") == "1");
}

TEST_CASE("sqlite stream: nothing but reading, and a file that has gone", "[stream][sqlite]") {
    const TempFolder folder;
    const std::string path = make_database(folder, "CREATE TABLE t (a)");
    const auto db = connect_to(path);

    CHECK(stream_error(*db, "INSERT INTO t VALUES (1)").code == Errc::refused);
    CHECK(stream_error(*db, "").code == Errc::bad_input);
    CHECK(stream_error(*db, "SELECT ?").code == Errc::bad_input);
}

TEST_CASE("sqlite stream: a lock is told", "[stream][sqlite]") {
    const TempFolder folder;
    const std::string path = make_database(folder, "CREATE TABLE t (a)");
    const auto db = connect_to(path);
    WritingHandle other(path);
    other.run("BEGIN EXCLUSIVE");

    const Error error = stream_error(*db, "SELECT * FROM t", {.timeout = milliseconds(100)});

    CHECK(error.message.find("which is locked by another program") != std::string::npos);
    other.run("COMMIT");
    CHECK(streamed(*db, "SELECT * FROM t").row_count() == 0);
}
