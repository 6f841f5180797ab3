#include "libagent/database/sqlite/sqlite_source.h"

#include "libagent/base/stop.h"
#include "tests/libagent/database/sqlite/sqlite_asked.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <random>
#include <thread>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;
using std::chrono::milliseconds;

TEST_CASE("sqlite: values come out exactly as they are stored", "[sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(
        folder,
        "CREATE TABLE v (i INTEGER, r REAL, t TEXT, b BLOB, d DATE, ts DATETIME, f BOOLEAN);"
        "INSERT INTO v VALUES (9223372036854775807, 0.1, 'a' || char(0) || 'b', x'00ff27', "
        "  '2024-05-31', '2024-05-31 17:00:05.25', 1);"
        "INSERT INTO v VALUES (-9223372036854775808, 3.0, CAST(x'ff41' AS TEXT), zeroblob(2), "
        "  'soon', '2024-02-30', 'true')"));

    const Rows rows = rows_of(*db, "SELECT * FROM v ORDER BY i DESC");

    REQUIRE(rows.row_count() == 2);
    CHECK(rows.cell(0, 0).text == "9223372036854775807");
    CHECK(rows.cell(1, 0).text == "-9223372036854775808");
    CHECK(rows.cell(0, 0).kind == Kind::integer);
    CHECK(rows.cell(0, 1).text == "0.1");
    CHECK(rows.cell(1, 1).text == "3.0");
    CHECK(rows.cell(0, 2).text == std::string_view("a\0b", 3));
    CHECK(rows.cell(1, 2).text == "\xff\x41");
    CHECK(rows.cell(0, 3).text == std::string_view("\0\xff\x27", 3));
    CHECK(rows.cell(0, 3).kind == Kind::bytes);
    CHECK(rows.cell(1, 3).text == std::string_view("\0\0", 2));
    CHECK(rows.cell(0, 4).kind == Kind::date);
    CHECK(rows.cell(1, 4).kind == Kind::text);
    CHECK(rows.cell(0, 5).kind == Kind::timestamp);
    CHECK(rows.cell(1, 5).kind == Kind::text);
    CHECK(rows.cell(0, 6).kind == Kind::integer);
    CHECK(rows.cell(1, 6).kind == Kind::boolean);
    CHECK(rows.columns[4].declared_type == "DATE");
    CHECK(rows.columns[0].kind == Kind::integer);
}

TEST_CASE("sqlite: every double reads back as the same double", "[sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));

    CHECK(text_of(*db, "SELECT 0.1 + 0.2") == "0.30000000000000004");
    CHECK(text_of(*db, "SELECT 1e23") == "1e+23");
    CHECK(text_of(*db, "SELECT -0.0") == "-0.0");
    CHECK(text_of(*db, "SELECT 9e999") == "Infinity");
    CHECK(text_of(*db, "SELECT -9e999") == "-Infinity");
    CHECK(text_of(*db, "SELECT 4.9406564584124654e-324") == "5e-324");
    CHECK(text_of(*db, "SELECT 100000.0") == "100000.0");
    CHECK(rows_of(*db, "SELECT NULL").cell(0, 0).is_null());
}

TEST_CASE("sqlite: a file that cannot be used says why when it is connected", "[sqlite]") {
    const TempFolder folder;
    std::ofstream(folder.file("x.db")) << std::string(5000, 'x');

    const Error missing = connect_error(folder.file("nope.db"));
    const Error directory = connect_error(folder.path().string());
    const Error garbage = connect_error(folder.file("x.db"));
    const Error pipe = connect_error("/dev/null");

    CHECK(missing.code == Errc::usage);
    CHECK(missing.message == "cannot open '" + folder.file("nope.db") + "': no such file");
    CHECK(directory.message.ends_with("': it is a directory"));
    CHECK(garbage.code == Errc::usage);
    CHECK(garbage.message == "'" + folder.file("x.db") + "' is not an SQLite database");
    CHECK(pipe.message.ends_with("it is not a regular file"));
    CHECK_FALSE(std::filesystem::exists(folder.file("nope.db")));
}

