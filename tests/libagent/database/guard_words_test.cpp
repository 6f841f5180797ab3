#include "libagent/database/guard_words.h"

#include "tests/libagent/database/judged.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("guard words: words of verbs may be names", "[guard]") {
    CHECK(judged("mysql", "SELECT t.update, `delete`, 'drop', 1 AS lock FROM t") == "allowed");
    CHECK(judged("mysql", "SELECT count(*) start, REPLACE(a, 'b', 'c'), TRUNCATE(d, 2) FROM t") ==
          "allowed");
    CHECK(judged("mysql", "SELECT * FROM a USE INDEX FOR JOIN (i) JOIN b USING (c)") == "allowed");
    CHECK(judged("mysql", "WITH delete_log (a, b) AS (SELECT 1, 2) SELECT * FROM delete_log") ==
          "allowed");
    CHECK(judged("sqlserver", "SELECT [exec], t.[open] FROM t INNER MERGE JOIN u ON 1 = 1") ==
          "allowed");
    CHECK(judged("sqlserver",
                 "SELECT a FROM t ORDER BY a OFFSET 5 ROWS FETCH NEXT 9 ROWS ONLY "
                 "OPTION (USE HINT('x'))") == "allowed");
}

TEST_CASE("guard words: writing words are found wherever they stand", "[guard]") {
    CHECK(is_refused("mysql", "SELECT 1 INTO OUTFILE '/tmp/x'"));
    CHECK(is_refused("mysql", "SELECT a FROM t INTO/**/DUMPFILE '/tmp/x'"));
    CHECK(is_refused("mysql", "SELECT * FROM (DELETE FROM t) x"));
    CHECK(is_refused("mysql", "WITH x AS (SELECT 1) UPDATE (t) SET a = 1"));
    CHECK(is_refused("sqlserver", "SELECT a INTO #copy FROM t"));
    CHECK(is_refused("generic", "FROM t INSERT OVERWRITE TABLE u SELECT a"));
}

TEST_CASE("guard words: only behind a name is a dot's word a name", "[guard]") {
    CHECK(is_refused("sqlserver", "SELECT 0x1.EXEC('DELETE FROM t')"));
    CHECK(is_refused("sqlserver", "SELECT ) . DELETE FROM t"));
    CHECK(judged("sqlserver", "SELECT a..b FROM a..b") == "allowed");
}

TEST_CASE("guard words: SQL Server begins a statement without a semicolon", "[guard]") {
    for (const char* sql :
         {"SELECT 1 EXEC('DELETE FROM t')", "SELECT 1 exec master..xp_cmdshell 'x'",
          "SELECT 1 WAITFOR DELAY '1:0:0'", "SELECT 1 DROP TABLE t", "SELECT 1 SET NOCOUNT ON",
          "SELECT 1 IF 1 = 1 PRINT 'x'", "SELECT 1 KILL 5", "SELECT 1 USE master",
          "SELECT 1 FETCH NEXT FROM c", "SELECT 1 BACKUP DATABASE a TO DISK = 'b'",
          "SELECT 1 UPDATE STATISTICS t", "SELECT 1 DECLARE @a int"}) {
        INFO(sql);
        CHECK(is_refused("sqlserver", sql));
    }
}

TEST_CASE("guard words: locks, sequences, assignments and settings are denied", "[guard]") {
    CHECK(is_refused("mysql", "SELECT * FROM t FOR UPDATE SKIP LOCKED"));
    CHECK(is_refused("mysql", "SELECT * FROM t LOCK IN SHARE MODE"));
    CHECK(is_refused("sqlserver", "SELECT * FROM t WITH (UPDLOCK)"));
    CHECK(judged("sqlserver", "SELECT * FROM t WITH (NOLOCK)") == "allowed");
    CHECK(judged("mysql", "SELECT * FROM t FOR SYSTEM_TIME AS OF '2020-01-01'") == "allowed");
    CHECK(is_refused("mysql", "SELECT NEXT VALUE FOR s"));
    CHECK(is_refused("sqlserver", "SELECT NEXT VALUE FOR s"));
    CHECK(is_refused("generic", "SELECT s.NEXTVAL FROM dual"));
    CHECK(is_refused("mysql", "SELECT @a := 1"));
    CHECK(is_refused("mysql", "SELECT @`a` := 1"));
    CHECK(is_refused("generic", "SELECT 1 SETTINGS readonly = 0"));
}

