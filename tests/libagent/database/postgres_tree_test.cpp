#include "libagent/database/postgres_tree.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

TEST_CASE("postgres tree: statements, functions and clauses are found by their places", "[guard]") {
    const PostgresTree tree = read_postgres_tree(
        R"({"version":1,"stmts":[{"stmt":{"SelectStmt":{"targetList":[{"FuncCall":{"funcname":)"
        R"([{"String":{"sval":"s"}},{"String":{"sval":"f"}}],"args":[{"String":{"sval":"no"}}]}}],)"
        R"("larg":{"x":"CopyStmt"},"withClause":{"ctequery":{"DeleteStmt":{}}}}},"stmt_len":8},)"
        R"({"stmt":{"DropStmt":{}}}]})");

    CHECK(tree.statements == std::vector<std::string>{"SelectStmt", "DropStmt"});
    CHECK(tree.inner_statements == std::set<std::string>{"DeleteStmt"});
    CHECK(tree.functions == std::set<std::vector<std::string>>{{"s", "f"}});
    CHECK_FALSE(tree.has_into);
    CHECK_FALSE(tree.has_locking);
    CHECK_FALSE(tree.analyzes);
}

TEST_CASE("postgres tree: texts cannot pose as keys", "[guard]") {
    const PostgresTree tree =
        read_postgres_tree(R"({"a":"\",\"intoClause\":{","b":"\\","c":"lockingClause"})");

    CHECK_FALSE(tree.has_into);
    CHECK_FALSE(tree.has_locking);
}

TEST_CASE("postgres tree: a text of another form does no harm", "[guard]") {
    for (const char* json :
         {"", "\"", "\"\\", "]]}}", "{\"funcname\":", "[[[\"sval\":", "\"x\":"}) {
        CHECK(read_postgres_tree(json).statements.empty());
    }
}
