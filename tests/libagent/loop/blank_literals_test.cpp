#include "libagent/loop/blank_literals.h"

#include <catch2/catch.hpp>

using namespace askdb::loop;

namespace {

const std::set<std::string> known_names = {"name", "order lines"};

std::string blanked(std::string_view sql) {
    return without_literals(sql, known_names);
}

}

TEST_CASE("blank literals: texts, numbers and comments go, the rest stays", "[share]") {
    CHECK(blanked("SELECT name, 42 FROM t WHERE name = 'Ana Ruiz' AND x > 1.5 -- Ana") ==
          "SELECT name, 0 FROM t WHERE name = '…' AND x > 0 ");
    CHECK(blanked("SELECT a1 /* Ana */ FROM t LIMIT ?") == "SELECT a1  FROM t LIMIT '…'");
}

TEST_CASE("blank literals: what is a text in any dialect is none of the statement's names",
          "[share]") {
    for (const char* sql :
         {"SELECT * FROM t WHERE name = \"Ana Ruiz\"", "SELECT $$Ana Ruiz$$", "SELECT $x$Ana$x$",
          "SELECT * FROM t WHERE name = `Ana`", "SELECT * FROM t WHERE name = [Ana]",
          R"(SELECT 'it\'s Ana' AS x)", R"(SELECT 'C:\' AS x, 'Ana')", "SELECT 1 # Ana",
          "SELECT E'\\'Ana'", "SELECT 'Ana", "SELECT x AS \"Ana Ruiz\" FROM t", "SELECT N'Ana'"}) {
        INFO(sql);
        CHECK(blanked(sql).find("Ana") == std::string::npos);
    }
}

TEST_CASE("blank literals: quoted names that are known stay", "[share]") {
    CHECK(blanked("SELECT \"Name\" FROM \"order lines\"") ==
          "SELECT \"Name\" FROM \"order lines\"");
    CHECK(blanked("SELECT `name` FROM [order lines]") == "SELECT `name` FROM [order lines]");
    CHECK(blanked("SELECT 'name' FROM t") == "SELECT '…' FROM t");
}