TEST_CASE("guard words: a call is found behind quotes, blanks, comments and schemas", "[guard]") {
    CHECK(is_refused("mysql", "SELECT `load_file`('x')"));
    CHECK(is_refused("mysql", "SELECT load_file /* x */ ('x')"));
    CHECK(is_refused("mysql", "SELECT LOAD_FILE -- x\n('x')"));
    CHECK(is_refused("mysql", "SELECT a.`sys_exec`('x')"));
    CHECK(is_refused("mysql", "SELECT {fn load_file('x')}"));
    CHECK(is_refused("sqlserver", "SELECT * FROM [OpenRowset](BULK 'x', SINGLE_CLOB) x"));
    CHECK(is_refused("generic", "SELECT UTL_HTTP.REQUEST('http://x') FROM dual"));
    CHECK(is_refused("generic", "SELECT sys . dbms_random . value FROM dual"));
    CHECK(judged("mysql", "SELECT load_file, 'sleep(1)' FROM t -- sleep(1)") == "allowed");
}

TEST_CASE("guard: escapes of ODBC hide nothing", "[guard][generic]") {
    for (const char* dialect : {"generic", "sqlserver", "mysql"}) {
        for (const char* sql :
             {"{call p}", "{?= call p}", "{ call p (1) }", "SELECT 1 {call p}",
              "SELECT {fn xp_cmdshell('x')}", "SELECT {fn {call p}}", "SELECT {d 5}",
              "SELECT {d (SELECT 1)}", "SELECT {ts '2024-01-01' , p}", "SELECT { {fn NOW()} }",
              "SELECT {x 1}", "SELECT {fn", "SELECT {", "SELECT {?=call p()}",
              "SELECT * FROM {oj t; DELETE FROM t}", "SELECT {fn NOW()}; DELETE FROM t",
              "SELECT {escape}"}) {
            INFO(dialect << ": " << sql);
            CHECK(is_refused(dialect, sql));
        }
        for (const char* sql :
             {"SELECT {fn YEAR({d '2024-05-31'})}", "SELECT {fn CURDATE()}",
              "SELECT * FROM {oj a LEFT OUTER JOIN b ON a.x = b.x}",
              "SELECT {ts '2024-05-31 17:00:00'}, {t '17:00:00'}",
              "SELECT x FROM t WHERE y LIKE '%!%' {escape '!'}", "SELECT '{call p}'"}) {
            INFO(dialect << ": " << sql);
            CHECK(judged(dialect, sql) == "allowed");
        }
    }
    CHECK(is_refused("generic", "SELECT {fn SLEEP(5)}"));
    CHECK(is_refused("generic", "SELECT --(*VENDOR(Microsoft) fn NOW() *)--"));
    CHECK(is_refused("mysql", "SELECT {fn LOAD_FILE('/etc/passwd')}"));
}

TEST_CASE("guard words: no call to a server that nobody knows hides in a definition or in U&",
          "[guard]") {
    CHECK(is_refused("generic", "SELECT U&\"table!005fto_xml\" UESCAPE '!' ('x')"));
    CHECK(is_refused("generic", "SELECT * FROM t, LATERAL crosstab(a) AS (b int)"));
    CHECK(is_refused("generic", "SELECT * FROM t, crosstab(a) AS (b int)"));

    CHECK(judged("generic", "SELECT u & \"x\" FROM t") == "allowed");
    CHECK(judged("generic", "SELECT net.amount FROM net") == "allowed");
    CHECK(judged("generic", "WITH sp_totals (a) AS (SELECT 1) SELECT a FROM sp_totals") ==
          "allowed");
}
