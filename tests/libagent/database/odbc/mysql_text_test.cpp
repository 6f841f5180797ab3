#include "libagent/database/odbc/mysql_text.h"

#include <catch2/catch.hpp>

using namespace askdb;
using namespace askdb::database;

TEST_CASE("mysql text: comments and the final semicolon go, texts stay as they are", "[odbc]") {
    CHECK(mysql_statement_text("/* a; ? */ SELECT 1 -- b;\n, ';--' # c\n;;").value() ==
          "SELECT 1 , ';--'");
    CHECK(mysql_statement_text("select 'a\\';b', `x;y`, \"/* z */\"").value() ==
          "select 'a\\';b', `x;y`, \"/* z */\"");
    CHECK(mysql_statement_text("(select a.b,-1)").value() == "(select a.b,-1)");
    CHECK(mysql_statement_text("select 1/* x */+2").value() == "select 1 +2");
}

TEST_CASE("mysql text: what the driver does not survive is not let through", "[odbc]") {
    const std::string sql =
        GENERATE("select 1; select 2", "values (1)", "(values (1))", "help 'x'",
                 "execute immediate 'select 1'", "call p()", "begin not atomic select 1; end",
                 "insert into t values (1)", "", ";", "/* x */", "select 1 /*! into outfile 'x' */",
                 "select /*M!100000 1, */ 2", "select 'a", "select /* x", "do 1", "handler t open");

    INFO(sql);
    CHECK_FALSE(mysql_statement_text(sql).ok());
}

TEST_CASE("mysql text: minus minus without a blank is no comment for the server", "[odbc]") {
    const auto text = mysql_statement_text("select 5--1");

    REQUIRE_FALSE(text.ok());
    CHECK(text.error().code == Errc::bad_input);
}

TEST_CASE("mysql text: a statement that writes is bared of comments, and stays one",
          "[odbc][write]") {
    CHECK(mysql_bare_text("delete /* all */ from t -- yes\n;").value() == "delete from t");
    CHECK_FALSE(mysql_bare_text("delete from t; drop table t"));
    CHECK_FALSE(mysql_bare_text("delete from t /*! where 1 */"));
}

TEST_CASE("mysql text: a literal holds nothing to quote, a time limit is each server's own",
          "[odbc]") {
    CHECK(mysql_literal("a'\\") == "CONVERT(X'61275c' USING utf8mb4)");
    CHECK(mysql_time_limit(true, std::chrono::milliseconds(1500)) == "max_statement_time = 1.500");
    CHECK(mysql_time_limit(false, std::chrono::milliseconds(1500)) == "max_execution_time = 1500");
}
