#include "libagent/knowledge/entry.h"

#include <catch2/catch.hpp>

using namespace askdb::knowledge;

TEST_CASE("knowledge: case, spaces, quotes and end marks make no other question", "[knowledge]") {
    const std::string key = "how many open orders has ana in 2024";

    CHECK(question_key("How many open orders has Ana in 2024?") == key);
    CHECK(question_key("  how MANY  open\torders, has \"Ana\" in 2024 ?!") == key);
    CHECK(question_key("¿How many open\u00a0orders has ‘Ana’ in 2024？") == key);
}

TEST_CASE("knowledge: what changes a number or a comparison is another question", "[knowledge]") {
    CHECK(question_key("total > 100") != question_key("total < 100"));
    CHECK(question_key("total = 1.5") != question_key("total = 15"));
    CHECK(question_key("below -5") != question_key("below 5"));
    CHECK(question_key("Bär") != question_key("Bar"));
    CHECK(question_key("5%") != question_key("5"));
}

TEST_CASE("knowledge: a statement is the same without surplus blanks outside quotes",
          "[knowledge]") {
    CHECK(sql_key(" SELECT  1\nFROM a ; ") == "SELECT 1 FROM a");
    CHECK(sql_key("SELECT 'a  b'") != sql_key("SELECT 'a b'"));
    CHECK(sql_key("SELECT 'it''s  x'  FROM a") == "SELECT 'it''s  x' FROM a");
}

TEST_CASE("knowledge: a file's name cannot lead anywhere", "[knowledge]") {
    CHECK(slug_of("How many open orders?") == "how-many-open-orders");
    CHECK(slug_of("../../etc/passwd") == "etc-passwd");
    CHECK(slug_of("¿Cuántos años?") == "cuantos-anos");
    CHECK(slug_of("…") == "question");
    CHECK(slug_of("いくつ") == "question");
    CHECK(slug_of(std::string(500, 'x')).size() == 60);
}

TEST_CASE("knowledge: an entry is about its database, or its dialect's", "[knowledge]") {
    const Target shop{"shop", "sqlite"};

    CHECK(is_about({.question = "q"}, shop));
    CHECK(is_about({.question = "q", .database = "shop"}, shop));
    CHECK(is_about({.question = "q", .dialect = "sqlite"}, shop));
    CHECK_FALSE(is_about({.question = "q", .database = "other", .dialect = "sqlite"}, shop));
    CHECK_FALSE(is_about({.question = "q", .database = "shop", .dialect = "postgres"}, shop));
}
