#include "libagent/database/described_dialect.h"

#include "libagent/database/guard.h"

#include <catch2/catch.hpp>

using namespace askdb::database;

namespace {

ServerTraits oracle_like() {
    ServerTraits traits;
    traits.product = "Big DB 19";
    traits.name_case = NameCase::upper;
    traits.keywords = {"level", "rownum"};
    traits.types = {"NUMBER", "VARCHAR2"};
    traits.functions = {"{fn LEFT(x, n)}"};
    traits.one_row = " FROM DUAL";
    traits.first_rows = " FETCH FIRST {} ROWS ONLY";
    traits.dates = date_writers()[2];
    traits.date_literal = date_literal_writers()[1];
    traits.quotient = "3.5";
    traits.joined = "a || b";
    traits.nulls_last = traits.takes_nulls_first = true;
    traits.equality_ignores_case = false;
    return traits;
}

}

TEST_CASE("described dialect: the card says what was found out", "[generic]") {
    const auto dialect = describe_dialect(oracle_like());
    const std::string card(dialect->card);

    for (const char* words : {"Big DB 19", "upper case", "FETCH FIRST 10 ROWS ONLY",
                              "NULLs sort last", "DATE '2024-05-31'", "EXTRACT(YEAR FROM x)",
                              "7 / 2 is 3.5", "a || b", "= is case-sensitive",
                              "LIKE may ignore case", "FROM DUAL", "{fn LEFT(x, n)}", "VARCHAR2"}) {
        INFO(words);
        CHECK(card.find(words) != std::string::npos);
    }
    CHECK(dialect->name == "generic");
    CHECK(dialect->nulls_come_last);
}

TEST_CASE("described dialect: names are quoted as the server folds and reserves them",
          "[generic]") {
    const auto dialect = describe_dialect(oracle_like());

    CHECK(quoted(*dialect, "SITES") == "SITES");
    CHECK(quoted(*dialect, "sites") == "\"sites\"");
    CHECK(quoted(*dialect, "LEVEL") == "\"LEVEL\"");
    ServerTraits traits;
    traits.identifier_quote = '`';
    CHECK(quoted(*describe_dialect(traits), "a b") == "`a b`");
}

TEST_CASE("described dialect: a server that says nothing promises nothing", "[generic]") {
    const auto dialect = describe_dialect({});

    CHECK(dialect->year_of == nullptr);
    CHECK(dialect->date_literal == nullptr);
    CHECK(dialect->first_rows.empty());
    CHECK(std::string(dialect->card).find("First rows: is not known") != std::string::npos);
}

TEST_CASE("described dialect: a driver's words are shown harmless and short", "[generic]") {
    ServerTraits traits;
    traits.product = "x\x1b[31m\n" + std::string(5000, 'y');
    traits.types = std::vector<std::string>(1000, "T\x1b");

    const std::string card(describe_dialect(traits)->card);

    CHECK(card.find('\x1b') == std::string::npos);
    CHECK(card.size() < 3000);
}

TEST_CASE("described dialect: nothing that a server says of itself changes what is judged",
          "[generic]") {
    for (const char quote : {'"', '`', '['}) {
        ServerTraits traits;
        traits.identifier_quote = quote;
        traits.backslash_escapes = true;
        const auto described = describe_dialect(traits);
        for (const char* sql :
             {"SELECT 'a\\'; DELETE FROM t --'", "SELECT \"a\" FROM \"t\"", "SELECT [a] FROM t",
              "SELECT `a` FROM t", "SELECT 'it''s'", "SELECT [a'b] FROM t WHERE x = 'c]'",
              "SELECT 1; DELETE FROM t", "SELECT \"a\\\" FROM t", "SELECT {fn NOW()}",
              "DELETE FROM t", "SELECT * FROM \"a/b.csv\""}) {
            INFO(quote << " " << sql);
            const auto judged = judge_read_only(sql, *described);
            const auto usual = judge_read_only(sql, *find_dialect("generic"));
            REQUIRE(judged.has_value() == usual.has_value());
            if (judged) CHECK(judged->message == usual->message);
        }
    }
}
