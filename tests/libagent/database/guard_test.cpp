#include "libagent/database/guard.h"

#include "libagent/base/text.h"
#include "libagent/database/sqlite/sqlite_source.h"
#include "tests/libagent/database/judged.h"
#include "tests/support/sanitized.h"
#include "tests/support/temp_database.h"
#include "tests/support/test_data.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <fstream>
#include <random>
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
    std::string dialect;  ///< One of ours: "generic" for databases that have no record.
    std::string sql;
    std::string verdict;
};

std::vector<CorpusLine> corpus() {
    const std::string path = test::test_data() / "readonly_corpus.jsonl";
    std::ifstream in(path);
    std::vector<CorpusLine> lines;
    for (std::string line; std::getline(in, line);) {
        const auto json = nlohmann::json::parse(line);
        const std::string dialect = json["dialect"];
        lines.push_back(
            {find_dialect(dialect) ? dialect : "generic", json["sql"], json["verdict"]});
    }
    if (lines.empty()) WARN("skipped: no " << path);
    return lines;
}

/// Marked as a change of settings, though it reads a column: "set_configuration" only begins like
/// the function set_config. Everything else in the corpus is as it says.
bool is_mislabelled(const CorpusLine& line) {
    return line.sql == "SELECT set_configuration FROM cfg";
}

/// Statements to take apart where the corpus is missing.
const std::vector<std::string> seeds = {
    "SELECT a, 'b''c', \"d\", `e`, [f] FROM t WHERE x = 1.5e3 -- end",
    "WITH a (b) AS (SELECT 1) SELECT * FROM a UNION ALL SELECT load_extension('x') /* y */",
    "DELETE FROM t WHERE a = 'b\\'c'; DROP TABLE t",
    "EXPLAIN (ANALYZE) SELECT $tag$ a $tag$, E'\\'' , U&'x' FROM f(1) # c",
    "SELECT replace(a, 'b', 'c') INTO OUTFILE '/tmp/x' /*!50000 FOR UPDATE */",
    "PRAGMA main.table_info('t')",
};

constexpr std::string_view pieces[] = {
    "'",       "\"",      "`",     "[",       "]",       "(",  ")",        ";",    "--",
    "/*",      "*/",      "\\",    "$$",      "\n",      "#",  "\xC2\xA0", "\xFF", "/*!",
    "DELETE ", " INTO ",  "EXEC ", ".",       "1e",      "::", ",",        "@",    " AS ",
    "WITH ",   "SELECT ", "FROM ", "PRAGMA ", "ATTACH ", "q'", "N'",       " OR ",
};

/// Cuts, copies and inserts at random places; the same for the same random numbers.
std::string mutated(std::string sql, const std::string& other, std::mt19937& random) {
    constexpr std::size_t most_changes = 3;
    constexpr std::size_t longest_cut = 20;
    const auto below = [&random](std::size_t n) { return random() % n; };
    for (std::size_t changes = 1 + below(most_changes); changes > 0; --changes) {
        const std::size_t at = below(sql.size() + 1);
        switch (below(4)) {
            case 0: sql.insert(at, pieces[below(std::size(pieces))]); break;
            case 1: sql.erase(at, below(longest_cut)); break;
            case 2: sql.insert(at, other.substr(below(other.size() + 1), longest_cut)); break;
            default: sql = sql.substr(0, at) + other.substr(below(other.size() + 1));
        }
    }
    return sql;
}

