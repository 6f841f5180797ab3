#include "libagent/database/unknown_server_names.h"

#include <catch2/catch.hpp>

#include <string>

using namespace askdb;
using namespace askdb::database;

namespace {

/// "allowed", or why not.
std::string verdict(const std::string& sql) {
    Catalog all;
    all.tables = {{.name = "sites", .home = "public"}, {.name = "secrets", .home = "public"}};
    const TableFilter filter({.denied = {"*.secrets"}}, {"shop"});
    const std::vector<SqlToken> tokens = sql_tokens(sql, *find_dialect("generic"));
    const auto error = judge_unknown_server_names(tokens, NameJudge(filter, all));
    return error ? error->message : "allowed";
}

}

TEST_CASE("unknown server: known functions and lists of values are allowed", "[lists]") {
    for (const char* sql :
         {"SELECT count(*), upper(name) FROM sites WHERE id IN (1, 2)",
          "SELECT CAST(x AS VARCHAR(10)) FROM sites", "INSERT INTO sites (a, b) VALUES (1, 2)",
          "WITH x (a, b) AS (SELECT 1, 2) SELECT a FROM x",
          "SELECT position('a' IN name) FROM sites"}) {
        INFO(sql);
        CHECK(verdict(sql) == "allowed");
    }
}

TEST_CASE("unknown server: what may read a table by another way is refused", "[lists]") {
    for (const char* sql :
         {"SELECT table_of('secrets')", "SELECT hr.count(1)", "SELECT 1 WHERE 1 IN secrets",
          "SELECT 1 WHERE 1 IN (secrets)", "SELECT in(1, secrets)", "SELECT 'secrets'::regclass",
          "SELECT regclass 'secrets'", "SELECT CAST(NULL AS secrets)"}) {
        INFO(sql);
        CHECK(verdict(sql) != "allowed");
    }
}
