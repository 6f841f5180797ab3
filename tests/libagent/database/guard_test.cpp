#include "libagent/database/guard.h"

#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/support/temp_database.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <vector>

using namespace askdb;
using namespace askdb::database;
using namespace askdb::test;

namespace {

const Dialect& sqlite() {
    return *find_dialect("sqlite");
}

bool is_allowed(std::string_view sql) {
    return !judge_read_only(sql, sqlite());
}

struct CorpusLine {
    std::string sql;
    std::string verdict;
};

std::vector<CorpusLine> sqlite_corpus() {
    const char* folder = std::getenv("ASKDB_TEST_DATA");
    const std::string path = folder ? folder : ASKDB_SOURCE_DIR "/../shared/data";
    std::ifstream in(path + "/readonly_corpus.jsonl");
    std::vector<CorpusLine> lines;
    for (std::string line; std::getline(in, line);) {
        const auto json = nlohmann::json::parse(line);
        if (json["dialect"] == "sqlite") lines.push_back({json["sql"], json["verdict"]});
    }
    if (lines.empty()) WARN("skipped: no readonly_corpus.jsonl in " << path);
    return lines;
}

}

TEST_CASE("guard: statements that read are allowed", "[guard]") {
    for (const char* sql : {
             "SELECT 1",
             "select * from t;",
             "SELECT 1 ; ; -- done",
             "\xEF\xBB\xBF"
             "SELECT 1",
             "WITH x AS (SELECT 1) SELECT * FROM x",
             "VALUES (1), (2)",
             "EXPLAIN QUERY PLAN SELECT 1",
             "SELECT replace(name, 'a', 'b') FROM t",
             "SELECT \"update\", `delete`, [drop] FROM t",
             "SELECT 'DROP TABLE t; --', x'44524f50'",
             "SELECT release, key FROM albums",
             "SELECT count(*) FROM t WHERE a IN (SELECT b FROM u)",
             "SELECT t.update FROM t",
             "SELECT load_extension FROM t",
             "SELECT 1 /* ; DELETE FROM t */",
             "PRAGMA table_info(t)",
             "PRAGMA main.index_list('t')",
             "PRAGMA user_version",
             "SELECT json_extract(j, '$.a[0]'), j ->> '$.b' FROM t",
             "SELECT 1 -- x\r\n+ 1",
         }) {
        INFO(sql);
        CHECK(is_allowed(sql));
    }
}

TEST_CASE("guard: anything that writes is denied", "[guard]") {
    for (const char* sql : {
             "DELETE FROM t",
             "/* x */ insert into t values (1)",
             "WITH x AS (SELECT 1) DELETE FROM t",
             "WITH x AS (SELECT 1) REPLACE INTO t VALUES (1)",
             "EXPLAIN DELETE FROM t",
             "SELECT * INTO copy FROM t",
             "SELECT 1INTO copy",
             "SELECT * FROM t FOR UPDATE",
             "SELECT * FROM t FOR SHARE",
             "SELECT 1; DELETE FROM t",
             "SELECT 'a\\'; DELETE FROM t; --'",
             "SELECT [a]]; DELETE FROM t; --]",
             "SELECT load_extension('x')",
             "SELECT \"Load_Extension\" ('x')",
             "SELECT `load_extension`/**/('x')",
             "PRAGMA user_version = 1",
             "PRAGMA user_version(1)",
             "PRAGMA journal_mode",
             "PRAGMA table_info(t); DELETE FROM t",
             "PRAGMA \"writable_schema\"(1)",
             "ATTACH 'x' AS y",
             "BEGIN",
             "SELECT 'never ends",
             "SELECT \"never ends",
             "SELECT 1 -- x\rDELETE FROM t",
             ".shell id",
             "EXPLAIN",
             "((",
         }) {
        INFO(sql);
        const auto error = judge_read_only(sql, sqlite());
        REQUIRE(error);
        CHECK(error->code == Errc::refused);
    }
}

TEST_CASE("guard: an empty text is bad input, a NUL byte is refused", "[guard]") {
    CHECK(judge_read_only("", sqlite())->code == Errc::bad_input);
    CHECK(judge_read_only(" ;; -- x", sqlite())->code == Errc::bad_input);
    CHECK(judge_read_only("SELECT ?1", sqlite())->code == Errc::bad_input);
    CHECK(judge_read_only(std::string_view("SELECT 1\0; DELETE FROM t", 24), sqlite())->code ==
          Errc::refused);
}

TEST_CASE("guard: a megabyte of anything is judged in linear time", "[guard]") {
    for (const std::string piece : {"(", ";", "'", "/*", "select ", "\"", "[", "1e", "$a$", "--"}) {
        std::string sql = "SELECT ";
        while (sql.size() < 1'000'000) sql += piece;

        const auto began = std::chrono::steady_clock::now();
        (void)judge_read_only(sql, sqlite());

        INFO(piece);
        CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(10));
    }
}

TEST_CASE("guard: every statement of the corpus is judged rightly", "[guard]") {
    for (const CorpusLine& line : sqlite_corpus()) {
        INFO(line.sql);
        if (line.verdict != "either") CHECK(is_allowed(line.sql) == (line.verdict == "allow"));
    }
}

TEST_CASE("guard: no statement of the corpus changes a file, even without the guard", "[guard]") {
    const TempFolder folder;
    const std::string path =
        make_database(folder,
                      "CREATE TABLE customers (name, id); CREATE INDEX kit_idx ON customers (name);"
                      "CREATE TABLE orders (a); CREATE TABLE users (a, b); CREATE TABLE foo (a);"
                      "CREATE TABLE COMPANY (a); INSERT INTO customers VALUES ('x', 1)");
    const std::string before = file_bytes(path);
    const Limits limits{.timeout = std::chrono::milliseconds(200)};

    const auto db = make_sqlite_source(path)->connect({});
    for (const CorpusLine& line : sqlite_corpus()) {
        INFO(line.sql);
        const Result<Rows> result = db->query(line.sql, limits, {});
        if (line.verdict == "allow") CHECK(result.ok());
        if (line.verdict == "deny") CHECK_FALSE(result.ok());
        CHECK(file_bytes(path) == before);
        CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
        CHECK_FALSE(std::filesystem::exists("/tmp/kit_v.db"));
    }
}