/// SQLite's own opinion; a text that it cannot compile writes nothing.
bool sqlite_would_write(sqlite3* database, const std::string& sql) {
    sqlite3_stmt* compiled = nullptr;
    sqlite3_prepare_v2(database, sql.c_str(), -1, &compiled, nullptr);
    const bool writes = compiled != nullptr && sqlite3_stmt_readonly(compiled) == 0;
    sqlite3_finalize(compiled);
    return writes;
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

TEST_CASE("guard: a text that is no UTF-8, or holds a NUL byte, is refused", "[guard]") {
    for (const Dialect* dialect : all_dialects()) {
        CHECK(is_refused(dialect->name, "SELECT '\xBF\x5C'; DELETE FROM t -- '"));
        CHECK(is_refused(dialect->name, "SELECT '\xBF'"));
        CHECK(is_refused(dialect->name, std::string_view("SELECT 1\0+ 1", 12)));
    }
}

TEST_CASE("guard: a megabyte of anything is judged in linear time", "[guard]") {
    // Some dialects refuse all that is longer than the second.
    constexpr std::size_t sizes[] = {is_sanitized ? 50'000 : 1'000'000, 200'000};
    for (const Dialect* dialect : all_dialects()) {
        for (const char* piece :
             {"(",   ";",  "'",  "/*",   "select ", "\"",          "[",        "1e",
              "$a$", "--", "f(", ",a(b", "a.",      "with a as (", " explain", "' ",
              "]",   "`",  "+",  "+-",   "*/",      "/",           "-/ ",      "= "}) {
            for (const std::size_t bytes : sizes) {
                const std::string sql = repeated("SELECT ", piece, bytes);

                const auto began = std::chrono::steady_clock::now();
                (void)judge_read_only(sql, *dialect);

                INFO(dialect->name << " " << bytes << " of " << piece);
                CHECK(std::chrono::steady_clock::now() - began <
                      test::patience(std::chrono::seconds(10)));
            }
        }
    }
}

TEST_CASE("guard: operators as a person writes them are not too long for PostgreSQL", "[guard]") {
    const std::string line(500, '-');

    CHECK_FALSE(
        judge_read_only(line + "\nSELECT 1 + 2 -- " + line + "\n/*" + std::string(500, '*') + "*/",
                        *find_dialect("postgres")));
}

TEST_CASE("guard: every statement of the corpus is judged rightly", "[guard]") {
    for (const CorpusLine& line : corpus()) {
        INFO(line.dialect << ": " << line.sql);
        const std::string verdict = is_mislabelled(line) ? "allow" : line.verdict;
        if (verdict != "either") {
            CHECK(is_refused(line.dialect, line.sql) == (verdict == "deny"));
        }
    }
}

TEST_CASE("guard: blanks and comments before a statement change no verdict", "[guard]") {
    for (const CorpusLine& line : corpus()) {
        INFO(line.dialect << ": " << line.sql);
        CHECK(is_refused(line.dialect, " \t\r\n/* x; */ -- y\n" + line.sql) ==
              is_refused(line.dialect, line.sql));
    }
}

TEST_CASE("guard: mutated statements get a verdict, and what SQLite calls a write is refused",
          "[guard]") {
    constexpr int rounds = 6'000;
    std::vector<std::string> statements = seeds;
    for (const CorpusLine& line : corpus()) statements.push_back(line.sql);
    const TempFolder folder;
    sqlite3* database = nullptr;
    const std::string path = make_database(folder, "CREATE TABLE t (a); CREATE TABLE users (a)");
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    std::mt19937 random(20240531);

    for (int round = 0; round < rounds; ++round) {
        const std::string& one = statements[random() % statements.size()];
        const std::string& other = statements[random() % statements.size()];
        const std::string sql = mutated(one, other, random);
        for (const Dialect* dialect : all_dialects()) {
            const auto error = judge_read_only(sql, *dialect);
            if (error && !is_valid_utf8(error->message)) FAIL(dialect->name << ": " << sql);
            if (error || dialect->name != "sqlite") continue;
            if (sqlite_would_write(database, sql)) FAIL("allowed, but it writes: " << sql);
        }
    }
    sqlite3_close(database);
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
    for (const CorpusLine& line : corpus()) {
        if (line.dialect != "sqlite") continue;
        INFO(line.sql);
        const Result<Rows> result = db->query(line.sql, limits, {});
        if (line.verdict == "allow") CHECK(result.ok());
        if (line.verdict == "deny") CHECK_FALSE(result.ok());
        CHECK(file_bytes(path) == before);
        CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
        CHECK_FALSE(std::filesystem::exists("/tmp/kit_v.db"));
    }
}