TEST_CASE("sqlite: a path with signs that mean something in a URI is opened as it is", "[sqlite]") {
    const TempFolder folder;
    for (const std::string name : {"a?mode=rwc.db", "b#c.db", "100%25 d.db", "ü ' \" &=.db"}) {
        const std::string path = make_database(folder, "CREATE TABLE t AS SELECT 7 AS a", name);

        const auto db = connect_to(path);

        CHECK(text_of(*db, "SELECT a FROM t") == "7");
    }
    // Making a database through its plain path cannot have made others.
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 4);
}

TEST_CASE("sqlite: nothing but reading compiles, even without the guard", "[sqlite]") {
    const TempFolder folder;
    const std::string path = make_database(folder, "CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    const std::string before = file_bytes(path);
    const auto db = connect_to(path);

    for (const char* sql : {"DELETE FROM t",
                            "INSERT INTO t VALUES (2)",
                            "UPDATE t SET a = 2",
                            "DROP TABLE t",
                            "CREATE TEMP TABLE x (a)",
                            "CREATE VIEW v AS SELECT 1",
                            "ATTACH 'other.db' AS o",
                            "VACUUM INTO 'copy.db'",
                            "VACUUM",
                            "BEGIN",
                            "SAVEPOINT s",
                            "REINDEX",
                            "ANALYZE",
                            "PRAGMA journal_mode = WAL",
                            "PRAGMA query_only",
                            "PRAGMA user_version = 3",
                            "SELECT load_extension('x')",
                            "SELECT \"load_extension\"('x')",
                            "SELECT fts3_tokenizer('simple')",
                            "DROP TABLE IF EXISTS nope",
                            "CREATE VIRTUAL TABLE f USING fts5(a)",
                            "EXPLAIN DELETE FROM t",
                            "SELECT 1; SELECT 2",
                            "SELECT * FROM pragma_integrity_check"}) {
        INFO(sql);
        CHECK(error_of(*db, sql).code == Errc::refused);
    }
    CHECK(error_of(*db, "UPDATE sqlite_master SET sql = ''").message ==
          "table sqlite_master may not be modified");

    CHECK(error_of(*db, "DELETE FROM t").message == "DELETE is not allowed: askdb only reads");
    CHECK(text_of(*db, "SELECT count(*) FROM t;; -- done") == "1");
    CHECK(file_bytes(path) == before);
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("sqlite: errors are values in the database's words", "[sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    std::string wide = "SELECT 1";
    for (int i = 0; i < 3'000; ++i) wide += ", 1";

    CHECK(error_of(*db, "SELECT b FROM t").message == "no such column: b");
    CHECK(error_of(*db, "SELECT \"b\" FROM t").message == "no such column: b");
    CHECK(error_of(*db, wide).message == "too many columns in result set");
    CHECK(error_of(*db, "").message == "the statement is empty");
    CHECK(error_of(*db, std::string_view("SELECT 1\0", 9)).code == Errc::bad_input);
    CHECK(error_of(*db, "SELECT ?").code == Errc::bad_input);
    CHECK(error_of(*db, "SELECT " + std::string(2'000, '(') + "1").code == Errc::bad_input);
    CHECK(db->check("SELECT b FROM t", {})->message == "no such column: b");
    CHECK(db->check("DELETE FROM t", {})->code == Errc::refused);
    CHECK_FALSE(db->check(endless, {}));
}

TEST_CASE("sqlite: truncated is exact at the limit of rows", "[sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    const char* three = "VALUES (1), (2), (3)";

    CHECK_FALSE(rows_of(*db, three, {.rows = 3}).truncated);
    CHECK(rows_of(*db, three, {.rows = 2}).truncated);
    CHECK(rows_of(*db, three, {.rows = 2}).row_count() == 2);
    CHECK(rows_of(*db, three, {.rows = 0}).truncated);
    CHECK(rows_of(*db, "SELECT a FROM t", {.rows = 0}).truncated == false);
}

TEST_CASE("sqlite: the limit of bytes cuts whole rows, and refuses one that is too large",
          "[sqlite]") {
    const TempFolder folder;
    const auto db = connect_to(make_database(folder, "CREATE TABLE t (a)"));
    const Limits limits{.bytes = 10};

    const Rows fits = rows_of(*db, "VALUES ('abcde', 12345)", limits);
    const Rows cut = rows_of(*db, "VALUES ('abcd', 1), ('ef', 23456), ('g', 4)", limits);

    CHECK_FALSE(fits.truncated);
    CHECK(cut.row_count() == 1);
    CHECK(cut.truncated);
    CHECK(error_of(*db, "VALUES ('abcde', 123456)", limits).code == Errc::limit);
    CHECK(error_of(*db, "SELECT zeroblob(60000000)", limits).code == Errc::limit);
}

TEST_CASE("sqlite: a locked database is waited for, until a stop or the time limit", "[sqlite]") {
    const TempFolder folder;
    const std::string path = make_database(folder, "CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    const auto db = connect_to(path);
    WritingHandle other(path);
    other.run("BEGIN EXCLUSIVE");

    const Error error = error_of(*db, "SELECT a FROM t", {.timeout = milliseconds(60)});
    std::stop_source source;
    std::jthread stopper([&source] { source.request_stop(); });

    CHECK(error.code == Errc::timeout);
    CHECK(error.message.find("locked") != std::string::npos);
    CHECK_THROWS_AS(db->query("SELECT a FROM t", {}, source.get_token()), Stopped);
    std::jthread unlocker([&other] { other.run("COMMIT"); });
    CHECK(text_of(*db, "SELECT a FROM t") == "1");
}

TEST_CASE("sqlite: a database that stays locked is unavailable and worth another try",
          "[sqlite][slow]") {
    const TempFolder folder;
    const std::string path = make_database(folder, "CREATE TABLE t (a)");
    const auto db = connect_to(path);
    WritingHandle other(path);
    other.run("BEGIN EXCLUSIVE");

    const Error error = error_of(*db, "SELECT a FROM t");

    CHECK(error.code == Errc::unavailable);
    CHECK(error.retryable);
    CHECK(error.message == "'" + path + "' is locked by another program");
}

TEST_CASE("sqlite: a database in WAL mode is read while another program writes", "[sqlite]") {
    const TempFolder folder;
    const std::string path = folder.file("wal.db");
    WritingHandle other(path);
    other.run("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    other.run("BEGIN IMMEDIATE; INSERT INTO t VALUES (2)");

    const auto db = connect_to(path);

    CHECK(text_of(*db, "SELECT count(*) FROM t") == "1");
    other.run("COMMIT");
    CHECK(text_of(*db, "SELECT count(*) FROM t") == "2");
}

TEST_CASE("sqlite: a database in WAL mode in a folder that may not be written says so",
          "[sqlite]") {
    if (::geteuid() == 0) {
        WARN("skipped: root may write everywhere");
        return;
    }
    const TempFolder folder;
    const std::string path = make_database(folder, "PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0500));

    const Error error = connect_error(path);

    CHECK(error.code == Errc::unavailable);
    CHECK(error.message.find("WAL mode") != std::string::npos);
}

TEST_CASE("sqlite: a corrupt database says that it is corrupt", "[sqlite]") {
    const TempFolder folder;
    const std::string path = make_database(
        folder,
        "CREATE TABLE t (a); INSERT INTO t WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL "
        "SELECT n + 1 FROM r WHERE n < 9000) SELECT n || 'x' FROM r");
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(2 * 4096);
    file << std::string(4096, '\xff');
    file.close();
    const auto db = connect_to(path);

    const Error error = error_of(*db, "SELECT count(a) FROM t");

    CHECK(error.code == Errc::unavailable);
    CHECK_FALSE(error.retryable);
    CHECK(error.message.find("is corrupt") != std::string::npos);
}
