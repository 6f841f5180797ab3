#include "libagent/database/sql_statements.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace askdb::database;

namespace {

std::vector<std::string> statements_of(std::string_view script, std::string_view dialect) {
    std::vector<std::string> statements;
    for (const SqlPiece& piece : split_statements(script, *find_dialect(dialect)))
        statements.emplace_back(piece.sql);
    return statements;
}

using Statements = std::vector<std::string>;

}

TEST_CASE("statements: semicolons cut, but not within quotes and comments", "[database]") {
    CHECK(statements_of("SELECT 1; SELECT ';' AS \"a;b\" -- x;y\n; ; SELECT 2", "sqlite") ==
          Statements{"SELECT 1", "SELECT ';' AS \"a;b\"", "SELECT 2"});
    CHECK(statements_of("SELECT $x$;$x$; SELECT 2;", "postgres") ==
          Statements{"SELECT $x$;$x$", "SELECT 2"});
    CHECK(statements_of("SELECT 'it\\';s'; SELECT `a;b`", "mysql") ==
          Statements{"SELECT 'it\\';s'", "SELECT `a;b`"});
}

TEST_CASE("statements: what holds only comments is none", "[database]") {
    CHECK(statements_of("", "sqlite").empty());
    CHECK(statements_of(" ;; \n", "sqlite").empty());
    CHECK(statements_of("-- hello\n/* ; */ ; SELECT /* x */ 1", "sqlite") ==
          Statements{"SELECT /* x */ 1"});
}

TEST_CASE("statements: what never ends belongs to the last one", "[database]") {
    CHECK(statements_of("SELECT 1; SELECT 'x; SELECT 2", "sqlite") ==
          Statements{"SELECT 1", "SELECT 'x; SELECT 2"});
}

TEST_CASE("statements: lines of SQL Server's scripts that say go", "[database]") {
    CHECK(statements_of("SELECT 1\nGO\nSELECT go FROM t\n go \n", "sqlserver") ==
          Statements{"SELECT 1", "SELECT go FROM t"});
    CHECK(statements_of("SELECT 1\ngo\n", "sqlite") == Statements{"SELECT 1\ngo"});
}

TEST_CASE("statements: each knows the line where it begins", "[database]") {
    const auto pieces =
        split_statements("-- one\nSELECT\n1;\n\nSELECT 2; SELECT 3", *find_dialect("sqlite"));

    REQUIRE(pieces.size() == 3);
    CHECK(pieces[0].line == 2);
    CHECK(pieces[1].line == 5);
    CHECK(pieces[2].line == 5);
}
