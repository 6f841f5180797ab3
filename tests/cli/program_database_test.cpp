// The whole program over databases that are odd, and its SQL command.

#include "libagent/base/text.h"
#include "tests/support/model_question.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>

namespace askdb::test {
// ---- databases that are odd

TEST_CASE("program: a project's link does not lead out of its folder", "[program]") {
    const TempDatabase elsewhere(shop_sql), project(shop_sql);
    const std::filesystem::path folder = project.folder();
    std::filesystem::create_symlink(elsewhere.path(), folder / "out.db");
    std::filesystem::create_symlink("test.db", folder / "in.db");
    const auto list_tables = [&](const std::string& path) {
        std::ofstream(folder / "askdb.toml") << "[databases.d]\npath = \"" << path << "\"\n";
        return run_program({.arguments = {"tables"}, .folder = folder.string()});
    };

    const ProgramEnd out = list_tables("out.db"), in = list_tables("in.db");

    CHECK(out.exit_code == 2);
    CHECK(out.out.empty());
    CHECK(out.err.find("askdb.toml: a project file must not set the path 'out.db'") !=
          std::string::npos);
    CHECK(in.exit_code == 0);
    CHECK(in.out.find("orders") != std::string::npos);
}

TEST_CASE("program: cells reach a terminal harmless in every format", "[program]") {
    const TempDatabase shop(shop_sql);
    const std::string statement = "SELECT char(27) || '[2J' || char(155) AS a";
    for (const char* format : {"csv", "json", "table"}) {
        INFO(format);
        std::vector<std::string> words = {"-d",   shop.path(), "--no-color", "--data",
                                          format, "sql",       statement};

        const ProgramEnd end = run_program({.arguments = words, .on_terminal = true});

        CHECK(end.exit_code == 0);
        CHECK(end.out.find("\x1b[2J") == std::string::npos);
        CHECK(end.out.find("\u009b") == std::string::npos);
        CHECK(end.out.find("1b[2J\\u009b") != std::string::npos);
    }
    CHECK(sql(shop, {"--data", "csv", statement}).out == "a\n\x1b[2J\u009b\n");
}

TEST_CASE("program: a file that is no database, is missing, or is a folder, is exit 2 and named",
          "[program]") {
    const TempDatabase shop(shop_sql);
    const std::string folder = shop.folder().string();
    std::ofstream(folder + "/no.db")
        << "this is no database, but it is long enough to have a header of 100 bytes "
           "so that SQLite looks at it in earnest, and then says what it is not\n";

    for (const std::string& path : {folder + "/no.db", folder + "/missing.db", folder}) {
        INFO(path);
        const ProgramEnd end = run_program({.arguments = {"-d", path, "tables"}});
        CHECK(end.exit_code == 2);
        CHECK(end.err.find(path) != std::string::npos);
        CHECK_FALSE(std::filesystem::exists(folder + "/missing.db"));
    }
}

TEST_CASE("program: a locked database is exit 3, for it may be free a moment later", "[program]") {
    const TempDatabase shop(shop_sql);
    sqlite3* owner = nullptr;
    sqlite3_open(shop.path().c_str(), &owner);
    sqlite3_exec(owner, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr);

    const ProgramEnd end = sql(shop, {"SELECT 1 FROM orders"});
    sqlite3_close(owner);

    CHECK(end.exit_code == 3);
    CHECK(end.err.find("locked") != std::string::npos);
}

TEST_CASE("program: a database that cannot be written is read all the same", "[program]") {
    const TempDatabase shop(shop_sql);
    std::filesystem::permissions(shop.path(), std::filesystem::perms::owner_read);
    std::filesystem::permissions(
        shop.folder(), std::filesystem::perms::owner_read | std::filesystem::perms::owner_exec);

    const ProgramEnd end = sql(shop, {"SELECT count(*) AS n FROM orders"});
    std::filesystem::permissions(shop.folder(), std::filesystem::perms::owner_all);

    CHECK(end.out == "n\n5\n");
}

TEST_CASE("program: a table named like a keyword can be listed, described and read", "[program]") {
    const TempDatabase odd(R"(CREATE TABLE "select" ("from" TEXT, "a ""b" INTEGER);
                              INSERT INTO "select" VALUES ('x', 1);)");

    CHECK(run_program({.arguments = {"-d", odd.path(), "tables"}}).out.find("select") !=
          std::string::npos);
    CHECK(run_program({.arguments = {"-d", odd.path(), "describe", "select"}}).exit_code == 0);
    CHECK(sql(odd, {R"(SELECT "from" FROM "select")"}).out == "from\nx\n");
    CHECK(run_program({.arguments = {"-d", odd.path(), "How many select are there?"}}).exit_code <
          2);
}

TEST_CASE("program: text that is no UTF-8 and NUL bytes come out as the format can hold them",
          "[program]") {
    const TempDatabase odd(
        "CREATE TABLE t (a TEXT); INSERT INTO t VALUES (CAST(x'61FF62' AS TEXT)), "
        "(CAST(x'610062' AS TEXT))");

    const ProgramEnd csv = sql(odd, {"SELECT a FROM t"});
    const ProgramEnd json = sql(odd, {"SELECT a FROM t", "--data", "json"});

    CHECK(csv.out == std::string("a\na\xFF"
                                 "b\na\0b\n",
                                 10));
    REQUIRE(parse_json(json.out, "stdout").ok());
    CHECK(parse_json(json.out, "stdout").value()[1]["a"] == std::string("a\0b", 3));
}

TEST_CASE("program: an empty result has its header and exit 0", "[program]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd end = sql(shop, {"SELECT name FROM customers WHERE 0"});

    CHECK(end.out == "name\n");
    CHECK(end.exit_code == 0);
}

// ---- sql

TEST_CASE("program: sql takes its statement from a word, a file or stdin", "[program]") {
    const TempDatabase shop(shop_sql);
    std::ofstream(shop.folder() / "q.sql") << "SELECT 1 AS one; -- done\n";

    CHECK(sql(shop, {"SELECT 1 AS one"}).out == "one\n1\n");
    CHECK(sql(shop, {"-f", (shop.folder() / "q.sql").string()}).out == "one\n1\n");
    CHECK(sql(shop, {}, "SELECT 1 AS one\n").out == "one\n1\n");
}

TEST_CASE("program: sql refuses what writes with 6, and says what the database rejects with 1",
          "[program]") {
    const TempDatabase shop(shop_sql);
    const std::string before = shop.bytes();

    for (const char* statement :
         {"DELETE FROM orders", "SELECT 1; SELECT 2", "ATTACH 'x' AS y", "PRAGMA user_version = 7",
          "CREATE TABLE t (a)", "SELECT load_extension('x')", "BEGIN"}) {
        INFO(statement);
        CHECK(sql(shop, {statement}).exit_code == 6);
    }
    const ProgramEnd wrong = sql(shop, {"SELECT totl FROM orders"});
    CHECK(wrong.exit_code == 1);
    CHECK(wrong.err.find("orders.total") != std::string::npos);
    CHECK(sql(shop, {"SELEC 1"}).exit_code == 1);
    CHECK(sql(shop, {}, "").exit_code == 2);
    CHECK(sql(shop, {}, std::string("SELECT 1\0; DROP", 15)).exit_code == 6);
    CHECK(sql(shop, {"SELECT '\xFF\xFE'"}).exit_code == 6);
    CHECK(shop.bytes() == before);
}

TEST_CASE("program: a statement that runs for ever ends at --timeout with 4", "[program]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd end = sql(shop, {endless_statement, "--timeout", "1"});

    CHECK(end.exit_code == 4);
    CHECK(end.out.empty());
    CHECK(end.took < std::chrono::seconds(10));
}

TEST_CASE("program: more rows than --max-rows are cut, said and exit 7; exactly so many are not",
          "[program]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd cut = sql(shop, {"SELECT order_id FROM orders ORDER BY 1", "--max-rows", "4"});
    const ProgramEnd whole =
        sql(shop, {"SELECT order_id FROM orders ORDER BY 1", "--max-rows", "5"});

    CHECK(cut.out == "order_id\n1\n2\n3\n4\n");
    CHECK(cut.exit_code == 7);
    CHECK(cut.err.find('4') != std::string::npos);
    CHECK(whole.exit_code == 0);
    CHECK(whole.err.empty());
}

TEST_CASE("program: digits are never lost", "[program]") {
    const TempDatabase shop(shop_sql);

    const ProgramEnd end =
        sql(shop, {"SELECT 9223372036854775807 AS a, -9223372036854775808 AS b, 0.1 + 0.2 AS c, "
                   "1e300 AS d, 3.0 AS e, x'00ff' AS f, NULL AS g, '' AS h"});

    CHECK(end.out ==
          "a,b,c,d,e,f,g,h\n9223372036854775807,-9223372036854775808,0.30000000000000004,1e+300,3."
          "0,\\x00ff,,\"\"\n");
}

}
